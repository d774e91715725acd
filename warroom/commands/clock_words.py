"""The words of clocks: how each stands, what its computation says, and the fields of legal clocks."""

from __future__ import annotations

from warroom import phrases, words
from warroom.domain.clock_rules import RuleStatus, Unit
from warroom.domain.clocks import Clock, ClockKind, ClockState, Step, StepKind
from warroom.domain.regimes import RegimeState
from warroom.domain.rulebook import Rulebook
from warroom.domain.services import Continuity
from warroom.words import _, ngettext, pgettext

MINUTE = 60_000


def disclaimer() -> str:
    """What every legal clock says of itself."""
    return _("Operational aid, not legal advice.")


def clock_kind_word(kind: ClockKind) -> str:
    return {
        ClockKind.POINT: _("Situation point"),
        ClockKind.UPDATE: _("Update"),
        ClockKind.DEADLINE: _("Deadline"),
        ClockKind.DECISION: _("Decision"),
        ClockKind.REVIEW: _("Review"),
        ClockKind.ACTION: _("Action"),
        ClockKind.TIMEBOX: _("Hypothesis"),
        ClockKind.RTO: _("Recovery time (RTO)"),
        ClockKind.LEGAL: _("Legal deadline"),
        ClockKind.RELIEF: _("Relief"),
        ClockKind.CONTACT: _("Word from a team"),
        ClockKind.MEANS: _("Means"),
        ClockKind.ACK: _("Acknowledgements"),
        ClockKind.DEPUTY: _("Deputy to call"),
        ClockKind.CHECK: _("Check of a message"),
        ClockKind.PROMISE: _("Promise"),
        ClockKind.ANSWER: _("Answer awaited"),
        ClockKind.CORRECTIVE: _("Corrective action"),
        ClockKind.REX: _("Review (REX)"),
    }[kind]


def clock_state_word(state: ClockState) -> str:
    return {
        ClockState.NOT_APPLICABLE: pgettext("clock", "not applicable"),
        ClockState.TO_QUALIFY: pgettext("clock", "to qualify"),
        ClockState.WAITING: pgettext("clock", "not started"),
        ClockState.RUNNING: pgettext("clock", "running"),
        ClockState.AMBER: pgettext("clock", "due soon"),
        ClockState.LATE: pgettext("clock", "late"),
        ClockState.DONE: pgettext("clock", "submitted"),
        ClockState.DONE_LATE: pgettext("clock", "submitted late"),
    }[state]


def regime_state_word(state: RegimeState) -> str:
    return {
        RegimeState.TO_QUALIFY: pgettext("regime", "to qualify"),
        RegimeState.APPLICABLE: pgettext("regime", "applicable"),
        RegimeState.NOT_APPLICABLE: pgettext("regime", "not applicable"),
    }[state]


def rule_status_word(status: RuleStatus) -> str:
    return {
        RuleStatus.IN_FORCE: _("in force"),
        RuleStatus.NOT_YET: _("not yet in force"),
        RuleStatus.PROPOSAL: _("proposal"),
    }[status]


def due_said(clock: Clock, now_ms: int) -> str:
    """When it is due, with direction and time; how it stands where it is not running."""
    if clock.done_at is not None:
        return f"{clock_state_word(clock.state)} · {phrases.moment(clock.done_at, now_ms)}"
    if clock.state.is_running and clock.due_at is not None:
        return phrases.due(clock.due_at, now_ms)
    said = clock_state_word(clock.state) if not clock.state.is_running else _("no date")
    if clock.due_at is None or clock.state.is_over:
        return said
    return _("{state} · {moment} at the latest").format(state=said, moment=phrases.moment(clock.due_at, now_ms))


def length_said(n: int, unit: str) -> str:
    """`72 h`, `1 month`, `4 business days`."""
    if unit == "minutes":
        return phrases.duration(n * MINUTE) if n else _("{n} min").format(n=0)
    if unit == Unit.HOURS:
        return _("{h} h").format(h=n)
    if unit == Unit.DAYS:
        return ngettext("{n} day", "{n} days", n).format(n=n)
    if unit == Unit.BUSINESS_DAYS:
        return ngettext("{n} business day", "{n} business days", n).format(n=n)
    return ngettext("{n} month", "{n} months", n).format(n=n)


def start_said(event: str, book: Rulebook) -> str:
    """What a clock counts from: an event, the submission of another notification, a service that is down."""
    if event == "down_since":
        return _("service down")
    if event == "heard":
        return _("last word, or sent out")
    if event == "called":
        return _("first call")
    if event.startswith("submitted:"):
        name = event.removeprefix("submitted:").removesuffix("(last)")
        known = book.rules.get(name)
        label = known.label.in_language(words.language()) if known else name
        last = _("last submission: {notification}") if event.endswith("(last)") else _("submission: {notification}")
        return last.format(notification=label)
    return book.event_label(event, words.language())


def step_said(step: Step, book: Rulebook, now_ms: int) -> tuple[str, str]:
    """One line of a computation: what is done, and the time it gives."""
    length = length_said(step.n, step.unit)
    parts = {"rto": _("RTO"), "failover": _("measured failover"), "margin": _("margin")}
    named = parts.get(step.ref)
    said = {
        StepKind.START: lambda: start_said(step.ref, book),
        StepKind.PLUS: lambda: f"+ {length}" + (f" ({named})" if named else ""),
        StepKind.MINUS: lambda: f"− {length}" + (f" ({named})" if named else ""),
        StepKind.CLAMPED: lambda: _("that month is shorter: its last day"),
        StepKind.SHIFTED: lambda: _("clocks change that night: the earlier reading"),
        StepKind.CAP: lambda: _("not later than {event} + {length}").format(
            event=start_said(step.ref, book), length=length
        ),
        StepKind.UNCAPPED: lambda: _("the limit of {event} + {length} had passed before: it no longer counts").format(
            event=start_said(step.ref, book), length=length
        ),
        StepKind.TARGET: lambda: _("+ {length}: internal target, the law gives no number").format(length=length),
        StepKind.RESULT: lambda: _("due"),
        StepKind.EXTENDED: lambda: _("other reading, not applied: {reading}").format(reading=reading_said(step.ref)),
    }[step.kind]()
    return said, phrases.moment(step.at, now_ms) if step.at is not None else ""


def reading_said(name: str) -> str:
    """Another reading of a limit, in words."""
    return {
        "dora-noon": _("noon of the next working day (RTS 2025/301 art. 5; not for the most systemic entities)"),
        "reg-1182-71-hours": _("end of the last hour (Reg. 1182/71 art. 3)"),
        "reg-1182-71-days": _("end of the last day, or of the next working day (Reg. 1182/71 art. 3)"),
    }.get(name, name)


def continuity_said(item: Continuity) -> str:
    """The objectives of a service on one line: `RTO 4 h · failover 20 min`; a dash where nothing is known."""
    known = (
        (_("RTO {length}"), item.rto_min),
        (_("MTPD {length}"), item.mtpd_min),
        (_("RPO {length}"), item.rpo_min),
        (_("failover {length}"), item.failover_min),
    )
    return " · ".join(said.format(length=phrases.duration(n * MINUTE)) for said, n in known if n) or "—"


def clock_fields() -> dict[tuple[str, str], str]:
    """Fields of legal clocks in words, for whoever has to choose between two values."""
    return {
        ("regime", "code"): _("Regime"),
        ("regime", "state"): pgettext("field", "State of the regime"),
        ("regime", "answers"): _("Answers of the questionnaire"),
        ("regime", "by"): _("Qualified by"),
        ("regime", "at"): _("Qualified at"),
        ("notice", "rule"): _("Rule"),
        ("notice", "section"): _("Section"),
        ("notice", "text"): _("Text of the notification"),
        ("clock_rule", "rule"): _("Rule"),
        ("clock_rule", "body"): _("What changes of the rule"),
        ("clock_rule", "by"): _("Changed by"),
        ("clock_rule", "at"): _("Changed at"),
    }
