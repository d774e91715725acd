"""Remarks of an edited copy: taken in once however often the file comes, agreed with and written, or left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.warroom.rex.reviewed import a_review, an_outage, refused
from warroom.commands import DeclineComment, ReopenComment, TakeComment, TakeInComments, WriteSection
from warroom.commands.rex_comments import RemarkIn, TakenIn
from warroom.domain.rex import CommentAnswer, CommentKind, RexComment
from warroom.domain.rex_comments import open_comments, with_change
from warroom.room import Room

Review = tuple[Room, str]
FIRST, SECOND = "Le paiement s’est arrêté à 14 h 02.", "Il a repris à 15 h 40."
REWRITTEN = RemarkIn("summary", CommentKind.REWRITING, "Noé", "Il a repris à 15 h 52.", SECOND, "2026-11-24T09:00:00Z")
SAID = RemarkIn("summary", CommentKind.COMMENT, "Ana", "Vérifier l’heure", SECOND)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with a_room(tmp_path) as room:
        rex = a_review(room, an_outage(room))
        room.do(WriteSection(rex=rex, code="summary", text=f"{FIRST}\n\n{SECOND}")).result()
        yield room, rex


def taken_in(review: Review, *remarks: RemarkIn) -> TakenIn:
    room, rex = review
    return room.do(TakeInComments(rex=rex, remarks=remarks, source="copie.docx", source_sha256="ab" * 32)).result()


def only(review: Review) -> RexComment:
    (found,) = review[0].views.rex_comments(review[1])
    return found


def text_of(review: Review) -> str:
    return next(each.text for each in review[0].views.rex_sections(review[1]) if each.code == "summary")


def test_that_the_same_file_read_twice_adds_nothing(review: Review) -> None:
    assert taken_in(review, REWRITTEN, SAID) == TakenIn(added=2, known=0)
    assert taken_in(review, SAID, REWRITTEN) == TakenIn(added=0, known=2)

    kept = {each.kind: each for each in review[0].views.rex_comments(review[1])}
    assert kept[CommentKind.REWRITING].quoted == SECOND
    assert kept[CommentKind.COMMENT].author == "Ana"
    assert kept[CommentKind.COMMENT].source == "copie.docx"


def test_that_one_thing_said_twice_in_a_file_is_two_remarks(review: Review) -> None:
    assert taken_in(review, SAID, SAID) == TakenIn(added=2, known=0)
    assert taken_in(review, SAID, SAID) == TakenIn(added=0, known=2)


def test_that_a_change_agreed_with_is_written_where_it_belongs(review: Review) -> None:
    room, rex = review
    taken_in(review, REWRITTEN)

    assert room.do(TakeComment(comment=only(review).id)).result()

    assert text_of(review) == f"{FIRST}\n\nIl a repris à 15 h 52."
    assert (only(review).answer, only(review).answered_by) == (CommentAnswer.TAKEN, "Léa Martin")
    assert open_comments(room.views.rex_comments(rex)) == {}


def test_that_a_change_whose_place_is_gone_is_agreed_with_and_left_to_people(review: Review) -> None:
    room, rex = review
    taken_in(review, REWRITTEN)
    room.do(WriteSection(rex=rex, code="summary", text="Autre chose.")).result()

    assert not room.do(TakeComment(comment=only(review).id)).result()
    assert text_of(review) == "Autre chose."
    assert only(review).answer is CommentAnswer.TAKEN


def test_that_a_remark_is_left_as_it_is_only_with_a_reason_and_may_be_opened_again(review: Review) -> None:
    room, _rex = review
    taken_in(review, SAID)
    comment = only(review).id

    assert refused(room, DeclineComment(comment=comment, answer="  ")) == "reason-missing"
    room.do(DeclineComment(comment=comment, answer="L’heure vient de la supervision")).result()
    assert (only(review).answer, only(review).answer_text) == (
        CommentAnswer.DECLINED, "L’heure vient de la supervision",
    )  # fmt: skip

    room.do(ReopenComment(comment=comment)).result()
    assert only(review).answer is CommentAnswer.NONE
    assert only(review).answered_at is None


def test_that_an_answer_and_what_it_wrote_are_undone_together(review: Review) -> None:
    taken_in(review, REWRITTEN)
    review[0].do(TakeComment(comment=only(review).id)).result()

    review[0].undo().result()

    assert only(review).answer is CommentAnswer.NONE
    assert text_of(review) == f"{FIRST}\n\n{SECOND}"


def test_that_an_answer_that_wrote_nothing_is_undone_too(review: Review) -> None:
    taken_in(review, REWRITTEN)
    review[0].do(DeclineComment(comment=only(review).id, answer="Non")).result()

    assert "A-RX01" in review[0].undo().result()

    assert only(review).answer is CommentAnswer.NONE


@pytest.mark.parametrize(
    ("kind", "quoted", "text", "becomes"),
    [
        (CommentKind.INSERTION, "", "Zéro.", "Zéro.\nUn.\n\nDeux.\nTrois."),
        (CommentKind.INSERTION, "Deux.", "Deux.\nDeux bis.", "Un.\n\nDeux.\nDeux bis.\nTrois."),
        (CommentKind.DELETION, "Un.", "", "Deux.\nTrois."),
        (CommentKind.REWRITING, "Un.\nDeux.", "Un et deux.", "Un et deux.\nTrois."),
        (CommentKind.REWRITING, "  Trois. ", "Quatre.", "Un.\n\nDeux.\nQuatre."),
        (CommentKind.REWRITING, "Cinq.", "Six.", None),
        (CommentKind.COMMENT, "Un.", "Ah bon ?", None),
    ],
)
def test_that_a_change_finds_its_lines_or_is_left_alone(
    kind: CommentKind, quoted: str, text: str, becomes: str | None
) -> None:
    comment = RexComment(
        "", "", "", "summary", kind, "", text, quoted, None, "", "", None, CommentAnswer.NONE, "", "", None
    )  # type: ignore[arg-type]

    assert with_change("Un.\n\nDeux.\nTrois.", comment) == becomes
    assert kind is CommentKind.INSERTION or with_change("Un.\nDeux.\nTrois.\nUn.\nDeux.\nTrois.", comment) is None
