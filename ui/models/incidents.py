"""Incidents as a list: what the cards say, one line each, sortable."""

from __future__ import annotations

from ui.models.table import Column
from ui.widgets.tone import due_tone, severity_tone
from warroom import phrases
from warroom.commands.said import severity_word, status_word
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Incident, Status
from warroom.room import Card
from warroom.words import N_, _, ngettext


def gravity_said(incident: Incident) -> tuple[str, str]:
    """The word and the tone of the severity that counts: a vital service touched counts as SEV1, and says so."""
    word = severity_word(incident.gravity)
    tone = severity_tone(incident.gravity)
    return (_("{severity} vital").format(severity=word), tone) if incident.vital else (word, tone)


def age_said(card: Card, now_ms: int) -> str:
    """How long it has lasted; of one that is past, the day it began."""
    began = card.incident.began_at
    return phrases.date(began) if is_past(card) else phrases.duration(now_ms - began)


def is_past(card: Card) -> bool:
    """Nothing is left to conduct: it is over, or was resolved already in the tool it was imported from."""
    status = card.incident.status
    return status.is_over or (status is Status.RESOLVED and bool(card.incident.source))


def actions_said(card: Card) -> str:
    """`12 actions · 3 late`."""
    if not card.open_actions:
        return _("no action")
    said = ngettext("{n} action", "{n} actions", card.open_actions).format(n=card.open_actions)
    if not card.late_actions:
        return said
    late = ngettext("{n} late", "{n} late", card.late_actions).format(n=card.late_actions)
    return f"{said} · {late}"


def clock_said(card: Card, now_ms: int) -> str:
    """The next clock: what it is for, and when."""
    due = card.next_due
    if due is None:
        return ""
    label = due.label or kind_said(due.kind)
    return _("{what}: {when}").format(what=label, when=phrases.due(due.due_at, now_ms))


def clock_listed(card: Card, now_ms: int) -> str:
    """The same in a list: the time first, which no narrow column may cut."""
    due = card.next_due
    return " · ".join((clock_lead(card, now_ms), due.label or kind_said(due.kind))) if due else ""


def clock_lead(card: Card, now_ms: int) -> str:
    return phrases.due(card.next_due.due_at, now_ms) if card.next_due else ""


def kind_said(kind: DueKind) -> str:
    return _("update") if kind is DueKind.UPDATE else _("deadline")


def clock_tone(card: Card, now_ms: int) -> str:
    due = card.next_due
    return due_tone(due.due_at, now_ms) or "good" if due else "muted"


def hotness(card: Card) -> tuple[bool, int, int, int]:
    """What burns most sorts first: what is not resolved, then gravity, then what is late, then age."""
    incident = card.incident
    return incident.status is Status.RESOLVED, incident.gravity.rank, -card.late_actions, incident.began_at


def incident_columns() -> tuple[Column[Card], ...]:
    """Severity, number, title, status, age, services, owner, actions, next clock."""
    return (
        Column(
            "severity", N_("Severity"), lambda card, _now: gravity_said(card.incident)[0],
            order=lambda card: (card.incident.gravity.rank, card.incident.severity, -card.incident.declared_at),
            pill=lambda card: gravity_said(card.incident), width=104, whole=True,
        ),
        Column("number", N_("No."), lambda card, _now: card.incident.number, tone=_number_tone, width=68, whole=True),
        Column("title", N_("Title"), _title_said, bold=True),
        Column(
            "status", N_("Status"), lambda card, _now: status_word(card.incident.status),
            order=lambda card: list(Status).index(card.incident.status), tone=_status_tone, width=120, whole=True,
        ),
        Column(
            "age", N_("Age"), age_said, order=lambda card: -card.incident.began_at, tone=_muted, width=104, whole=True
        ),
        Column(
            "services", N_("Services"), lambda card, _now: " · ".join(card.services), tone=_muted, width=136,
            can_go=True,
        ),
        Column("owner", N_("Led by"), lambda card, _now: card.incident.owner or "—", width=104, can_go=True),
        Column(
            "actions", N_("Actions"), lambda card, _now: actions_said(card), order=lambda card: -card.open_actions,
            tone=lambda card, _now: "late" if card.late_actions else "muted", width=128,
        ),
        Column(
            "clock", N_("Next clock"), clock_listed, lead=clock_lead,
            order=lambda card: card.next_due.due_at if card.next_due else None, tone=clock_tone, width=176,
        ),
    )  # fmt: skip


def _title_said(card: Card, _now: int) -> str:
    if card.incident.exercise:
        return _("EXERCISE {title}").format(title=card.incident.title)
    return card.incident.title


def _number_tone(card: Card, _now: int) -> str:
    return "exercise" if card.incident.exercise else "muted"


def _status_tone(card: Card, _now: int) -> str:
    return "muted" if card.incident.status.is_over else ""


def _muted(_card: Card, _now: int) -> str:
    return "muted"
