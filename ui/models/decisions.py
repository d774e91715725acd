"""Decisions as a list: those awaited first, then those taken, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.people import marked
from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.said_ahead import unverified_said
from warroom.domain.decisions import Decision, DecisionState, How
from warroom.words import N_, _


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision and the incident it belongs to."""

    decision: Decision
    incident_number: str
    exercise: bool = False
    is_delegated: bool = False  # made or changed by somebody without the right to


def how_word(how: str) -> str:
    """How a decision came, in the language spoken now."""
    said = {How.IN_PERSON: _("in person"), How.PHONE: _("by telephone"), How.WRITTEN: _("in writing")}
    return next((word for known, word in said.items() if known == how), how)


def waiting_said(decision: Decision, now_ms: int) -> str:
    """`for 18 min · before 15:20`; once the time has passed, `late by 5 min · before 15:20`."""
    waited = phrases.since(decision.requested_at, now_ms)
    if decision.decide_before is None:
        return waited
    before = phrases.moment(decision.decide_before, now_ms)
    if decision.decide_before < now_ms:
        late = phrases.until(decision.decide_before, now_ms)
        return _("{late} · before {time}").format(late=late, time=before)
    return _("{waited} · before {time}").format(waited=waited, time=before)


def state_said(decision: Decision, now_ms: int) -> str:
    if decision.state is DecisionState.REQUESTED:
        return waiting_said(decision, now_ms)
    if decision.state is DecisionState.WITHDRAWN:
        return _("withdrawn")
    at = phrases.moment(decision.decided_at, now_ms) if decision.decided_at is not None else ""
    mark = _("caller not verified") if decision.is_unverified else ""
    return " · ".join(part for part in (at, mark) if part)


def state_tone(decision: Decision, now_ms: int) -> str:
    if decision.state is DecisionState.REQUESTED:
        return due_tone(decision.decide_before, now_ms)
    return "due" if decision.is_unverified else "muted"


def question_said(row: Listed) -> str:
    """The question with its marks; that of the caller first, since the end of a long one is cut."""
    decision = row.decision
    said = marked(decision.question, row.is_delegated)
    return f"{unverified_said()} · {said}" if decision.is_open and decision.is_unverified else said


def review_said(decision: Decision, now_ms: int) -> str:
    """When it is to be looked at again, or that it was."""
    if decision.reviewed_at is not None:
        return _("reviewed {time}").format(time=phrases.moment(decision.reviewed_at, now_ms))
    return phrases.due(decision.review_at, now_ms) if decision.review_at is not None else ""


def review_tone(decision: Decision, now_ms: int) -> str:
    return "muted" if decision.reviewed_at is not None else due_tone(decision.review_at, now_ms)


def decision_columns() -> tuple[Column[Listed], ...]:
    """When, number, incident, question, decision, decider, review."""
    return (
        Column(
            "when", N_("When"), lambda row, now: state_said(row.decision, now),
            order=lambda row: row.decision.decided_at or row.decision.requested_at,
            tone=lambda row, now: state_tone(row.decision, now), bold=True, width=232, whole=True,
        ),
        Column("number", N_("No."), lambda row, _now: row.decision.number, tone=_muted, width=96, whole=True),
        Column(
            "incident", N_("Incident"), lambda row, _now: row.incident_number, tone=_incident_tone, width=72,
            whole=True, can_go=True,
        ),
        Column("question", N_("Question"), lambda row, _now: question_said(row)),
        Column("decided", N_("Decision"), lambda row, _now: row.decision.decided or "—"),
        Column("decider", N_("By whom"), lambda row, _now: row.decision.decider or "—", width=112, can_go=True),
        Column(
            "review", N_("Review"), lambda row, now: review_said(row.decision, now),
            order=lambda row: row.decision.review_at, tone=lambda row, now: review_tone(row.decision, now), width=152,
            whole=True,
        ),
    )  # fmt: skip


def _incident_tone(row: Listed, _now: int) -> str:
    return "exercise" if row.exercise else "muted"


def _muted(_row: Listed, _now: int) -> str:
    return "muted"
