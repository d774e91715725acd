"""Reviews against whoever means harm: names that leave, amounts without end, words nobody chose, names erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from tests.builders import NOON, PASSPHRASE, an_action, an_entry
from tests.warroom.reports.test_redacted_pack import found_in
from tests.warroom.rex.full_review import a_full_review, approve
from tests.warroom.rex.reviewed import a_review, an_outage, facts, moved, refused, stands
from tests.warroom.test_erasure import holds
from warroom.clock import FixedClock
from warroom.commands import (
    AddAffected,
    AddBarrier,
    AddCause,
    AddCorrective,
    AddFigure,
    AddLesson,
    AddPerson,
    AmendCause,
    AmendLesson,
    AskApproval,
    GiveApproval,
    MoveCause,
    SetRate,
    ShareLesson,
    TakeInComments,
    WriteSection,
)
from warroom.commands.rex_comments import RemarkIn
from warroom.domain.impact_figures import FigureKind, decimal_of
from warroom.domain.incidents import Milestone
from warroom.domain.nouns_of_learning import OF_LEARNING
from warroom.domain.rex import CommentKind, Reader
from warroom.domain.rex_state import RexState
from warroom.reports.plan_files import Plan, as_icalendar
from warroom.room import Room
from warroom.storage.vault import key_connection
from warroom.words import speaking

NINES = "9" * 24  # the longest amount that one may type


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    room, _rex = a_full_review(tmp_path_factory.mktemp("attacked"))
    with room:
        yield room


@pytest.mark.parametrize("reader", [Reader.PUBLIC, Reader.AUTHORITY, Reader.INSURER])
def test_that_people_of_incidents_reviewed_together_are_named_to_nobody_outside(
    room: Room, tmp_path: Path, reader: Reader
) -> None:
    other = an_outage(room, title="Panne du soir")
    an_action(room, other, text="Rappeler le site", owner="Yann Ouessant")
    rex = a_review(room, an_outage(room), others=(other,))
    text = "Yann Ouessant a rappelé.\nLe service est revenu."
    room.do(WriteSection(rex=rex, code="summary", text=text)).result()
    unit = {"unit": "clients de Yann Ouessant"}
    room.do(AddFigure(rex=rex, kind=FigureKind.USERS, amount="3", source="Caisse", **unit)).result()
    room.do(AskApproval(rex=rex, of=("Léa Martin",))).result()
    room.do(GiveApproval(rex=rex, exception="Relu")).result()
    folder = room.reviews.publish(rex, reader, tmp_path, formats=("html",)).folder
    assert found_in(folder, "Ouessant") == []
    assert found_in(folder, "Le service est revenu.")


def test_that_amounts_as_long_as_one_may_type_are_counted(room: Room) -> None:
    rex = a_review(room, an_outage(room))
    room.do(SetRate(code="*", per_hour=NINES)).result()
    for kind, unit in ((FigureKind.STAFF_HOURS, "h"), (FigureKind.LOST_MARGIN, "EUR")):
        room.do(AddFigure(rex=rex, kind=kind, amount=NINES, unit=unit, label="COM", source="Facture")).result()
    room.do(AddAffected(rex=rex, users=100_000_000_000, from_at=-62_135_596_800_000, source="Courbe")).result()
    assert room.views.metrics(facts(room, rex).rex.incident)
    assert room.reviews.look(rex, Reader.INSURER).document.sections
    room.do(SetRate(code="*", per_hour="")).result()


@pytest.mark.parametrize("amount", ["1e-99999999", "0e-99999999", "0e99999999", "1e99", "NaN", "-Infinity", "-1"])
def test_that_an_amount_forged_elsewhere_is_none_where_it_cannot_be_said(amount: str) -> None:
    value = decimal_of(amount)
    assert value is None or len(f"{value:f}") < 60


def test_that_a_name_written_beside_others_is_erased_with_the_rest(tmp_path: Path) -> None:
    name = "Odile Vauquelin"
    room, rex = a_full_review(tmp_path)
    with room:
        room.do(AddPerson(name=name)).result()
        room.do(AskApproval(rex=rex, of=("Léa Martin", name))).result()
        lesson = room.do(AddLesson(rex=rex, text="Vérifier la capacité")).result()
        room.do(ShareLesson(lesson=lesson.id, shared_with=("Réseau", name))).result()
        room.do(AddFigure(rex=rex, kind=FigureKind.SPEND, amount="5", source=name)).result()
        remark = RemarkIn("summary", CommentKind.REWRITING, f"Noé Petit, {name}", "deux", quoted="un")
        room.do(TakeInComments(rex=rex, remarks=(remark,), source="relu.docx")).result()
        room.erasure.erase_person(name, "demande du 3 mars")
        assert not holds(room.path, room._key.raw, name.encode(), b"vauquelin")
        assert not room.verify()
        with speaking("fr"):
            digest = facts(room, rex).digest
        assert digest == facts(room, rex).digest
        room.do(GiveApproval(rex=rex, exception="Relu", digest=digest)).result()
        assert room.reviews.publish(rex, Reader.INTERNAL, tmp_path, formats=("html",)).number == 1


def test_that_nothing_of_an_exercise_gets_into_a_real_review_nor_the_other_way_round(room: Room) -> None:
    real, played = an_outage(room), an_outage(room, exercise=True)
    rex, game = a_review(room, real), a_review(room, played)
    seen = f"entry {an_entry(room, played).id}"
    why, other = (room.do(AddCause(rex=each, text="La capacité")).result().id for each in (rex, game))
    lesson = room.do(AddLesson(rex=rex, text="Revoir la capacité")).result().id
    for command in (
        AddCause(rex=rex, incident=played, text="c"),
        AddCause(rex=rex, parent=other, text="c"),
        MoveCause(cause=why, parent=other),
        AmendCause(cause=why, parent=other),
        AddBarrier(rex=rex, incident=played, text="b"),
        AddFigure(rex=rex, kind=FigureKind.SPEND, amount="5", evidence=(seen,)),
        AddAffected(rex=rex, users=5, from_at=NOON - 1_000, evidence=(seen,)),
        AddLesson(rex=rex, incident=played, text="l"),
        AddLesson(rex=rex, cause=other, text="l"),
        AmendLesson(lesson=lesson, cause=other),
    ):
        assert refused(room, command) == "modes-mixed", command


def test_that_a_name_with_a_line_end_breaks_no_calendar(room: Room) -> None:
    room.do(AddCorrective(rex=a_review(room, an_outage(room)), text="Alerter", pilot="Ana", due_at=NOON)).result()
    lines = [replace(one, corrective=replace(one.corrective, pilot="Ana\r\nATTACH:x")) for one in room.views.plan()]
    made = as_icalendar(Plan(lines, [], NOON, None, "Cellule\r\nBEGIN:VEVENT")).decode().split("\r\n")
    assert not [line for line in made if line.startswith(("BEGIN:VEVENT", "ATTACH"))]


def test_that_a_laptop_upgraded_after_it_received_reviews_shows_them(tmp_path: Path) -> None:
    room, rex = a_full_review(tmp_path)
    before, key, path = room.dump(), room._key.raw, room.path
    room.close()
    conn = apsw.Connection(str(path))
    key_connection(conn, key)
    with conn:  # as a laptop of schema 5 keeps what it was sent: in its journal, and nowhere else
        for noun in OF_LEARNING:
            conn.execute("DELETE FROM findable WHERE noun=?", (noun.name,))
            conn.execute(f'DROP TABLE "{noun.name}"')
        conn.execute("PRAGMA user_version=5")
    conn.close()
    with Room.open(path, passphrase=PASSPHRASE, clock=FixedClock(NOON), backups=False) as upgraded:
        assert upgraded.verify() == []
        assert upgraded.dump() == before
        assert facts(upgraded, rex).sections


def test_that_an_approval_does_not_hold_for_hours_that_were_changed_since(room: Room) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident)
    approve(room, rex)
    assert stands(room, rex).state is RexState.APPROVED
    moved(room, incident, Milestone.IMPACT_STARTED, NOON - 5 * 3_600_000)
    assert stands(room, rex).state is not RexState.APPROVED
