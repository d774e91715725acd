"""What of a review leaves the room: as a report, redacted, restricted, of an exercise; and odd texts in it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry
from tests.warroom.reports.test_redacted_pack import found_in
from tests.warroom.rex.reviewed import a_review, an_outage
from warroom.commands import (
    AddCause,
    AddCorrective,
    AddNote,
    AddSection,
    AmendRex,
    AskApproval,
    GiveApproval,
    MarkSection,
    ReadRules,
    WriteSection,
)
from warroom.domain.causes import CauseKind
from warroom.domain.rex import Heat, NoteKind
from warroom.domain.rex_state import RexBlocking, blockers
from warroom.reports.redaction import NAMED, PEOPLE, Redaction
from warroom.room import Room

NAMES = ("Aurore Quimper", "Bastien Roscoff", "Clarisse Morlaix", "Denis Paimpol", "Edwige Lannion", "Fanch Guingamp")
LEAD, PRESENT, PILOT, READER, WRITER, APPROVER = NAMES


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with a_room(Path(tmp_path_factory.mktemp("leaves"))) as room:
        yield room


def test_that_no_name_of_a_review_leaves_where_people_are_left_out(room: Room, tmp_path: Path) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident, lead=LEAD, participants=(PRESENT,), scope=f"Vu avec {PRESENT}")
    room.do(ReadRules(rex=rex, by=READER)).result()
    room.do(
        WriteSection(rex=rex, code="summary", text=f"{PILOT} a relancé la base.\n\nLe service est revenu.")
    ).result()
    room.do(MarkSection(rex=rex, code="summary", given_to=WRITER)).result()
    note = AddNote(rex=rex, section="good_bad_luck", kind=NoteKind.WELL, text=f"{PRESENT} a appelé tout de suite")
    room.do(note).result()
    room.do(AddCorrective(rex=rex, text="Alerter à 80 %", pilot=PILOT, due_at=NOON + 10**9)).result()
    room.do(AskApproval(rex=rex, of=(APPROVER,))).result()
    room.do(GiveApproval(rex=rex, by=APPROVER, exception=f"Vu avec {LEAD}")).result()
    for folder in ("open", "left", "page"):
        (tmp_path / folder).mkdir()
    open_ = room.export(incident, tmp_path / "open", kind="review", formats=("html",)).folder
    chosen = Redaction(frozenset({PEOPLE}), withhold=frozenset({NAMED}))
    left = room.export(incident, tmp_path / "left", kind="evidence", redaction=chosen).folder
    page = room.export(incident, tmp_path / "page", kind="review", formats=("html", "pdf"), redaction=chosen).folder
    assert {name for _file, name in found_in(open_, *NAMES)} >= {LEAD, PRESENT, PILOT, READER, APPROVER}
    assert found_in(left, *NAMES) == []
    assert found_in(page, *NAMES) == []
    assert "Le service est revenu." in (page / "review.html").read_text(encoding="utf-8")


def test_that_the_review_of_an_exercise_says_so_on_every_page(room: Room, tmp_path: Path) -> None:
    incident = an_outage(room, exercise=True)
    a_review(room, incident, privileged=True)
    folder = room.export(incident, tmp_path, kind="review", formats=("pdf", "html")).folder
    pages = subprocess.run(
        ["pdftotext", str(folder / "review.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")[:-1]
    assert all("EXERCISE" in page for page in pages)
    assert all("under legal privilege" in " ".join(page.casefold().split()) for page in pages)
    assert "EXERCISE" in (folder / "review.html").read_text(encoding="utf-8")


def test_that_odd_texts_are_written_as_they_are_and_do_nothing(room: Room, tmp_path: Path) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident)
    odd = '<script>alert(1)</script> #import("x") $\\x$ =cmd|calc {{7*7}} \u202egauche مرحبا 漢字 🚒 ' + "é" * 3_000
    for code in ("summary", "detection", "causes", "lessons"):
        room.do(WriteSection(rex=rex, code=code, text=odd)).result()
    code = room.do(AddSection(rex=rex, title='"><img src=x onerror=alert(1)>')).result()
    room.do(WriteSection(rex=rex, code=code, text=odd)).result()
    room.do(AmendRex(rex=rex, title="#set page(fill: red) <b> 漢字 \u202e")).result()
    room.do(AddCause(rex=rex, text=odd[:400], kind=CauseKind.ROOT)).result()
    folder = room.export(incident, tmp_path, kind="review", formats=("pdf", "html")).folder
    html = (folder / "review.html").read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "مرحبا" in html
    assert (folder / "review.pdf").read_bytes().startswith(b"%PDF")


def test_that_human_error_alone_and_a_plan_without_pilot_stand_in_the_way(room: Room) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident, heat=Heat.COLD)
    entry = an_entry(room, incident)
    room.do(AddCause(rex=rex, text="Erreur humaine", kind=CauseKind.ROOT)).result()
    room.do(AddCorrective(rex=rex, text="Sensibiliser les équipes")).result()
    facts = room.views.rex_facts(rex)
    assert facts is not None
    found = {each.kind: each.names for each in blockers(facts)}
    missing = {RexBlocking.ACTION_PILOT, RexBlocking.ACTION_DATE, RexBlocking.AWARENESS, RexBlocking.HUMAN_ERROR}
    assert missing <= found.keys()
    deeper = "La procédure de bascule ne dit pas dans quel ordre arrêter les nœuds"
    room.do(AddCause(rex=rex, text=deeper, kind=CauseKind.ROOT, evidence=(f"entry {entry.number}",))).result()
    facts = room.views.rex_facts(rex)
    assert facts is not None
    assert RexBlocking.HUMAN_ERROR not in {each.kind for each in blockers(facts)}
