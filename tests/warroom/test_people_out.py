"""The roster goes out and comes back: an empty room that reads our own file has the same roster."""

from __future__ import annotations

import itertools
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.people_table import PAGE, page_of
from tests.builders import a_room, an_incident
from tests.warroom.formats.test_people_files import people
from warroom.commands import AddCard, AddTeam, CheckReach, HoldFunction, JoinTeam, MarkNeed
from warroom.commands.cells import ActivateCell
from warroom.domain.incidents import Mode
from warroom.domain.needs import Need, NeedState
from warroom.domain.roster import GivenReach, ReachKind
from warroom.domain.told_people import ToldPerson
from warroom.errors import Refusal
from warroom.formats.vcard import read_cards
from warroom.formats.vcard_out import cards_of
from warroom.room import Room
from warroom.words import speaking

COUNT = itertools.count()


def roster_of(room: Room) -> list[Any]:
    """Everything the roster says, by name; ids and numbers are the room's own."""
    skills = {skill.id: skill.name for skill in room.views.skills()}
    teams = {team.id: team.name for team in room.views.teams()}
    found = []
    for card in room.views.roster():
        extra = [[name, params, value] for name, params, value in card.raw.get("extra", [])]
        fields = (card.name, card.job, card.employer, card.supplier, card.site, card.languages, card.zone, card.remark)
        ways = [
            (
                way.kind,
                way.value,
                way.normal,
                way.label,
                way.needs,
                way.works,
                way.checked_at,
                way.checked_by,
                way.remark,
            )
            for way in room.views.reaches(card.id)
        ]
        can = sorted((skills[m.skill], m.level, m.until or 0, m.remark) for m in room.views.masteries(card.id))
        parts = sorted((teams[m.team], m.part, m.rank) for m in room.views.memberships() if m.person == card.id)
        found.append((fields, card.checked_at, card.away_until, ways, can, parts, extra))
    return sorted(found, key=lambda each: each[0][0])


@pytest.mark.parametrize("ending", ["vcf", "csv"])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(people(), min_size=1, max_size=5))
def test_that_an_empty_room_that_reads_our_file_has_the_same_roster(
    tmp_path: Path, ending: str, told: list[ToldPerson]
) -> None:
    folder = tmp_path / str(next(COUNT))
    folder.mkdir()
    (folder / "told.vcf").write_bytes(b"".join(cards_of(told)))
    with a_room(folder) as one, a_room(folder, file="other.warroom", station="B") as other:
        one.import_file(folder / "told.vcf")
        one.roster_out.write(folder / f"out.{ending}")
        outcome = other.import_file(folder / f"out.{ending}", kind="people" if ending == "csv" else None)
        assert not outcome.refused
        assert roster_of(other) == roster_of(one)
        other.roster_out.write(folder / f"again.{ending}")
        assert not other.import_file(folder / f"again.{ending}").changed


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"VERSION:2.1\n", b"FN:A\n", b"N:;;\\", b'TEL;TYPE="', b"=E9=\n",
                b"NOTE;ENCODING=QUOTED-PRINTABLE:=\n", b"AGENT:\n", b"PHOTO;ENCODING=BASE64:\n", b"AAAA\n", b" \n",
                b"\r", b"\0", b"\xff\xfe", b"item1.X-ABLabel:x\n", b"ADR:;;;;;;;;;;;;;\\;\n", b"X:", b";;;:::\n", b"[[",
                b"EMAIL;CHARSET=rot13:a\n", b"]",
            ]
        )
        | st.binary(max_size=30),
        max_size=30,
    )
)  # fmt: skip
def test_that_no_file_of_cards_does_more_than_be_refused(pieces: list[bytes]) -> None:
    with suppress(Refusal):
        read_cards(b"".join(pieces))


def test_that_the_table_of_what_comes_in_is_true(field_data: Path) -> None:
    assert page_of(field_data / "roster") == PAGE.read_text(encoding="utf-8")


def a_manned_room(room: Room, *, exercise: bool) -> None:
    """Somebody in a function, somebody in a rapid team, somebody else, and telephones on the data network down."""
    incident = an_incident(room, exercise=exercise)
    room.do(ActivateCell(incidents=(incident.id,), level=2, reason="x", decider="Anne Petit")).result()
    cell = room.views.cells(mode=Mode.EXERCISE if exercise else Mode.REAL)[0].id
    for number, name in enumerate(("Anne Petit", "Luc Roux", "Zoé Faure")):
        ways = (
            GivenReach(kind=ReachKind.MOBILE, value=f"06 39 98 00 0{number}"),
            GivenReach(kind=ReachKind.WORK, value=f"01 99 00 00 0{number}"),
        )
        room.do(AddCard(name=name, reaches=ways)).result()
    room.do(HoldFunction(cell=cell, code="DIR", holder="Anne Petit")).result()
    room.do(AddTeam(name="Intervention", rapid=True)).result()
    room.do(JoinTeam(team="Intervention", person="Luc Roux")).result()
    room.do(MarkNeed(incident=incident.id, need=Need.VOIP, state=NeedState.DOWN, reason="x")).result()


@pytest.mark.parametrize("exercise", [False, True])
def test_that_the_directory_says_whom_to_call_first_and_what_cannot_work(tmp_path: Path, exercise: bool) -> None:
    with a_room(tmp_path) as room:
        a_manned_room(room, exercise=exercise)
        with speaking("fr"):
            made = room.roster_out.directory(exercise=exercise)
            count = room.roster_out.write(tmp_path / "annuaire.pdf", exercise=exercise)
    page = made.leaflet.html.decode()
    assert (made.people, count, made.leaflet.title) == (3, 3, "Annuaire de crise")
    assert page.index("Anne Petit") < page.index("Luc Roux") < page.index("Zoé Faure")
    assert "en panne" in page
    assert ("EXERCICE" in page) is exercise
    assert (tmp_path / "annuaire.pdf").read_bytes().startswith(b"%PDF-")
    assert len(made.leaflet.pictures()) == 1


def test_that_a_roster_too_long_for_one_sheet_says_how_many_it_does_not_show(tmp_path: Path) -> None:
    rows = "".join(f"Personne {n:03};06 39 98 {n // 100:02} {n % 100:02}\n" for n in range(700))
    (tmp_path / "a.csv").write_text("Nom complet;Portable\n" + rows, encoding="utf-8")
    with a_room(tmp_path) as room:
        room.import_file(tmp_path / "a.csv")
        made = room.roster_out.directory()
        assert len(made.leaflet.pictures()) <= 2
        assert made.people == 200


def test_that_a_checked_number_is_checked_in_the_next_room_too(tmp_path: Path) -> None:
    with a_room(tmp_path) as one, a_room(tmp_path, file="b.warroom", station="B") as other:
        one.do(AddCard(name="Anne", reaches=(GivenReach(kind=ReachKind.RADIO, value="Bravo 2"),))).result()
        one.do(CheckReach(reach=one.views.reaches()[0].id, works=False)).result()
        one.roster_out.write(tmp_path / "a.vcf")
        other.import_file(tmp_path / "a.vcf")
        found = other.views.reaches()[0]
        assert (found.kind, found.value, found.works, found.checked_by) == ("radio", "Bravo 2", False, "Léa Martin")


def test_that_an_unknown_form_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with a_room(tmp_path) as room, pytest.raises(Refusal, match="cannot be written"):
        room.roster_out.write(tmp_path / "roster.docx")
    assert not (tmp_path / "roster.docx").exists()
