"""Public outages taken through a review: opened, filled with causes, barriers, a plan and lessons, then approved."""

from __future__ import annotations

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
from warroom.domain.causes import BarrierKind, BarrierState, CauseKind, CauseState
from warroom.domain.correctives import CorrectiveKind
from warroom.domain.entries import Kind
from warroom.domain.ids import RecordId
from warroom.domain.impact_figures import FigureKind
from warroom.domain.incidents import Mode
from warroom.domain.rex import Heat, NoteKind
from warroom.domain.rex_state import open_sections
from warroom.room import Room

REVIEWS = ("openai_2024_12_11", "ovh_2021", "orange_2021")


def bring_in_review(room: Room, told: dict[str, Any], *, now_ms: int) -> RecordId:
    """Hold the review of one outage that is in the room (warroom.demo.past); its id. Its plan counts from now."""
    incident = next(one for one in room.views.incidents(mode=Mode.REAL) if one.source == f"demo:{told['outage']}")
    opened = room.do(
        OpenRex(
            incident=incident.id,
            heat=Heat.COLD,
            title=told["title"],
            lead=told["lead"],
            participants=tuple(told["participants"]),
            scope=told["scope"],
        )
    ).result()
    lines = [one for one in room.views.entries(incident.id) if one.kind is not Kind.AUTOMATIC and one.source]
    review = _Review(room, incident.id, opened.id, tuple(one.number for one in lines), now_ms)
    review.fill(told)
    review.approve(told)
    return opened.id


@dataclass(frozen=True, slots=True)
class _Review:
    """One review being written. `lines` are the numbers of the entries that the outage came with, in order."""

    room: Room
    incident: str
    rex: RecordId
    lines: tuple[str, ...]
    now_ms: int

    def fill(self, told: dict[str, Any]) -> None:
        self.room.do(ReadRules(rex=self.rex, by=told["lead"])).result()
        for code, text in told["sections"].items():
            self.room.do(WriteSection(rex=self.rex, code=code, text=text)).result()
        for note in told["notes"]:
            self._note(note)
        for figure in told.get("figures", ()):
            self._figure(figure)
        causes = self._causes(told["causes"])
        for barrier in told["barriers"]:
            self._barrier(barrier, causes)
        for action in told["plan"]:
            self._action(action, causes)
        for lesson in told["lessons"]:
            self._lesson(lesson, causes)
        for code in open_sections(self.room.views.rex_facts(self.rex)):
            self.room.do(MarkSection(rex=self.rex, code=code, done=True)).result()

    def approve(self, told: dict[str, Any]) -> None:
        self.room.do(AskApproval(rex=self.rex, of=(told["approver"],))).result()
        self.room.do(GiveApproval(rex=self.rex, by=told["approver"])).result()

    def _note(self, note: dict[str, Any]) -> None:
        self.room.do(
            AddNote(
                rex=self.rex,
                section=note["section"],
                kind=NoteKind(note["kind"]),
                text=note["text"],
                evidence=self._rests(note),
            )
        ).result()

    def _figure(self, figure: dict[str, Any]) -> None:
        self.room.do(
            AddFigure(
                rex=self.rex,
                kind=FigureKind(figure["kind"]),
                label=figure["label"],
                amount=figure["amount"],
                low=figure.get("low", ""),
                high=figure.get("high", ""),
                unit=figure["unit"],
                estimated=figure.get("estimated", False),
                source=figure["source"],
            )
        ).result()

    def _causes(self, causes: list[dict[str, Any]]) -> dict[str, RecordId]:
        """Each under the cause that it is the why of, whichever of them the file names first."""
        found: dict[str, RecordId] = {}
        waiting = list(causes)
        while waiting:
            now = [one for one in waiting if one.get("under", "") in ("", *found)]
            for cause in now:
                found[cause["as"]] = self._cause(cause, found.get(cause.get("under", ""), RecordId("")))
            waiting = [one for one in waiting if one not in now]
        return found

    def _cause(self, cause: dict[str, Any], parent: RecordId) -> RecordId:
        return (
            self.room.do(
                AddCause(
                    rex=self.rex,
                    text=cause["text"],
                    parent=parent,
                    kind=CauseKind(cause["kind"]),
                    state=CauseState(cause["state"]),
                    branch=cause["branch"],
                    impact=cause.get("impact", ""),
                    evidence=self._rests(cause),
                    evidence_text=cause.get("evidence_text", ""),
                    family=cause.get("family", ""),
                )
            )
            .result()
            .id
        )

    def _barrier(self, barrier: dict[str, Any], causes: dict[str, RecordId]) -> None:
        self.room.do(
            AddBarrier(
                rex=self.rex,
                text=barrier["text"],
                kind=BarrierKind(barrier["kind"]),
                state=BarrierState(barrier["state"]),
                cause=causes.get(barrier.get("cause", ""), ""),
            )
        ).result()

    def _action(self, action: dict[str, Any], causes: dict[str, RecordId]) -> None:
        self.room.do(
            AddCorrective(
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
        ).result()

    def _lesson(self, lesson: dict[str, Any], causes: dict[str, RecordId]) -> None:
        self.room.do(
            AddLesson(
                rex=self.rex,
                text=lesson["text"],
                applies_when=lesson["applies_when"],
                services=tuple(lesson["services"]),
                cause=causes[lesson["cause"]],
            )
        ).result()

    def _rests(self, on: dict[str, Any]) -> tuple[str, ...]:
        return tuple(f"entry {self.lines[line - 1]}" for line in on.get("evidence", ()))
