"""Public outages taken through a review: opened, filled with causes, barriers, a plan and lessons, then approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warroom.clock import DAY_MS
from warroom.commands import (
    AddBarrier,
    AddCause,
    AddCorrective,
    AddFigure,
    AddLesson,
    AddNote,
    AskApproval,
    GiveApproval,
    MarkSection,
    OpenRex,
    ReadRules,
    WriteSection,
)
from warroom.commands.base import Command
from warroom.domain.causes import BarrierKind, BarrierState, CauseKind, CauseState
from warroom.domain.correctives import CorrectiveKind
from warroom.domain.entries import Kind
from warroom.domain.ids import RecordId
from warroom.domain.impact_figures import FigureKind
from warroom.domain.incidents import Mode
from warroom.domain.rex import NEEDED, Heat, NoteKind
from warroom.room import Room

REVIEWS = ("openai_2024_12_11", "ovh_2021", "orange_2021")
NOWHERE = RecordId("")


def bring_in_review(room: Room, told: dict[str, Any], *, now_ms: int) -> RecordId:
    """Hold the cold review of one outage that is in the room (warroom.demo.past), up to its approval; its id.

    The due dates of its plan count from `now_ms`.
    """
    incident = next(one for one in room.views.incidents(mode=Mode.REAL) if one.source == f"demo:{told['outage']}")
    opened = OpenRex(
        incident=incident.id,
        heat=Heat.COLD,
        title=told["title"],
        lead=told["lead"],
        participants=tuple(told["participants"]),
        scope=told["scope"],
    )
    rex = room.do(opened).result().id
    lines = [one for one in room.views.entries(incident.id) if one.kind is not Kind.AUTOMATIC and one.source]
    review = _Review(rex, tuple(one.number for one in lines), now_ms)
    room.do_all([ReadRules(rex=rex, by=told["lead"]), *review.statements(told)]).result()
    causes: dict[str, RecordId] = {}
    while waiting := review.next_causes(told["causes"], causes):
        noted = room.do_all([review.cause(cause, causes) for cause in waiting]).result()
        causes |= {cause["as"]: one.id for cause, one in zip(waiting, noted, strict=True)}
    room.do_all([*review.consequences(told, causes), *review.marks(told)]).result()
    asked = AskApproval(rex=rex, of=(told["approver"],))
    room.do_all([asked, GiveApproval(rex=rex, by=told["approver"])]).result()
    return rex


@dataclass(frozen=True, slots=True)
class _Review:
    """What is said in one review. `lines` are the numbers of the entries that the outage came with, in order."""

    rex: RecordId
    lines: tuple[str, ...]
    now_ms: int

    def statements(self, told: dict[str, Any]) -> Iterator[Command[Any]]:
        for code, text in told["sections"].items():
            yield WriteSection(rex=self.rex, code=code, text=text)
        for note in told["notes"]:
            kind = NoteKind(note["kind"])
            rests = self._rests(note)
            yield AddNote(rex=self.rex, section=note["section"], kind=kind, text=note["text"], evidence=rests)
        for figure in told.get("figures", ()):
            yield AddFigure(**{**figure, "kind": FigureKind(figure["kind"])}, rex=self.rex)

    def next_causes(self, told: list[dict[str, Any]], known: dict[str, RecordId]) -> list[dict[str, Any]]:
        """Those that are not noted yet and stand at the top or under one that is."""
        return [one for one in told if one["as"] not in known and one.get("under", "") in ("", *known)]

    def cause(self, cause: dict[str, Any], known: dict[str, RecordId]) -> AddCause:
        return AddCause(
            rex=self.rex,
            text=cause["text"],
            parent=known.get(cause.get("under", ""), NOWHERE),
            kind=CauseKind(cause["kind"]),
            state=CauseState(cause["state"]),
            branch=cause["branch"],
            impact=cause.get("impact", ""),
            evidence=self._rests(cause),
            evidence_text=cause.get("evidence_text", ""),
            family=cause.get("family", ""),
        )

    def consequences(self, told: dict[str, Any], causes: dict[str, RecordId]) -> Iterator[Command[Any]]:
        for barrier in told["barriers"]:
            yield AddBarrier(
                rex=self.rex,
                text=barrier["text"],
                kind=BarrierKind(barrier["kind"]),
                state=BarrierState(barrier["state"]),
                cause=causes.get(barrier.get("cause", ""), NOWHERE),
            )
        for action in told["plan"]:
            yield AddCorrective(
                rex=self.rex,
                finding=action["finding"],
                text=action["text"],
                cause=causes[action["cause"]],
                kind=CorrectiveKind(action["kind"]),
                priority=action["priority"],
                pilot=action["pilot"],
                verifier=action["verifier"],
                due_at=self.now_ms + action["days"] * DAY_MS,
                indicator=action["indicator"],
            )
        for lesson in told["lessons"]:
            yield AddLesson(
                rex=self.rex,
                text=lesson["text"],
                applies_when=lesson["applies_when"],
                services=tuple(lesson["services"]),
                cause=causes[lesson["cause"]],
            )

    def marks(self, told: dict[str, Any]) -> Iterator[Command[Any]]:
        """Every section that was written, and those that no review does without, is done."""
        for code in dict.fromkeys([*told["sections"], *NEEDED[Heat.COLD]]):
            yield MarkSection(rex=self.rex, code=code, done=True)

    def _rests(self, on: dict[str, Any]) -> tuple[str, ...]:
        return tuple(f"entry {self.lines[line - 1]}" for line in on.get("evidence", ()))
