"""Publishing a review: what leaves needs an approval that holds and whoever may let it out; the log tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.warroom.rex.reviewed import a_review, an_outage, facts, refused, stands
from warroom.commands import AmendRex, AskApproval, GiveApproval, PublishRex, WriteSection
from warroom.domain.rex import Reader
from warroom.domain.rex_state import RexState
from warroom.room import Room

Review = tuple[Room, str]


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with a_room(tmp_path) as room:
        rex = a_review(room, an_outage(room), lead="Noé")
        yield room, rex


def approved(review: Review) -> None:
    room, rex = review
    room.clock.advance(seconds=60)
    room.do(AskApproval(rex=rex, of=("Léa Martin",))).result()
    room.do(GiveApproval(rex=rex, exception="Relu à voix haute en réunion")).result()


def publishing(review: Review, reader: Reader = Reader.PUBLIC, **more: object) -> PublishRex:
    room, rex = review
    asked = {"digest": facts(room, rex).digest, "languages": ("fr",), "files": {"r.pdf": "ab" * 32}} | more
    return PublishRex(rex=rex, reader=reader, **asked)  # type: ignore[arg-type]


def test_that_what_leaves_needs_an_approval_of_these_very_words(review: Review) -> None:
    room, rex = review
    assert refused(room, publishing(review)) == "rex-unapproved"

    approved(review)
    room.do(WriteSection(rex=rex, code="summary", text="Encore un mot.")).result()
    assert refused(room, publishing(review)) == "rex-unapproved"

    approved(review)
    made = room.do(publishing(review, left_out=7)).result()

    assert (made.version, made.reader, made.approved, made.left_out) == (1, Reader.PUBLIC, True, 7)
    assert stands(room, rex).state is RexState.PUBLISHED
    told = [entry for entry in room.views.entries(facts(room, rex).rex.incident) if entry.code == "rex-published"]
    assert len(told) == 1
    assert told[0].key_event
    assert made.digest[:12] in told[0].text


def test_that_a_draft_may_be_read_inside_and_says_that_nobody_approved_it(review: Review) -> None:
    made = review[0].do(publishing(review, Reader.EXECUTIVE)).result()

    assert not made.approved
    assert review[0].do(publishing(review, Reader.EXECUTIVE)).result().version == 2
    assert review[0].do(publishing(review, Reader.INTERNAL)).result().version == 1


def test_that_nothing_leaves_under_legal_privilege(review: Review) -> None:
    room, rex = review
    room.do(AmendRex(rex=rex, privileged=True)).result()
    approved(review)

    for reader in (Reader.PUBLIC, Reader.AUTHORITY, Reader.INSURER):
        assert refused(room, publishing(review, reader)) == "rex-privileged"
    assert room.do(publishing(review, Reader.INTERNAL)).result().approved


def test_that_what_was_not_read_as_it_is_now_is_not_published(review: Review) -> None:
    room, rex = review
    before = publishing(review, Reader.INTERNAL)
    room.do(WriteSection(rex=rex, code="summary", text="Encore un mot.")).result()

    assert refused(room, before) == "rex-moved"
    assert refused(room, publishing(review, Reader.INTERNAL, version=3)) == "rex-version"
    assert refused(room, publishing(review, Reader.INTERNAL, files={"r.pdf": "x"})) == "files-unfit"
    assert room.views.rex_publications(rex) == []
