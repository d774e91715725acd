"""What a cell's functions look like on paper: handover sheet, role cards, chart; nothing of users is markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_action, an_incident
from tests.warroom.reports.test_point_page import pages
from tests.warroom.test_cells import a_cell
from warroom.commands import (
    AmendRoleCard,
    AskQuestion,
    Decide,
    HoldFunction,
    OpenHandover,
    RequestDecision,
    SetDue,
    SetIntent,
    SetObjective,
    SetWatchword,
    SignHandover,
    StateSituation,
    WriteScenario,
)
from warroom.domain.anticipation import Outlook
from warroom.domain.cells import Seat
from warroom.domain.dues import DueKind
from warroom.domain.handovers import Part, Side, sheet_parts
from warroom.domain.trained import TrainedState
from warroom.errors import Trouble
from warroom.reports.cards import cards_leaflet
from warroom.reports.handover import handover_leaflet, handover_sheet
from warroom.reports.leaflet import Leaflet, Made, write_leaflet
from warroom.reports.seats import Layout, chart_leaflet, read_chart
from warroom.room import Room

MINUTE = 60_000
HOSTILE = '#read("/etc/passwd") $x$ <script>alert(1)</script> ‮abc'


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def cell(room: Room) -> str:
    return a_cell(room, an_incident(room).id).id


def do(room: Room, command: Any) -> Any:
    return room.do(command).result()


def made(room: Room, *, exercise: bool = False) -> Made:
    return Made(room.views, "Léa Martin", room.clock.now_ms(), None, exercise)


def text_of(leaflet: Leaflet, folder: Path) -> tuple[int, str]:
    """How many pages it has on paper, and its text in HTML, which is made of the same."""
    path = write_leaflet(leaflet, folder)
    written = re.sub(r"<(?!script)[^>]*>", " ", path.with_suffix(".html").read_text(encoding="utf-8"))
    return pages(path.read_bytes()), html.unescape(" ".join(written.split()))


def busy(room: Room, cell: str) -> str:
    """A cell in the middle of its work; gives back the incident."""
    lead = room.views.cell(cell).lead
    do(room, SetIntent(cell=cell, intent="Rétablir les paiements"))
    do(room, SetObjective(cell=cell, text="Basculer avant 14 h", period_until=NOON + 90 * MINUTE))
    an_action(room, lead, text="Appeler la banque", owner="Marc Petit", due_at=NOON - 30 * MINUTE)
    an_action(room, lead, text="Préparer la page", owner="Nadia Roussel", due_at=NOON + 30 * MINUTE)
    do(room, RequestDecision(incident=lead, question="Prévenir la préfecture ?", decide_before=NOON + 40 * MINUTE))
    do(room, Decide(incident=lead, decided="Geler les changements", review_at=NOON + 50 * MINUTE))
    do(room, SetDue(incident=lead, kind=DueKind.UPDATE, due_at=NOON + 20 * MINUTE))
    do(room, AskQuestion(cell=cell, text="Combien de clients ?", asked_by="Claire Aubry"))
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel", relief="Marc Petit", phone="01 99 00 12 34"))
    do(room, SetWatchword(challenge="boussole", answer="platane"))
    return lead


def test_a_sheet_is_filled_from_the_room(room: Room, cell: str) -> None:
    busy(room, cell)
    page = handover_sheet(room.views, cell, now_ms=room.clock.now_ms())
    said = {item.part: "\n".join(item.lines) for item in sheet_parts(page)}
    assert list(said) == list(Part)
    assert "Basculer avant 14 h" in said[Part.OBJECTIVES]
    assert "Rétablir les paiements" in said[Part.OBJECTIVES]
    assert "Appeler la banque" in said[Part.LATE]
    assert "Préparer la page" in said[Part.OPEN]
    assert "Appeler la banque" not in said[Part.OPEN]
    assert "Prévenir la préfecture" in said[Part.DECISIONS]
    assert "Geler" not in said[Part.DECISIONS]
    assert said[Part.CLOCKS]
    assert "Combien de clients" in said[Part.PROMISES]
    assert "Geler les changements" in said[Part.PROMISES]
    assert "Nadia Roussel" in said[Part.DUTY]
    assert "boussole" in said[Part.WORDS]
    assert {"Marc Petit", "Nadia Roussel", "Claire Aubry"} <= set(page["names"])


def test_a_sheet_of_a_cell_that_just_began_has_all_its_parts(room: Room, cell: str) -> None:
    page = handover_sheet(room.views, cell, now_ms=room.clock.now_ms())
    assert [item.part for item in sheet_parts(page)] == list(Part)


def test_a_sheet_of_no_cell_is_not_made(room: Room) -> None:
    with pytest.raises(LookupError):
        handover_sheet(room.views, "0" * 32, now_ms=NOON)


def test_the_signed_sheet_prints_as_it_was_frozen(room: Room, cell: str, tmp_path: Path) -> None:
    lead = busy(room, cell)
    page = handover_sheet(room.views, cell, now_ms=room.clock.now_ms())
    asked = {"watch": "Le standard sature", "promised": "Rappeler la préfecture à 15 h"}
    opened = do(room, OpenHandover(cell=cell, code="COM", arriving="Marc Petit", page=page, **asked))
    an_action(room, lead, text="Écrit après la fiche", owner="Marc Petit", due_at=NOON + 99 * MINUTE)
    do(room, SignHandover(handover=opened.id, side=Side.LEAVING))
    _pages, text = text_of(handover_leaflet(made(room), room.views.handover(opened.id)), tmp_path)
    for said in (
        "A-R01",
        "Le standard sature",
        "Rappeler la préfecture",
        "Appeler la banque",
        "Marc Petit",
        "boussole",
    ):
        assert said in text
    assert "Écrit après la fiche" not in text
    assert "not signed by Marc Petit" in text


def test_all_cards_of_a_cell_come_in_one_print_a_page_each(room: Room, cell: str, tmp_path: Path) -> None:
    busy(room, cell)
    do(room, AmendRoleCard(code="COM", mission="Nos mots à nous", spend_limit=2_500))
    leaflet = cards_leaflet(made(room), room.views.cell(cell))
    count, text = text_of(leaflet, tmp_path)
    assert count == len(room.views.functions(cell))
    for said in (
        "Nos mots à nous",
        "€2,500",
        "boussole",
        "Authority and its limits",
        "Write the first holding message",
    ):
        assert said in text
    assert b"Nos mots" in leaflet.html


def test_one_card_is_one_page(room: Room, cell: str, tmp_path: Path) -> None:
    leaflet = cards_leaflet(made(room), room.views.cell(cell), ["MC"])
    count, text = text_of(leaflet, tmp_path)
    assert count == 1
    assert "Role card: MC Scribe" in leaflet.title
    assert "call back on a number you know" in text


def test_a_card_of_a_function_that_is_not_armed_is_not_made(room: Room, cell: str) -> None:
    with pytest.raises(LookupError):
        cards_leaflet(made(room), room.views.cell(cell), ["RH"])


@pytest.mark.parametrize("layout", list(Layout))
def test_the_chart_is_one_page_in_either_layout(room: Room, cell: str, layout: Layout, tmp_path: Path) -> None:
    for seat in Seat:
        more = {"deputy": "Jean-Philippe Grandjean", "relief": "Anne-Charlotte de Villeneuve", "relief_at": NOON}
        name = f"Personne à long nom {seat.value}"
        do(room, HoldFunction(cell=cell, code=seat.value, holder=name, phone="01 99 00 12 34", **more))
    chart = read_chart(room.views, room.views.cell(cell), now_ms=room.clock.now_ms())
    leaflet = chart_leaflet(made(room), chart, layout)
    count, text = text_of(leaflet, tmp_path)
    assert count == 1
    assert all(f"long nom {seat.value}" in text for seat in Seat)
    assert leaflet.html.count(b"<table") == len([band for band in chart.bands(layout) if band.seats])


def test_an_empty_place_is_vacant_in_words(room: Room, cell: str, tmp_path: Path) -> None:
    chart = read_chart(room.views, room.views.cell(cell), now_ms=room.clock.now_ms() + 20 * MINUTE)
    assert all(seat.is_alarming for seat in chart.seats)
    _pages, text = text_of(chart_leaflet(made(room), chart, Layout.CELLS), tmp_path)
    assert "vacant" in text


def test_nobody_is_called_trained_of_whom_nothing_is_noted(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="MC", holder="Nadia Roussel"))
    chart = read_chart(room.views, room.views.cell(cell), now_ms=NOON)
    assert {seat.trained.state for seat in chart.seats} == {TrainedState.NEVER}


def test_the_band_that_commands_comes_first_and_nobody_is_left_out(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="XYZ", holder="Nadia Roussel", label="Prévision"))
    chart = read_chart(room.views, room.views.cell(cell), now_ms=NOON)
    for layout in Layout:
        bands = chart.bands(layout)
        assert "DIR" in {seat.code for seat in bands[0].seats}
        assert sorted(seat.code for band in bands for seat in band.seats) == sorted(seat.code for seat in chart.seats)


def test_what_users_wrote_is_never_markup(room: Room, cell: str, tmp_path: Path) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel", phone=HOSTILE, deputy=HOSTILE))
    do(room, AmendRoleCard(code="COM", mission=HOSTILE, first=(HOSTILE,)))
    page = handover_sheet(room.views, cell, now_ms=room.clock.now_ms())
    opened = do(room, OpenHandover(cell=cell, code="COM", arriving=HOSTILE, page=page, watch=HOSTILE))
    where, chart = made(room), read_chart(room.views, room.views.cell(cell), now_ms=NOON)
    for leaflet in (
        handover_leaflet(where, room.views.handover(opened.id)),
        cards_leaflet(where, room.views.cell(cell), ["COM"]),
        chart_leaflet(where, chart, Layout.SPLIT),
    ):
        _pages, text = text_of(leaflet, tmp_path)
        assert "#read" in text
        assert b"<script>alert" not in leaflet.html
        assert leaflet.pictures()


def test_an_exercise_says_so_on_every_page(room: Room, tmp_path: Path) -> None:
    cell = a_cell(room, an_incident(room, exercise=True).id).id
    leaflet = cards_leaflet(made(room, exercise=True), room.views.cell(cell))
    count, text = text_of(leaflet, tmp_path)
    assert text.count("Nothing in this document is real") >= 1
    assert count == len(room.views.functions(cell))


def test_a_folder_that_takes_nothing_is_said(room: Room, cell: str, tmp_path: Path) -> None:
    leaflet = cards_leaflet(made(room), room.views.cell(cell), ["MC"])
    with pytest.raises(Trouble):
        write_leaflet(leaflet, tmp_path / "nowhere")


def test_a_second_copy_lies_beside_the_first(room: Room, cell: str, tmp_path: Path) -> None:
    leaflet = cards_leaflet(made(room), room.views.cell(cell), ["MC"])
    first, second = write_leaflet(leaflet, tmp_path), write_leaflet(leaflet, tmp_path)
    assert first != second
    assert second.with_suffix(".html").exists()


def test_risks_and_situation_come_from_where_they_are_kept(room: Room, cell: str) -> None:
    lead = room.views.cell(cell).lead
    do(room, StateSituation(incident=lead, lines=("Les paiements sont arrêtés.",)))
    do(room, WriteScenario(incident=lead, kind=Outlook.WORST, horizon_min=60, text="Panne du second site"))
    page = handover_sheet(room.views, cell, now_ms=room.clock.now_ms())
    said = {item.part: "\n".join(item.lines) for item in sheet_parts(page)}
    assert "To confirm: Les paiements sont arrêtés" in said[Part.SITUATION]
    assert "Panne du second site" in said[Part.RISKS]
