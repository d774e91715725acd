"""The agenda of a point filled from the log, and its one page."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom import phrases, words
from warroom.commands import (
    ActivateCell,
    AskQuestion,
    ClosePoint,
    Decide,
    HoldFunction,
    MarkEntry,
    MoveAction,
    NotePoint,
    OpenPoint,
    QualifyRegime,
    RequestDecision,
    SetDue,
    SetService,
    StateSituation,
)
from warroom.domain.actions import ActionState
from warroom.domain.decisions import CallerCheck
from warroom.domain.dues import DueKind
from warroom.domain.entries import Kind, Verification
from warroom.domain.points import Heading
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState
from warroom.reports.agenda import Agenda, agenda
from warroom.reports.point import point_page, write_page
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def cell(room: Room, incident: str) -> str:
    made = room.do(ActivateCell(incidents=(incident,), level=3, decider="C. Aubry", reason="API hors service")).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    return str(made.id)


def now(room: Room, cell: str) -> Agenda:
    found = agenda(room.views, cell, now_ms=room.clock.now_ms(), zone=None)
    assert found is not None
    return found


def texts(found: Agenda, heading: Heading) -> list[str]:
    return [item.text for item in found.items[heading]]


def pages(pdf: bytes) -> int:
    """How many pages a PDF says it has, in whichever stream."""
    streams = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(match[1].rstrip(b"\r\n")))
        except zlib.error:
            continue
    counts = [
        int(found) for body in streams for found in re.findall(rb"/Type\s*/Pages.*?/Count (\d+)", body, re.DOTALL)
    ]
    return max(counts)


def test_that_the_agenda_tells_what_is_new_since_the_last_point(room: Room, incident: str, cell: str) -> None:
    old = an_entry(room, incident, text="vieux, vérifié depuis", kind=Kind.INFORMATION)
    an_entry(room, incident, text="déjà dit", verification=Verification.VERIFIED)
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    opened = room.do(OpenPoint(cell=cell)).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    room.do(ClosePoint(point=opened.id, next_at=room.clock.now_ms() + 30 * MINUTE)).result()
    room.do(MarkEntry(entry=old.number, verification=Verification.VERIFIED)).result()
    an_entry(room, incident, text="nouveau", verification=Verification.VERIFIED)
    an_entry(room, incident, text="pas sûr", verification=Verification.TO_VERIFY)

    said = texts(now(room, cell), Heading.FACTS)
    assert [text.split(" ", 1)[1].split(" (")[0] for text in said] == ["vieux, vérifié depuis", "nouveau"]


def test_that_what_is_noted_and_printed_says_times_and_not_how_long_is_left(
    room: Room, incident: str, cell: str
) -> None:
    in_a_while = room.clock.now_ms() + 20 * MINUTE
    an_action(room, incident, text="Couper", owner="Paul", due_at=in_a_while)
    room.do(RequestDecision(incident=incident, question="Basculer ?", decide_before=in_a_while)).result()
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=in_a_while)).result()

    found, at = now(room, cell), phrases.moment(in_a_while, room.clock.now_ms())
    for heading in (Heading.ACTIONS, Heading.DECISIONS, Heading.COMMUNICATION):
        assert f"due {at}" in found.text(heading)
        assert "in 20 min" not in found.text(heading)
    room.clock.advance(seconds=1800)  # type: ignore[attr-defined]
    assert f"late, due {at}" in now(room, cell).text(Heading.ACTIONS)


def test_that_a_point_says_which_decision_nobody_verified_and_names_regimes_in_the_language_spoken(
    room: Room, incident: str, cell: str
) -> None:
    order = {"decided": "Couper le VPN", "decider": "inconnu", "how": "phone", "caller_check": CallerCheck.NONE}
    room.do(Decide(incident=incident, **order)).result()  # type: ignore[arg-type]
    room.do(QualifyRegime(incident=incident, code="GDPR", state=RegimeState.TO_QUALIFY)).result()
    with words.speaking("fr"):
        found = now(room, cell)

    assert "Appelant non vérifié" in found.text(Heading.DECISIONS)
    assert "RGPD" in found.text(Heading.COMMUNICATION)


def test_that_the_agenda_is_filled_from_functions_services_actions_decisions_and_clocks(
    room: Room, incident: str, cell: str
) -> None:
    room.do(HoldFunction(cell=cell, code="DIR", holder="C. Aubry")).result()
    room.do(SetService(incident=incident, name="Portail", state=ServiceState.MAJOR_OUTAGE)).result()
    late = an_action(room, incident, text="Couper", owner="Paul", due_at=room.clock.now_ms() + MINUTE)
    done = an_action(room, incident, text="Appeler")
    room.do(MoveAction(action=done.number, state=ActionState.DONE, result="fait")).result()
    room.do(RequestDecision(incident=incident, question="Basculer ?")).result()
    at = room.clock.now_ms() + 20 * MINUTE
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=at)).result()
    room.clock.advance(seconds=120)  # type: ignore[attr-defined]

    found = now(room, cell)
    assert "Crisis director: C. Aubry" in texts(found, Heading.PRESENT)
    assert any(item.is_late and item.text.startswith("Portail") for item in found.items[Heading.IMPACTS])
    first, second = found.items[Heading.ACTIONS]
    assert (first.is_late, first.record, second.record) == (True, late.id, done.id)
    assert "Couper" in first.text
    assert "fait" in second.text
    assert "Basculer ?" in texts(found, Heading.DECISIONS)[0]
    assert [text.split(":")[0].strip() for text in texts(found, Heading.COMMUNICATION)] == [
        "First message",
        "Next update",
        "Regimes to qualify",
    ]


def test_that_what_was_noted_stands_under_what_is_filled_in(room: Room, cell: str) -> None:
    room.do(HoldFunction(cell=cell, code="DIR", holder="C. Aubry")).result()
    opened = room.do(OpenPoint(cell=cell)).result()
    room.do(NotePoint(point=opened.id, heading=Heading.PRESENT, text="Tous")).result()

    assert now(room, cell).notes()["present"].endswith("\nTous")


def test_that_a_point_is_one_page_however_much_there_is(room: Room, incident: str, cell: str) -> None:
    for n in range(60):
        an_entry(room, incident, text=f"Constat {n} " + "très long " * 30, verification=Verification.VERIFIED)
        an_action(room, incident, text=f"Action {n} " + "à mener " * 30, due_at=room.clock.now_ms() + MINUTE)
        if n < 20:
            room.do(RequestDecision(incident=incident, question=f"Question {n} " + "complexe " * 30)).result()
            room.do(AskQuestion(cell=cell, text=f"Et {n} ? " + "encore " * 30)).result()
    room.do(StateSituation(incident=incident, lines=tuple(f"Phrase {n} " + "vraie " * 40 for n in range(20)))).result()
    found = now(room, cell)
    opened = room.do(OpenPoint(cell=cell)).result()
    notes = {name: text[:7_000] for name, text in found.notes().items()}
    room.do(ClosePoint(point=opened.id, next_at=found.next_at, notes=notes)).result()

    page = point_page(room.views, cell, opened.id, now_ms=room.clock.now_ms(), zone=None, author="Léa Martin")
    assert page.pdf.startswith(b"%PDF-")
    assert pages(page.pdf) == 1


def test_that_a_page_never_takes_the_name_of_another(room: Room, cell: str, tmp_path: Path) -> None:
    page = point_page(room.views, cell, "", now_ms=NOON + 2 * MINUTE, zone=None, author="Léa Martin")
    first, second = write_page(page, tmp_path), write_page(page, tmp_path)

    assert (first.name, second.name) == ("warroom-a-c01.pdf", "warroom-a-c01-2.pdf")
    assert pages(first.read_bytes()) == 1
