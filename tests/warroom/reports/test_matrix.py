"""The matrix of skills on paper and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.builders import NOON, a_room
from tests.journeys.screens_of_team import with_skills
from warroom.commands import AddRotation, AddSkill, Master
from warroom.domain.coverage_holes import Hole
from warroom.errors import Trouble
from warroom.phrases import DAY
from warroom.reports import typesetting
from warroom.reports.capability import capability
from warroom.reports.matrix import matrix_csv, matrix_page, pictures_of, write_matrix
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        with_skills(room)
        yield room


def test_that_the_matrix_says_who_has_what_and_what_hangs_on_one_person(room: Room) -> None:
    page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    report = orjson.loads(page.report)

    assert page.pdf.startswith(b"%PDF-")
    part = report["pages"][0]
    assert [skill["name"] for skill in part["skills"]][1] == "HSM"
    marks = {row["name"]: row["marks"] for row in part["rows"]}
    assert marks["Karim Benali"][1] == [3, False]
    assert marks["Nadia Roussel"][0] == [2, True]
    assert [hole["skill"] for hole in report["holes"] if hole["grave"]] == [
        "Sauvegardes sur bande", "Base de données des identités", "HSM",
    ]  # fmt: skip


def test_that_forty_skills_go_on_two_pages_and_print(room: Room) -> None:
    for n in range(40):
        room.do(AddSkill(name=f"Compétence {n:02d} #set text(red) *gras* $x$")).result()

    page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    assert len(orjson.loads(page.report)["pages"]) == 2
    assert len(pictures_of(page)) >= 2


def test_that_a_report_larger_than_a_pipe_is_made_by_a_program_that_starts_slowly(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "LOOK", 0.001)  # the first look comes before anything was read
    monkeypatch.setattr(typesetting, "PATIENCE", 60)
    room.do_all([Master(person=f"Personne {n:03d}", skill=f"Compétence {n % 20}") for n in range(200)]).result()

    page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    assert len(page.report) > 65_536
    assert page.pdf.startswith(b"%PDF-")


def test_that_an_empty_room_prints_a_sentence(tmp_path: Path) -> None:
    with a_room(tmp_path, file="empty.warroom") as room:
        page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    assert orjson.loads(page.report)["pages"] == []


def test_that_a_page_never_replaces_another_and_a_lost_folder_is_told(room: Room, tmp_path: Path) -> None:
    page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    assert [write_matrix(page, tmp_path).name for _ in range(2)] == ["warroom-skills.pdf", "warroom-skills-2.pdf"]
    with pytest.raises(Trouble):
        write_matrix(page, tmp_path / "gone")


def test_that_the_csv_holds_every_mastery_and_no_formula(room: Room) -> None:
    room.do(Master(person="=CMD()", skill="+HSM", until=NOON + DAY)).result()

    lines = list(csv.DictReader(io.StringIO(matrix_csv(capability(room.views, NOON)))))

    assert len(lines) == 7
    hostile = next(line for line in lines if "CMD" in line["name"])
    assert (hostile["name"], hostile["skill"], hostile["until"]) == ("'=CMD()", "'+HSM", "2026-11-24")
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.values())


def test_that_a_skill_without_anybody_on_call_is_a_hole_once_there_are_rotations(room: Room) -> None:
    room.do(AddSkill(name="HSM", services=("Authentification",))).result()
    room.do(Master(person="Léa Martin", skill="HSM")).result()
    before = next(item for item in capability(room.views, NOON).coverage if item.skill.name == "HSM")

    room.do(AddRotation(name="Astreinte", members=("Nadia Roussel",), starts_at=NOON - DAY)).result()

    after = next(item for item in capability(room.views, NOON).coverage if item.skill.name == "HSM")
    assert (before.holes, after.holes) == ((), (Hole.NOT_ON_CALL,))
