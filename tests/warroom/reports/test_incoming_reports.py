"""What came in and what was promised, on paper and in the review; and message sheets that come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.journeys.screens_of_incoming import with_incoming
from tests.warroom.cells import a_cell
from warroom.commands import (
    AddPerson,
    HoldFunction,
    MakePromise,
    ReceiveInbound,
    RegisterPrintout,
    TranscribeInbound,
    VoidSheet,
)
from warroom.domain.handovers import Part, sheet_parts
from warroom.domain.inbound import InboundState
from warroom.domain.incidents import Mode
from warroom.domain.paper import PrintKind, SheetState
from warroom.errors import Refusal
from warroom.reports.document import Document, Facts, Paragraph, Question, Table
from warroom.reports.handover import handover_sheet
from warroom.reports.intake_sheet import intake_sheets
from warroom.reports.json_export import incident_json
from warroom.reports.paper import gather_papers, paper_document
from warroom.reports.pdf import pages_of
from warroom.reports.redaction import Redaction
from warroom.reports.review import review_report
from warroom.reports.situation import situation_report
from warroom.reports.subject import Asked, gather
from warroom.room import Room

MINUTE = 60_000
ASKED = Asked("Léa Martin", "A", NOON, None, "")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = a_room(tmp_path)
    with_incoming(made, an_incident(made).id)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return str(room.views.incidents(mode=Mode.REAL)[0].id)


def said(document: Document) -> str:
    lines: list[str] = []
    for part in document.sections:
        lines.append(part.title)
        for block in part.blocks:
            if isinstance(block, Table):
                lines += [cell for row in block.rows for cell in row.cells]
            elif isinstance(block, Facts):
                lines += [f"{name} {value}" for name, value in block.rows]
            elif isinstance(block, Paragraph | Question):
                lines.append(block.text)
    return "\n".join(lines)


def test_that_the_review_carries_confidence_and_the_registers_behind_it(room: Room, incident: str) -> None:
    told = said(review_report(gather(room.views.within(()), incident, ASKED)))
    assert "Promises kept in time 50 % · 1 of 2" in told
    for words in ("A-ME02", "Procédure papier, rappel à midi", "A-PR01", "A-RU02", "NR"):
        assert words in told


def test_that_the_situation_and_the_papers_say_what_is_owed_and_what_waits(room: Room, incident: str) -> None:
    report = said(situation_report(gather(room.views.within(()), incident, ASKED)))
    assert "Rappeler le Dr Morel avec un horaire de rétablissement" in report
    assert "Rétablir leurs virements" not in report  # kept
    papers = gather_papers(room.views.within(()), [incident], ASKED, [])
    told = said(paper_document(papers, "A-I01", []))
    assert "Rappeler le Dr Morel avec un horaire de rétablissement" in told
    assert "Combien de clients sont touchés, et depuis quand ?" in told


def test_that_the_handover_sheet_names_what_was_promised_beside_what_is_typed(room: Room, incident: str) -> None:
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="COM", holder="Léa Martin")).result()
    page = handover_sheet(room.views, cell, now_ms=NOON)
    promised = next(part for part in sheet_parts(page) if part.part is Part.PROMISES)
    assert promised.lines[0].startswith("To Clinique des Pins (A-PR01, by Ana Costa, late, due ")
    assert len([line for line in promised.lines if "A-PR" in line]) == 3
    assert {"Ana Costa", "Clinique des Pins"} <= set(page["names"])
    clocks = next(part for part in sheet_parts(page) if part.part is Part.CLOCKS)
    assert not any("Morel" in line for line in clocks.lines)  # once is enough


def test_that_a_redacted_export_keeps_no_name_of_a_person_of_the_room(room: Room, incident: str) -> None:
    room.do(AddPerson(name="Nadia Roussel")).result()
    room.do(MakePromise(incident=incident, to_whom="Nadia Roussel", text="Rappeler", owner="Ana Costa")).result()
    room.do(
        ReceiveInbound(incident=incident, text="Le numéro", contact="06 39 98 00 01", raw={"by": "Nadia Roussel"})
    ).result()
    subject = gather(room.views.within(()), incident, ASKED, redaction=Redaction())
    told = b"".join(incident_json(subject, {}, {})).decode()
    assert "06 39 98 00 01" not in told
    assert "Nadia Roussel" not in said(review_report(subject))


# Sheets


def printed(room: Room, incident: str, count: int = 2) -> tuple[str, ...]:
    return room.do(RegisterPrintout(kind=PrintKind.MESSAGES, incident=incident, sheets=count)).result().sheets


def back(incident: str, sheet: str, **more: Any) -> TranscribeInbound:
    told: dict[str, Any] = {"text": "Les caisses sont muettes", "received_at": NOON - 60 * MINUTE, "received_by": "NR"}
    return TranscribeInbound(sheet=sheet, incident=incident, **{**told, **more})


def test_that_a_sheet_has_room_for_four_times_and_visas_and_a_page_of_its_own(room: Room, incident: str) -> None:
    papers = room.paper.take_message_sheets(incident, sheets=3)
    assert len(pages_of(papers.document, dpi=40)) == 4
    told = said(intake_sheets(room.views, incident, papers.sheets, ASKED))
    for word in ("Received", "Triaged", "Decided", "Answered", *papers.sheets):
        assert word in told


def test_that_a_sheet_comes_back_with_its_four_times_and_visas(room: Room, incident: str) -> None:
    sheet, _other = printed(room, incident)
    steps = {
        "triaged_at": NOON - 58 * MINUTE,
        "triaged_by": "KB",
        "given_to": "COM",
        "decided_at": NOON - 55 * MINUTE,
        "decided_by": "KB",
        "decision": "rappeler",
        "answered_at": NOON - 50 * MINUTE,
        "answered_by": "LM",
        "answer": "Rappelés",
    }
    made = room.do(back(incident, sheet, from_who="Supérette", channel="phone", **steps)).result()
    found = room.views.inbound(made.id)
    assert found is not None
    assert found.state is InboundState.ANSWERED
    assert [((at or 0) - NOON) // MINUTE for at, _name in found.visas] == [-60, -58, -55, -50]
    assert [name for _at, name in found.visas] == ["NR", "KB", "KB", "LM"]
    entry = room.views.entry(found.entry)
    assert entry is not None
    assert (entry.sheet, entry.event_at) == (sheet, NOON - 60 * MINUTE)
    states = {each.number: each.state for each in room.views.sheets(incident)}
    assert (states[sheet], states[_other]) == (SheetState.TRANSCRIBED, SheetState.BLANK)


def test_that_a_sheet_is_typed_once_unless_that_is_said(room: Room, incident: str) -> None:
    sheet, other = printed(room, incident)
    room.do(back(incident, sheet)).result()
    with pytest.raises(Refusal) as twice:
        room.do(back(incident, sheet)).result()
    assert twice.value.code == "sheet-transcribed"
    room.do(back(incident, sheet, again=True)).result()
    room.do(VoidSheet(sheet=other, reason="tachée")).result()
    with pytest.raises(Refusal, match="tachée"):
        room.do(back(incident, other)).result()
    with pytest.raises(Refusal) as unknown:
        room.do(back(incident, "Q-077")).result()
    assert unknown.value.code == "sheet-unknown"
    room.do(back(incident, "Q-077", unregistered=True)).result()


def test_that_a_step_before_the_message_or_an_answer_without_words_is_refused_whole(room: Room, incident: str) -> None:
    sheet, _other = printed(room, incident)
    before = room.dump()
    with pytest.raises(Refusal, match="before"):
        room.do(back(incident, sheet, triaged_at=NOON - 61 * MINUTE)).result()
    with pytest.raises(Refusal, match="answered"):
        room.do(back(incident, sheet, answered_at=NOON)).result()
    assert room.dump() == before
