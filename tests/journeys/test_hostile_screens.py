"""Screens of a room into which a hostile member wrote: every page opens, whatever the records hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from pytestqt.exceptions import capture_exceptions

from tests.builders import NOON
from tests.journeys.screens import PAGES, a_scene, open_page
from ui.app import Program
from ui.wall.facts import read_facts
from ui.wall.says import page_of
from warroom.domain.noun import Noun, Type
from warroom.domain.nouns import NOUNS
from warroom.domain.nouns_at_work import AT_WORK
from warroom.room import Room
from warroom.storage.books import Books

SHOWN_MS = 50
FARTHEST = 2**63 - 1
STRANGE = {
    Type.INT: -FARTHEST,
    Type.TIME: -FARTHEST,
    Type.TEXT: "=\u202e<b>",
    Type.BOOL: False,
    Type.JSON: "[1, null, [], {}]",
}
NEEDED = frozenset({"state", "code", "kind", "circle", "rule", "event"})  # without them a record is not even shown


def spoil(room: Room) -> None:
    """Every record of a cell at work, and one more of each kind, holds what no command of ours would write."""
    others = ("decision", "action", "due", "impact", "service")
    nouns = [*AT_WORK, *(NOUNS[name] for name in others)]

    def work(books: Books) -> None:
        (incident, *_more) = books.where("incident")
        for noun in nouns:
            _spoil(books, noun, incident["id"])

    room._store.submit(work).result()


def _spoil(books: Books, noun: Noun, incident: str) -> None:
    strange: dict[str, Any] = {
        field.name: STRANGE[field.type] for field in noun.fields if field.type in STRANGE and field.name not in NEEDED
    }
    rows = [] if noun.insert_only else books.where(noun.name)
    for row in rows:
        books.write(noun.name, row["id"], {}, follows=strange)
    kept = {field.name: row[field.name] for row in rows[:1] for field in noun.fields if row[field.name] is not None}
    books.make(noun.name, kept | strange | ({"incident": incident} if noun.field("incident") else {}))


def test_that_every_page_and_the_wall_open_on_hostile_records(program: Program, tmp_path: Path) -> None:
    scene = a_scene(program, tmp_path, "fr")
    spoil(scene.room)

    assert page_of(read_facts(scene.room), NOON)
    failed = []
    for page in PAGES:
        with capture_exceptions() as raised:
            open_page(scene, page)
            QTest.qWait(SHOWN_MS)
        failed += [(page, repr(error[1])) for error in raised]
    assert failed == []
    assert scene.room.verify() == []
