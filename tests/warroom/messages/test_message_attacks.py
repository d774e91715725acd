"""Ways around an approval, and what a hostile station sends: refused here, seen and survived when it arrives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, an_entry, an_incident
from tests.warroom.apart import Apart
from tests.warroom.messages.said import TEXTS, a_message, approved, line, released, sitting
from tests.warroom.stations import meet
from warroom.cli.message_documents import document_of, lines_of
from warroom.commands import (
    AmendMessage,
    Approve,
    AskReview,
    CiteEntry,
    DraftMessage,
    ErasePerson,
    FirstMessage,
    GiveVerdict,
    MakeCircle,
    ReleaseMessage,
    SetService,
    SettleConflict,
    WriteText,
)
from warroom.domain.incidents import Mode, Severity
from warroom.domain.messages import MessageState, ReviewKind, Verdict
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as found:
        room.do(command).result()
    return found.value.code


def test_that_an_approval_is_worth_nothing_after_one_more_letter_even_taken_back(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    approved(room, made.id)
    room.do(WriteText(message=made.id, language="en", body=TEXTS["en"]["body"] + " ")).result()
    assert line(room, made.id).state is MessageState.APPROVED  # a space at the end is no word
    room.do(WriteText(message=made.id, language="en", body="We were attacked.")).result()
    assert refused(room, ReleaseMessage(message=made.id)) == "message-unapproved"
    room.do(WriteText(message=made.id, language="en", body=TEXTS["en"]["body"])).result()
    assert line(room, made.id).state is MessageState.APPROVED  # the very words that were approved


def test_that_no_undo_reaches_behind_a_release(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    room.do(WriteText(message=made.id, language="fr", title="Point")).result()
    approved(room, made.id)
    room.do(ReleaseMessage(message=made.id)).result()
    for _each in range(3):
        with pytest.raises(Refusal):
            room.undo().result()
    shown = line(room, made.id)
    assert (shown.state, shown.is_moved) == (MessageState.RELEASED, False)


def test_that_a_draft_and_its_words_are_undone_before_it_went_out(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    room.do(WriteText(message=made.id, language="fr", body="Autre.")).result()
    room.undo().result()
    assert {each.body for each in room.views.message_texts(made.id)} == {each["body"] for each in TEXTS.values()}
    room.undo().result()
    assert room.views.message_line(made.id) is None


def test_that_nobody_is_seated_and_nobody_approves(apart: Apart) -> None:
    made = a_message(apart.a, apart.incident.id)
    apart.a._store.author = type(apart.a._store.author)(person="", name="", station="A")
    assert refused(apart.a, Approve(message=made.id, exception="x")) == "approver-missing"


def test_that_a_check_of_another_kind_and_a_stale_reading_are_refused(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    asked = room.do(AskReview(message=made.id, kind=ReviewKind.LEGAL, asked_of="Jo")).result()
    seen = line(room, made.id).facts.digest
    assert refused(room, GiveVerdict(review=asked, kind=ReviewKind.TECHNICAL, verdict=Verdict.PASSED)) == "review-kind"
    room.do(AmendMessage(message=made.id, audiences=("press",))).result()
    late = GiveVerdict(review=asked, kind=ReviewKind.LEGAL, verdict=Verdict.PASSED, by="Jo", digest=seen)
    assert refused(room, late) == "message-moved"


def test_that_a_verdict_is_nobody_elses_to_change(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    kind = ReviewKind.LEGAL
    asked = room.do(AskReview(message=made.id, kind=kind, asked_of="Jo")).result()
    with sitting(room, "Jo Blanc"):
        room.do(GiveVerdict(review=asked, kind=kind, verdict=Verdict.SENT_BACK, remark="non")).result()
    assert refused(room, GiveVerdict(review=asked, kind=kind, verdict=Verdict.PASSED, by="Ana")) == "review-answered"
    with sitting(room, "Jo Blanc"):
        room.do(GiveVerdict(review=asked, kind=kind, verdict=Verdict.PASSED, remark="relu")).result()


def test_that_what_goes_out_rests_on_nothing_restricted_or_from_elsewhere(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    room.do(MakeCircle(name="legal")).result()
    secret = an_entry(room, apart.incident.id, text="nom du client", circle="legal")
    other = an_entry(room, an_incident(room).id)
    assert refused(room, CiteEntry(message=made.id, entry=secret.id)) == "entry-restricted"
    assert refused(room, CiteEntry(message=made.id, entry=other.id)) == "entry-elsewhere"


def test_that_the_first_message_is_no_way_around_an_approval(apart: Apart) -> None:
    room, incident = apart.a, apart.incident.id
    apart.judge(room, Severity.CRITICAL, "tout est arrêté")
    room.do(SetService(incident=incident, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    for more in (
        {"audiences": ("press",)},
        {"filled": {"symptom": "x" * 201}},
        {"filled": {"symptom": {"fr": "a\nb"}}},
        {"template": "T05"},
    ):
        assert refused(room, FirstMessage(incident=incident, **more)) == "not-first"
    assert not room.views.releases(incident)


def test_that_a_text_that_is_too_long_or_no_text_is_refused(apart: Apart) -> None:
    room, made = apart.a, a_message(apart.a, apart.incident.id)
    assert refused(room, WriteText(message=made.id, language="fr", body="x" * 20_001)) == "text-too-long"
    assert refused(room, WriteText(message=made.id, language="de", body="x")) == "language-missing"
    incident = apart.incident.id
    for more, code in (
        ({"languages": ()}, "languages-unfit"),
        ({"languages": ("../fr",)}, "languages-unfit"),
        ({"audiences": ("a b",)}, "audience-unfit"),
        ({"reviews": ("astral",)}, "review-unknown"),
        ({"filled": {"x": "y" * 30_000}}, "text-too-long"),
        ({"texts": {"fr": {"html": "<b>"}}}, "part-unknown"),
        ({"corrects": made.id}, "message-not-out"),
    ):
        assert refused(room, DraftMessage(incident=incident, **more)) == code


def test_that_shapes_nobody_writes_are_survived_wherever_they_are_read(apart: Apart) -> None:
    """Another program on a member's laptop: fields of the wrong shape, times beyond all time, ids of nothing."""
    room, hostile, incident = apart.a, apart.b, apart.incident.id
    out = released(room, incident)
    meet(room, hostile)

    def forge(books: Any) -> None:
        odd = {
            "incident": incident,
            "number": "B-MS01",
            "languages": {"fr": 1},
            "audiences": [[1], {"a": 2}, "x"],
            "filled": ["x"],
            "reviews": {"technical": 1},
            "due_at": 2**62,
            "next_at": -(2**62),
            "status": "\u202e",
        }
        message = books.make("message", odd)
        books.make("message_text", {"message": message, "language": "fr", "body": "12", "as_filled": ["x"]})
        books.make("review", {"message": message, "kind": "astral", "verdict": "maybe", "due_at": 2**62})
        books.make("claim", {"message": message, "entry": "ab" * 16})
        for texts in ({"fr": "mot"}, {"fr": {"body": {"a": 1}}}, ["fr"], {"fr": {"body": "mot"}}):
            books.make("release", {"message": out.message, "incident": incident, "texts": texts, "knew": [1, "x"],
                                   "claims": [{"entry": 3}, "x", {"entry": "zz"}], "at": 2**62})  # fmt: skip
        books.make("release", {"message": "cd" * 16, "incident": incident})
        books.make("double", {"incident": incident, "one": out.id})

    hostile._store.submit(forge).result()
    meet(room, hostile)
    board = room.views.message_board(mode=Mode.BOTH)
    assert len(board) == 2
    for each in board:
        assert lines_of(each, NOON, room.views.audience_book())
        assert document_of(each)
    assert room.views.alarms(mode=Mode.BOTH)
    assert room.views.clocks(mode=Mode.BOTH) is not None
    assert room.views.refuted_claims(mode=Mode.BOTH) == []
    assert len(room.views.doubled_releases(mode=Mode.BOTH)) >= 4
    assert line(room, out.message).facts.releases[0].texts == out.texts


def test_that_an_erased_person_takes_no_word_that_went_out_along(apart: Apart) -> None:
    room = apart.a
    out = released(room, apart.incident.id)
    anne = next(each.id for each in room.views.people() if each.name == "Anne Roche")
    room.do(ErasePerson(person=anne, reason="demande")).result()
    (told,) = [each for each in room.views.entries(apart.incident.id) if each.code == "released"]
    assert TEXTS["fr"]["body"] in told.text
    (kept,) = room.views.releases_of(out.message)
    assert kept.texts == out.texts
    assert "Anne Roche" not in (kept.approved_by, *(each.by for each in room.views.message_reviews(out.message)))


def test_that_a_settlement_by_a_title_nobody_wrote_is_words_of_whoever_settled(apart: Apart) -> None:
    made = a_message(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    for room, title in ((apart.a, "Un"), (apart.b, "Deux")):
        room.do(WriteText(message=made.id, language="fr", title=title)).result()
    meet(apart.a, apart.b)
    (conflict,) = apart.a.conflicts()
    with sitting(apart.a, "Anne Roche"):
        settled = SettleConflict(
            noun=conflict.noun, record=conflict.record, field=conflict.field, seen=conflict.seen, value="Trois"
        )
        apart.a.do(settled).result()
        assert refused(apart.a, Approve(message=made.id)) == "self-approval"
