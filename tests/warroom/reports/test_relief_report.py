"""The relief plan and the attendance sheet on paper: what they show, in both languages; nothing in them runs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.cells import a_cell
from warroom.clock import named_zone
from warroom.commands import CheckIn, HoldFunction, PlanShift
from warroom.reports.leaflet import Made
from warroom.reports.relief import attendance_leaflet, relief_leaflet
from warroom.reports.relief_chart import chart_of, said_of, svg_of
from warroom.room import Room
from warroom.words import speaking

HOUR = 60 * 60_000
HOSTILE = 'Ana <script>alert("1")</script> & Cie\u202e'


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        incident = an_incident(made).id
        cell = a_cell(made, incident)
        made.do(HoldFunction(cell=cell, code="COORD", holder="Léa Martin")).result()
        made.do(CheckIn(person="Léa Martin", incident=incident, code="COORD", at=NOON - 13 * HOUR)).result()
        for name, start, end in (("Léa Martin", -13, 1), (HOSTILE, 0, 8)):
            times = {"from_at": NOON + start * HOUR, "until_at": NOON + end * HOUR}
            made.do(PlanShift(cell=cell, person=name, code="COORD", **times)).result()
        yield made


def made_of(room: Room, *, exercise: bool = False) -> Made:
    moment = room.clock.moment()
    return Made(room.views, room.member, moment.utc_ms, named_zone(moment), exercise)


def incident_of(room: Room) -> str:
    return room.views.incident("A-001").id


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Relief plan", "Coordinator", "there since Sun 22 Nov 23:00", "13 h", "Labour Code")),
        ("fr", ("Plan de relève", "Coordination", "sur place depuis", "13\u00a0h", "C. trav., art. L3121-18")),
    ],
)
def test_that_the_plan_shows_bars_hours_and_the_rules_with_their_sources(
    room: Room, language: str, said: tuple[str, ...]
) -> None:
    with speaking(language):
        leaflet = relief_leaflet(made_of(room), incident_of(room))
    page = leaflet.html.decode()
    for each in said:
        assert each in page
    assert leaflet.pdf.startswith(b"%PDF-")


def test_that_a_hostile_name_is_text_in_the_drawing_and_nothing_is_fetched(room: Room) -> None:
    board = room.views.duty_board(incident_of(room))
    chart = chart_of(board, from_at=NOON - 6 * HOUR, until_at=NOON + 18 * HOUR)
    drawing = svg_of(chart, None)
    root = ET.fromstring(drawing)  # our own drawing: that it parses is the point
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg", "defs", "pattern", "rect", "line", "text", "tspan", "path",
    }  # fmt: skip
    assert not re.search(r"href|url\((?!#hatch\))|style=|\son\w+=", drawing)
    assert "\u202e" not in drawing
    assert "Ana <script>" in root.attrib["aria-label"]


def test_that_the_drawing_reads_without_colour_and_is_said_in_words(room: Room) -> None:
    board = room.views.duty_board(incident_of(room))
    chart = chart_of(board, from_at=NOON - 6 * HOUR, until_at=NOON + 18 * HOUR)
    drawing = svg_of(chart, None)
    greys = set(re.findall(r"#[0-9A-F]{6}", drawing))
    for colour in greys:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) <= 28, f"{colour} is a colour"
    assert "!! Léa Martin" in drawing
    assert "past a limit" in said_of(chart)


def test_that_the_attendance_sheet_has_room_to_sign_and_says_that_it_is_an_exercise(room: Room) -> None:
    with speaking("fr"):
        page = attendance_leaflet(made_of(room, exercise=True), incident_of(room)).html.decode()
    assert "Feuille d’émargement" in page
    assert "Signature" in page
    assert "EXERCICE" in page
    assert page.count("<tr>") > 12
