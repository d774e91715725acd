"""Teams out and means on paper: in the reports, in the set of papers, and on sheets of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.journeys.screens_of_field import in_the_field
from tests.warroom.cells import a_cell
from warroom.clock import FixedClock
from warroom.commands import HoldFunction, SendTeam
from warroom.domain.incidents import Mode
from warroom.reports.document import Document, Facts, Paragraph, Question, Row, Table, Tone
from warroom.reports.field import request_sheet, team_sheet
from warroom.reports.paper import gather_papers, paper_document
from warroom.reports.pdf import pdf_of
from warroom.reports.situation import situation_report
from warroom.reports.subject import Asked, gather
from warroom.room import Room

MINUTE = 60_000
ASKED = Asked("Léa Martin", "A", NOON, None, "")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = a_room(tmp_path)
    incident = an_incident(made).id
    cell = a_cell(made, incident)
    made.do(HoldFunction(cell=cell, code="COORD", holder="Léa Martin")).result()
    in_the_field(made, incident)
    yield made
    made.close()


def incident_of(room: Room) -> str:
    return room.views.incidents(mode=Mode.REAL)[0].id


def rows(document: Document) -> list[Row]:
    return [
        row for part in document.sections for block in part.blocks if isinstance(block, Table) for row in block.rows
    ]


def said(document: Document) -> str:
    lines: list[str] = []
    for part in document.sections:
        lines.append(part.title)
        for block in part.blocks:
            if isinstance(block, Facts):
                lines += [f"{label}: {value}" for label, value in block.rows]
            elif isinstance(block, Paragraph | Question):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines += [" | ".join(row.cells) for row in block.rows]
    return "\n".join(lines)


def test_that_the_papers_say_who_is_out_and_until_when_word_is_expected(room: Room) -> None:
    papers = gather_papers(room.views.within(()), [incident_of(room)], ASKED, ())
    text = said(paper_document(papers, "A-P01", ()))

    assert "Porte du local onduleurs forcée" in text
    assert "Radio, canal 3" in text
    assert "Groupe électrogène 250 kVA × 2" in text
    assert "€14,600 committed of €10,000" in text
    assert " in 3 min" not in text  # paper is read later


def test_that_a_silent_team_and_late_means_are_told_by_a_word_and_a_tone(room: Room) -> None:
    found = rows(situation_report(gather(room.views.within(()), incident_of(room), ASKED)))
    team = next(row for row in found if row.cells[0] == "A-E01")
    means = next(row for row in found if row.cells[0] == "A-B03")

    assert (team.tone, means.tone) == (Tone.LATE, Tone.LATE)
    assert team.cells[-1].startswith("silent")


def test_that_the_sheet_of_a_team_has_its_mission_its_rules_and_room_to_write(room: Room) -> None:
    out = room.views.teams_out(incident_of(room), mode=Mode.REAL)[0]
    document = team_sheet(room.views, out.id, ASKED)
    text = said(document)

    for words in (
        "Delta 2",
        "Karim Benali, Nadia Roussel",
        "Réarmer les onduleurs un par un",
        "every 30 min",
        "By hand",
    ):
        assert words in text
    assert pdf_of(document).startswith(b"%PDF")


def test_that_what_is_restricted_is_on_no_sheet(room: Room) -> None:
    incident = incident_of(room)
    assert isinstance(room.clock, FixedClock)
    an_entry(room, incident, text="Le badge volé a servi", from_who="Delta 2", circle="security")
    out = next(each for each in room.views.teams_out(incident, mode=Mode.REAL) if each.team.call_sign == "Delta 2")

    assert "badge" in (out.last.text if out.last else "")
    assert "badge" not in said(team_sheet(room.views, out.id, ASKED))
    papers = gather_papers(room.views.within(()), [incident], ASKED, ())
    assert "badge volé" not in said(paper_document(papers, "", ()))


def test_that_a_request_on_paper_has_its_approval_and_room_for_signatures(room: Room) -> None:
    request = next(each for each in room.views.means_asked(mode=Mode.REAL) if each.allowed_by)
    document = request_sheet(room.views, request.id, ASKED)
    text = said(document)

    for words in ("Fioul × 4,000 litres", "Léa Martin · Coordinator", "€6,200", "Claire Aubry", "signature"):
        assert words in text
    assert pdf_of(document).startswith(b"%PDF")


def test_that_an_exercise_says_so_on_its_sheets(room: Room) -> None:
    exercise = an_incident(room, title="Exercice Hiver", exercise=True).id
    team = room.do(SendTeam(incident=exercise, name="Équipe jouée")).result()

    assert team_sheet(room.views, team.id, ASKED).watermark == "EXERCISE"


def test_that_a_sheet_of_what_is_not_there_is_asked_for_in_vain(room: Room) -> None:
    for make in (team_sheet, request_sheet):
        with pytest.raises(LookupError):
            make(room.views, "0" * 32, ASKED)
