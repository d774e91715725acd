"""What comes in as lists: messages with their four times, what is said outside, promises; what waits stands on top."""

from __future__ import annotations

from collections.abc import Callable, Container

from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.inbound_words import (
    brief,
    inbound_state_word,
    promise_state_word,
    reach_said,
    rumour_kind_word,
    rumour_state_word,
)
from warroom.commands.said import channel_word
from warroom.domain.inbound import (
    REACH_MOST,
    InboundLine,
    InboundState,
    Promise,
    PromiseState,
    Rumour,
    RumourState,
    visa,
)
from warroom.words import N_, _, pgettext

SHOWN = 400  # letters of a message under its list
OF_RUMOUR = {
    RumourState.TO_CHECK: "due",
    RumourState.FALSE: "late",
    RumourState.TRUE: "accent",
    RumourState.ANSWERED: "good",
    RumourState.LEFT: "muted",
}
OF_PROMISE = {PromiseState.KEPT: "good", PromiseState.BROKEN: "late", PromiseState.RELEASED: "muted"}


def stands(line: InboundLine, now_ms: int) -> str:
    """`to triage · in 12 min · 14:30`, `sent back`, `answered twice`."""
    inbound = line.inbound
    if line.is_answered_twice:
        return pgettext("inbound", "answered twice")
    word = inbound_state_word(inbound.state)
    if inbound.is_over:
        at = inbound.answered_at or inbound.decided_at
        return f"{word} · {phrases.moment(at, now_ms)}" if at is not None else word
    if inbound.answer_by is not None:
        return f"{word} · {phrases.due(inbound.answer_by, now_ms)}"
    return f"{word} · {phrases.ago(inbound.received_at, now_ms)}"


def inbound_tone(line: InboundLine, now_ms: int) -> str:
    if line.is_answered_twice:
        return "late"
    if line.inbound.is_over:
        return "good" if line.inbound.state is InboundState.ANSWERED else "muted"
    if line.inbound.state is InboundState.SENT_BACK:
        return "due"
    return due_tone(line.inbound.answer_by, now_ms)


def times_said(line: InboundLine) -> str:
    """`14:02 LM → 14:05 MP → — → —`: received, triaged, decided, answered, each with who signed."""
    return " → ".join(
        f"{phrases.time_of_day(at)} {visa(name)}".rstrip() if at is not None else "—" for at, name in line.inbound.visas
    )


def whole_said(line: InboundLine, now_ms: int) -> str:
    """All that is known of one message on a few lines: its words, its four times with who signed, what came of it."""
    inbound = line.inbound
    steps = (_("received"), _("triaged"), _("decided"), _("answered"))
    more = ("", inbound.triage, inbound.decision, " / ".join(line.answers) or inbound.answer)
    said = [
        " ".join(filter(None, (step, phrases.moment(at, now_ms), name))) + (f" ({brief(text)})" if text else "")
        for step, (at, name), text in zip(steps, inbound.visas, more, strict=True)
        if at is not None
    ]
    if inbound.sent_back and inbound.answered_at is None:
        at = phrases.moment(inbound.sent_back_at, now_ms) if inbound.sent_back_at is not None else ""
        head = " ".join(filter(None, (_("sent back"), at, inbound.sent_back_by)))
        said.append(phrases.labelled(head, inbound.sent_back))
    if inbound.answered_via:
        said.append(_("answered by {channel}").format(channel=channel_word(inbound.answered_via)))
    if inbound.contact:
        said.append(inbound.contact)
    return f"{brief(inbound.text, SHOWN)}\n{' · '.join(said)}"


def inbound_columns(audience: Callable[[str], str]) -> tuple[Column[InboundLine], ...]:
    """How it stands, number, from whom, by what, what it says, to whom it was given, its four times."""
    return (
        Column(
            "state", N_("How it stands"), stands, order=lambda line: line.inbound.answer_by, tone=inbound_tone,
            bold=True, width=216, whole=True,
        ),
        Column("number", N_("No."), lambda line, _now: line.inbound.number, tone=_muted, width=72, whole=True),
        Column("from", N_("From"), lambda line, _now: line.inbound.from_who or "—", width=152),
        Column(
            "audience", N_("Audience"), lambda line, _now: audience(line.inbound.audience) or "—", tone=_muted,
            width=112, can_go=True,
        ),
        Column(
            "channel", N_("By what"), lambda line, _now: channel_word(line.inbound.channel) or "—", tone=_muted,
            width=88, can_go=True,
        ),
        Column("text", N_("What it says"), lambda line, _now: " ".join(line.inbound.text.split())),
        Column("given", N_("Given to"), lambda line, _now: line.inbound.given_to or "—", width=104, can_go=True),
        Column(
            "times", N_("Received → triaged → decided → answered"), lambda line, _now: times_said(line), tone=_muted,
            width=288, whole=True, can_go=True,
        ),
    )  # fmt: skip


def reach_marks(rumour: Rumour) -> str:
    """`●●○`: how far it goes, beside its words."""
    return "●" * (rumour.reach or 0) + "○" * (REACH_MOST - (rumour.reach or 0))


def next_step(rumour: Rumour, released: Container[str] = ()) -> str:
    """What a verdict calls for, until it is done; `released` are the messages that went out."""
    if rumour.state is RumourState.FALSE and rumour.message not in released:
        return _("its message is being prepared") if rumour.message else _("to be denied by a message")
    if rumour.state is RumourState.TRUE and not rumour.entry:
        return _("to be written in the log")
    return ""


def rumour_columns(released: Container[str] = ()) -> tuple[Column[Rumour], ...]:
    """What it is worth, number, when heard, where, how far it goes, what is said, how we know."""
    return (
        Column(
            "state", N_("What it is worth"),
            lambda each, _now: " · ".join(
                filter(None, (rumour_state_word(each.state), next_step(each, released)))
            ),
            tone=lambda each, _now: OF_RUMOUR[each.state], bold=True, width=232, whole=True,
        ),
        Column("number", N_("No."), lambda each, _now: each.number, tone=_muted, width=72, whole=True),
        Column(
            "heard", N_("When"), lambda each, now: phrases.moment(each.heard_at, now),
            order=lambda each: each.heard_at, tone=_muted, width=88, whole=True,
        ),
        Column(
            "reach", N_("How far it goes"), lambda each, _now: f"{reach_marks(each)} {reach_said(each.reach)}",
            order=lambda each: -(each.reach or 0), width=152, can_go=True,
        ),
        Column(
            "source", N_("Where it is said"),
            lambda each, _now: " · ".join(filter(None, (rumour_kind_word(each.kind), each.source))), width=176,
        ),
        Column("text", N_("What is said"), lambda each, _now: " ".join(each.text.split())),
        Column("finding", N_("How we know"), lambda each, _now: each.finding or "—", tone=_muted, can_go=True),
    )  # fmt: skip


def promise_stands(promise: Promise, now_ms: int) -> str:
    """When it is due while it runs, what became of it after."""
    if promise.state is not PromiseState.OPEN:
        word = promise_state_word(promise.state)
        return f"{word} · {phrases.moment(promise.closed_at, now_ms)}" if promise.closed_at is not None else word
    return phrases.due(promise.due_at, now_ms) if promise.due_at is not None else _("no date")


def promise_tone(promise: Promise, now_ms: int) -> str:
    if promise.state is PromiseState.OPEN:
        return due_tone(promise.due_at, now_ms) if promise.due_at is not None else "due"
    return OF_PROMISE[promise.state]


def promise_columns(source: Callable[[Promise], str]) -> tuple[Column[Promise], ...]:
    """When it is due, number, to whom, what was promised, who keeps it, where it was made."""
    return (
        Column(
            "due", N_("Due"), promise_stands, order=lambda each: each.due_at, tone=promise_tone, bold=True, width=208,
            whole=True,
        ),
        Column("number", N_("No."), lambda each, _now: each.number, tone=_muted, width=72, whole=True),
        Column("to", N_("Promised to"), lambda each, _now: each.to_whom or "—", width=168),
        Column("text", N_("What was promised"), lambda each, _now: " ".join(each.text.split())),
        Column(
            "owner", N_("Kept by"), lambda each, _now: each.owner or _("nobody yet"),
            tone=lambda each, _now: "" if each.owner or each.state is not PromiseState.OPEN else "due", width=136,
        ),
        Column("source", N_("Made in"), lambda each, _now: source(each) or "—", tone=_muted, width=96, can_go=True),
        Column(
            "made", N_("Made by"), lambda each, now: f"{phrases.moment(each.made_at, now)} {visa(each.made_by)}",
            tone=_muted, width=104, can_go=True,
        ),
    )  # fmt: skip


def _muted(_row: object, _now: int) -> str:
    return "muted"
