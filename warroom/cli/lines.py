"""Lines: records as people read them on a terminal, in local time."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.commands.said import (
    action_word,
    channel_word,
    kind_word,
    milestone_word,
    severity_meaning,
    severity_word,
    status_word,
    verification_word,
)
from warroom.commands.said_ahead import caller_word, unverified_said, window_said
from warroom.domain.actions import Action
from warroom.domain.decisions import Decision
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.incidents import Incident, Severity
from warroom.phrases import due as due_words
from warroom.phrases import file_size, labelled, moment
from warroom.words import _


def incident_line(incident: Incident, *, now: int) -> str:
    """`A-001  SEV1  Investigating  23 nov. 11:54  title`."""
    shown = severity_word(incident.gravity)
    mark = f"[{_('EXERCISE')}] " if incident.exercise else ""
    began = moment(incident.began_at, now)
    return f"{incident.number}  {shown:<10}  {status_word(incident.status):<14}  {began:<16}  {mark}{incident.title}"


def incident_lines(incident: Incident, *, now: int, situation: str = "") -> Iterator[str]:
    """One incident's own fields; `situation` is what is held true, as lines."""
    yield incident_line(incident, now=now)
    if incident.gravity is not Severity.UNDETERMINED:
        vital = _(" (a vital service is touched)") if incident.vital else ""
        yield _("Severity: {severity}").format(severity=severity_meaning(incident.gravity) + vital)
    said = {_("Situation"): situation or incident.situation, _("Users"): incident.users, _("Led by"): incident.owner}
    yield from (labelled(name, value) for name, value in said.items() if value)
    for milestone, at in incident.milestones.items():
        yield labelled(milestone_word(milestone), moment(at, now))


def entry_line(entry: Entry, *, now: int) -> str:
    """`14:32  A-0042  Fact  text`, with what makes it special behind."""
    marks = [
        _("key event") if entry.key_event else "",
        verification_word(entry.verification, entry.kind),
        _("late entry") if entry.is_late else "",
        _("transcribed from sheet {sheet}").format(sheet=entry.sheet) if entry.sheet else "",
        _("corrects {number}").format(number=entry.corrects_number) if entry.corrects_number else "",
        _("corrected by {number}").format(number=", ".join(entry.corrected_by)) if entry.corrected_by else "",
    ]
    special = ", ".join(mark for mark in marks if mark)
    author = f" — {entry.author}" if entry.author else ""
    text = " ".join(entry.text.split())
    return f"{moment(entry.event_at, now)}  {entry.number}  {labelled(kind_word(entry.kind), text)}{author}" + (
        f"  [{special}]" if special else ""
    )


def entry_lines(entry: Entry, *, now: int) -> Iterator[str]:
    """One entry with all its fields."""
    yield entry_line(entry, now=now)
    said = {
        _("Written"): moment(entry.recorded_at, now),
        _("From"): entry.from_who,
        _("To"): entry.to_who,
        _("Channel"): channel_word(entry.channel),
        _("Services"): entry.services,
        _("Workstream"): entry.workstream,
        _("Handling"): entry.handling,
        _("Reason"): entry.reason,
        _("Follow-up"): entry.follow_up,
        _("Time as it came"): entry.original_time,
    }
    yield from (f"  {labelled(name, value)}" for name, value in said.items() if value)


def decision_line(decision: Decision, *, now: int) -> str:
    """What is asked or decided, by whom and until when."""
    if decision.is_open:
        until = f" ({due_words(decision.decide_before, now)})" if decision.decide_before else ""
        return _("{number}  To decide: {question}{until}").format(
            number=decision.number, question=decision.question, until=until
        )
    mark = f"  [{unverified_said(decision.caller_reason)}]" if decision.is_unverified else ""
    return f"{decision.number}  {decision.decided or decision.question}" + (
        f" — {decision.decider}{mark}" if decision.decider else mark
    )


def decision_lines(decision: Decision, *, now: int) -> Iterator[str]:
    """One decision with all its fields."""
    yield decision_line(decision, now=now)
    said = {
        _("Question"): decision.question,
        _("Known at the time"): decision.context,
        _("Options"): "; ".join(option.title for option in decision.options),
        _("Rationale"): decision.rationale,
        _("Decider"): decision.decider,
        _("Caller"): caller_word(decision.caller_check) if decision.how else "",
        _("Decide before"): window_said(decision.window, now) if decision.window else "",
        _("Typed by"): decision.typed_by,
        _("Executor"): decision.executor,
        _("Decided"): moment(decision.decided_at, now) if decision.decided_at else "",
        _("Review"): due_words(decision.review_at, now) if decision.review_at else "",
        _("Read back"): moment(decision.read_back_at, now) if decision.read_back_at else "",
    }
    yield from (f"  {labelled(name, value)}" for name, value in said.items() if value)


def action_line(action: Action, *, now: int) -> str:
    """What is to be done, by whom, until when, and how it stands."""
    due = f" ({due_words(action.due_at, now)})" if action.due_at and not action.state.is_over else ""
    owner = f" — {action.owner}" if action.owner else ""
    said = " ".join(part for part in (action.reason, action.result) if part)
    return f"{action.number}  {labelled(action_word(action.state), action.text)}{owner}{due}" + (
        f"  [{said}]" if said else ""
    )


def attachment_line(attachment: Attachment) -> str:
    return f"{attachment.name}  {file_size(attachment.size)}  SHA-256 {attachment.sha256}"
