"""Reviews as `review` prints them: the list, one with its sections and what is left to do, its timeline."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.cli.call import Answer
from warroom.cli.documents import Document, iso
from warroom.commands.rex_words import (
    blocker_said,
    contradiction_said,
    gap_said,
    heat_word,
    note_kind_word,
    rex_state_word,
)
from warroom.domain.incidents import Mode
from warroom.domain.rex import Rex
from warroom.domain.rex_board import RexLine
from warroom.domain.rex_state import RexFacts, answered, blockers, standing
from warroom.domain.rex_timeline import RexTimeline
from warroom.errors import Refusal
from warroom.phrases import due as due_words
from warroom.phrases import labelled, moment
from warroom.reports.rex.evidence import evidence_words
from warroom.reports.rex.registry import sections_for
from warroom.room import Room
from warroom.words import _


def board_answer(room: Room, *, exercise: bool) -> Answer:
    """Every review, and the grave incidents that are owed one."""
    mode = Mode.EXERCISE if exercise else Mode.REAL
    now = room.clock.now_ms()
    found, owed = room.views.rex_board(mode), room.views.rex_owed(mode)
    lines = [_line(one, now) for one in found] or [_("No review yet.")]
    lines += [
        _("{incident} is over, and nobody reviews it: {title}").format(incident=one.number, title=one.title)
        for one in owed
    ]
    return Answer({"reviews": [_of_line(one) for one in found], "owed": [one.number for one in owed]}, lines)


def shown_answer(room: Room, rex: str) -> Answer:
    """One review: where it stands, its sections, its statements, and what keeps it from being approved."""
    facts = room.views.rex_facts(rex)
    if facts is None:
        raise Refusal("rex-unknown", _("This review is not here."), safe=_("Nothing was changed."))
    return Answer(_document(room, facts), list(_lines(room, facts)))


def timeline_answer(room: Room, rex: Rex) -> Answer:
    """Key events, gaps and contradictions, each with its key for --about."""
    now = room.clock.now_ms()
    found = room.views.rex_timeline(rex.id)
    said = answered(room.views.rex_notes(rex.id))
    lines = [
        f"{moment(one.event_at, now)}  {one.number}  {' '.join(one.text.split())}" for one in found.key_events if one.id
    ]
    lines += [_pointed(gap_said(gap, now), gap.key, said) for gap in found.gaps]
    lines += [_pointed(contradiction_said(one, now), one.key, said) for one in found.contradictions]
    return Answer(_timeline(found, said), lines or [_("The log is empty.")])


def _pointed(said: str, key: str, explained: frozenset[str]) -> str:
    mark = _("explained") if key in explained else f"--about {key}"
    return f"! {said}  [{mark}]"


def _line(line: RexLine, now: int) -> str:
    rex, state = line.rex, rex_state_word(line.standing.state)
    due = due_words(rex.due_at, now) if rex.due_at is not None and not line.standing.state.is_over else ""
    written = f"{line.needed - sum(1 for _code in line.open)}/{line.needed}"
    parts = (rex.number, line.incident_number, heat_word(rex.heat), state, written, due, line.title)
    return "  ".join(part for part in parts if part)


def _of_line(line: RexLine) -> Document:
    return {
        **_of_rex(line.rex),
        "incident_number": line.incident_number,
        "title": line.title,
        "exercise": line.exercise,
        "state": line.standing.state.value,
        "open_sections": list(line.open),
        "actions": line.actions,
        "actions_verified": line.actions_over,
    }


def _of_rex(rex: Rex) -> Document:
    return {
        "id": rex.id,
        "number": rex.number,
        "incident": rex.incident,
        "others": list(rex.others),
        "heat": rex.heat.value,
        "lead": rex.lead,
        "participants": list(rex.participants),
        "scope": rex.scope,
        "privileged": rex.privileged,
        "due_at": iso(rex.due_at),
        "held_at": iso(rex.held_at),
        "opened_at": iso(rex.opened_at),
        "rules_by": rex.rules_by,
        "asked_of": list(rex.asked_of),
        "asked_at": iso(rex.asked_at),
        "dropped_because": rex.dropped_because,
    }


def _document(room: Room, facts: RexFacts) -> Document:
    now = standing(facts)
    kept = {one.code: one for one in facts.sections}
    return {
        **_of_rex(facts.rex),
        "title": facts.rex.title,
        "state": now.state.value,
        "digest": now.digest,
        "moved": now.moved,
        "waiting_for": list(now.waiting_for),
        "approved_by": list(now.approved_by),
        "blockers": [{"kind": one.kind.value, "names": list(one.names)} for one in blockers(facts)],
        "sections": [
            {
                "code": one.code,
                "title": one.title(),
                "step": one.step.value if one.step else None,
                "text": kept[one.code].text if one.code in kept else "",
                "done": one.code in kept and kept[one.code].done,
                "nothing": one.code in kept and kept[one.code].nothing,
                "given_to": kept[one.code].given_to if one.code in kept else "",
            }
            for one in sections_for(facts)
        ],
        "notes": [
            {
                "id": one.id,
                "section": one.section,
                "kind": one.kind.value,
                "text": one.text,
                "about": one.about,
                "evidence": list(one.evidence),
                "by": one.by,
                "at": iso(one.at),
            }
            for one in facts.notes
        ],
    }


def _lines(room: Room, facts: RexFacts) -> Iterator[str]:
    rex, now = facts.rex, standing(facts)
    yield f"{rex.number}  {heat_word(rex.heat)}  {rex_state_word(now.state)}  {rex.title}".rstrip()
    if rex.due_at is not None and not now.state.is_over:
        yield labelled(_("Due"), due_words(rex.due_at, room.clock.now_ms()))
    if now.moved:
        yield _("Changed since it was asked for, approved or published.")
    if now.sent_back is not None:
        yield labelled(_("Sent back by {who}").format(who=now.sent_back.by), now.sent_back.remark)
    if now.waiting_for:
        yield labelled(_("Approval awaited from"), ", ".join(now.waiting_for))
    kept = {one.code: one for one in facts.sections}
    for section in sections_for(facts):
        one = kept.get(section.code)
        mark = "·" if one is None else "x" if one.done or one.nothing else "-"
        said = " ".join(one.text.split())[:80] if one else ""
        yield f"  [{mark}] {section.code}  {section.title()}  {said}".rstrip()
    for note in facts.notes:
        rests = ", ".join(evidence_words(room.views, note.evidence))
        yield f"  {note_kind_word(note.kind)}: {note.text}" + (f" ({rests})" if rests else "")
    for blocker in blockers(facts):
        yield f"  ! {blocker_said(blocker)}"


def _timeline(found: RexTimeline, explained: frozenset[str]) -> Document:
    return {
        "key_events": [
            {
                "number": one.number,
                "at": iso(one.event_at),
                "recorded_at": iso(one.recorded_at),
                "text": one.text,
                "late": one.is_late,
                "refuted": one.is_refuted,
                "milestone": one.milestone.value if one.milestone else None,
            }
            for one in found.key_events
        ],
        "gaps": [
            {
                "key": one.key,
                "from": iso(one.after.event_at),
                "until": iso(one.before.event_at),
                "minutes": one.minutes,
                "explained": one.key in explained,
            }
            for one in found.gaps
        ],
        "contradictions": [
            {
                "key": one.key,
                "kind": one.kind.value,
                "numbers": list(one.numbers),
                "times": [iso(at) for at in one.times],
                "needs_answer": one.needs_answer,
                "explained": one.key in explained,
            }
            for one in found.contradictions
        ],
    }
