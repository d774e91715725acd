"""Teams sent out and means asked for as lists: what calls for somebody stands on top."""

from __future__ import annotations

from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.field_words import (
    coming_said,
    euros,
    field_status_word,
    last_said,
    means_state_word,
    silence_said,
    what_said,
)
from warroom.domain.field_teams import Heard, TeamOut
from warroom.domain.means import MeansRequest, MeansState
from warroom.words import N_, _

TONES = {Heard.SILENT: "late", Heard.SOON: "due", Heard.IN_TIME: "good", Heard.UNTIMED: "muted"}
MEANS_TONES = {MeansState.ARRIVED: "good", MeansState.REFUSED: "muted", MeansState.WITHDRAWN: "muted"}


def team_tone(out: TeamOut, now_ms: int) -> str:
    return TONES[out.heard(now_ms)]


def team_named(out: TeamOut) -> str:
    """`Équipe DC2 · Delta 2`."""
    return " · ".join(part for part in (out.team.name, out.team.call_sign) if part)


def where_said(out: TeamOut) -> str:
    return " · ".join(part for part in (out.team.place, out.team.mission) if part) or "—"


def tried_said(out: TeamOut, now_ms: int) -> str:
    """When somebody last tried to reach it, or it signalled without a word, since its last word."""
    return phrases.moment(out.tried.at, now_ms) if out.tried is not None else "—"


def last_at(out: TeamOut, now_ms: int) -> str:
    return phrases.moment(out.last.at, now_ms) if out.last is not None else _("no word yet")


def team_columns() -> tuple[Column[TeamOut], ...]:
    """How it stands, number, incident, team, what it does, where, what it said."""
    return (
        Column(
            "heard", N_("Heard of"), silence_said, order=lambda out: out.due_at, tone=team_tone, bold=True, width=208,
            whole=True,
        ),
        Column("number", N_("No."), lambda out, _now: out.team.number, tone=_muted, width=64, whole=True),
        Column(
            "incident", N_("Incident"), lambda out, _now: out.incident_number, tone=_incident_tone, width=72,
            whole=True, can_go=True,
        ),
        Column("team", N_("Team"), lambda out, _now: team_named(out)),
        Column("status", N_("Status"), lambda out, _now: field_status_word(out.team.status), width=88, whole=True),
        Column("where", N_("Place and mission"), lambda out, _now: where_said(out), width=168, can_go=True),
        Column("tried", N_("Called"), tried_said, tone=_muted, width=72, whole=True, can_go=True),
        Column("last", N_("Last word"), last_said, lead=lambda out, now: last_at(out, now)),
        Column("leader", N_("Leader"), lambda out, _now: out.team.leader or "—", tone=_muted, width=112, can_go=True),
    )  # fmt: skip


def means_tone(request: MeansRequest, now_ms: int) -> str:
    if request.is_over:
        return MEANS_TONES.get(request.state, "muted")
    if request.is_too_late:
        return "late"
    return due_tone(request.due_at, now_ms) if request.due_at is not None else "muted"


def means_columns(numbers: dict[str, str]) -> tuple[Column[MeansRequest], ...]:
    """When it comes, number, incident (`numbers`: id → number), what, state, by whom, cost."""
    return (
        Column(
            "due", N_("Needed or coming"), coming_said, order=lambda each: each.due_at, tone=means_tone, bold=True,
            width=208, whole=True,
        ),
        Column("number", N_("No."), lambda each, _now: each.number, tone=_muted, width=64, whole=True),
        Column(
            "incident", N_("Incident"), lambda each, _now: numbers.get(each.incident, ""), tone=_muted, width=72,
            whole=True, can_go=True,
        ),
        Column("what", N_("What"), lambda each, _now: what_said(each)),
        Column("state", N_("State"), lambda each, _now: means_state_word(each.state), width=88, whole=True),
        Column(
            "asked", N_("Requested by"), lambda each, _now: each.asked_by or "—", tone=_muted, width=112, can_go=True
        ),
        Column("who", N_("Approval"), lambda each, _now: approver_said(each), width=136, can_go=True),
        Column("cost", N_("Committed"), lambda each, _now: cost_said(each), width=88, whole=True),
    )  # fmt: skip


def approver_said(request: MeansRequest) -> str:
    if not request.approver:
        return "—"
    return " · ".join(part for part in (request.approver_code, request.approver) if part)


def cost_said(request: MeansRequest) -> str:
    return euros(request.cost) if request.cost else "—"


def _incident_tone(out: TeamOut, _now: int) -> str:
    return "exercise" if out.exercise else "muted"


def _muted(_row: object, _now: int) -> str:
    return "muted"
