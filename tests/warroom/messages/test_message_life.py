"""The life of a message: drafted, checked, approved, let out, corrected, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.messages.said import TEXTS, a_message, approved, line, released, sitting
from warroom.commands import (
    AmendMessage,
    Approve,
    AskReview,
    CiteEntry,
    CorrectEntry,
    CorrectionOf,
    DraftMessage,
    DropReview,
    EscalateReview,
    GiveVerdict,
    GrantRoles,
    KeepClaim,
    MarkEntry,
    ReleaseMessage,
    UnciteEntry,
    WithdrawMessage,
    WriteText,
)
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.alarms import AlarmKind
from warroom.domain.clocks import ClockKind, ClockState
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode
from warroom.domain.message_state import Blocking, NextStep
from warroom.domain.messages import MessageState, ReviewKind, Verdict, digest_of
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def entries(room: Room, incident: str, code: str) -> list[Any]:
    return [each for each in room.views.entries(incident) if each.code == code]


def refused(room: Room, command: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        room.do(command).result()
    return found.value


def kinds(room: Room, message: str) -> list[Blocking]:
    return [each.kind for each in line(room, message).blockers]


def test_that_a_message_goes_from_draft_to_out_and_the_log_tells_its_words(room: Room, incident: str) -> None:
    made = a_message(room, incident, next_at=NOON + 30 * MINUTE)
    assert made.number == "A-MS01"
    assert line(room, made.id).state is MessageState.DRAFT
    assert line(room, made.id).next_step is NextStep.APPROVE

    approved(room, made.id)
    assert line(room, made.id).state is MessageState.APPROVED
    out = room.do(ReleaseMessage(message=made.number)).result()

    assert line(room, made.id).state is MessageState.RELEASED
    assert (out.texts["en"]["body"], out.approved_by, out.by) == (TEXTS["en"]["body"], "Anne Roche", "Léa Martin")
    assert out.digest == digest_of(room.views.message_texts(made.id))
    (told,) = entries(room, incident, "released")
    assert told.key_event
    for text in TEXTS.values():
        assert text["body"] in told.text
    assert told.params["digest"] == out.digest


def test_that_nobody_approves_their_own_words_but_by_a_declared_exception(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    assert refused(room, Approve(message=made.id)).code == "self-approval"
    room.do(Approve(message=made.id, exception="seule en salle")).result()

    out = room.do(ReleaseMessage(message=made.id)).result()
    assert (out.approved_by, out.exception) == ("Léa Martin", "seule en salle")
    (told,) = entries(room, incident, "message-approved")
    assert "seule en salle" in told.text
    assert told.key_event


def test_that_whoever_once_wrote_a_word_of_it_does_not_approve_it(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    with sitting(room, "Marc Petit"):
        room.do(WriteText(message=made.id, language="fr", title="Analyse")).result()
        assert refused(room, Approve(message=made.id)).code == "self-approval"
    assert refused(room, Approve(message=made.id)).code == "self-approval"
    approved(room, made.id)


def test_that_an_exception_nobody_needed_is_not_written_down(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    with sitting(room, "Anne Roche"):
        room.do(Approve(message=made.id, exception="pour aller vite")).result()
    (review,) = room.views.message_reviews(made.id)
    assert review.exception == ""


def test_that_a_missing_variable_blocks_and_no_exception_passes_it(room: Room, incident: str) -> None:
    made = a_message(room, incident, texts={"fr": {"body": "Prochain point à ⟦next_update⟧."}, "en": TEXTS["en"]})
    (blocker,) = line(room, made.id).blockers
    assert (blocker.kind, blocker.language, blocker.names) == (Blocking.MISSING, "fr", ("next_update",))
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id, exception="urgence")).code == "message-blocked"


def test_that_a_pair_goes_out_in_both_languages_or_not_at_all(room: Room, incident: str) -> None:
    made = a_message(room, incident, texts={"fr": TEXTS["fr"]})
    assert kinds(room, made.id) == [Blocking.NO_TEXT]
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id)).code == "message-blocked"
    room.do(AmendMessage(message=made.id, languages=("fr",))).result()
    approved(room, made.id)
    assert set(room.do(ReleaseMessage(message=made.id)).result().texts) == {"fr"}


def test_that_a_translation_is_checked_before_the_pair_is_approved(room: Room, incident: str) -> None:
    made = a_message(room, incident, translated=("en",))
    assert kinds(room, made.id) == [Blocking.TRANSLATION]
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id)).code == "message-blocked"
    asked = room.do(AskReview(message=made.id, kind=ReviewKind.TRANSLATION, asked_of="Marc Petit")).result()
    with sitting(room, "Marc Petit"):
        room.do(GiveVerdict(review=asked, kind=ReviewKind.TRANSLATION, verdict=Verdict.PASSED)).result()
    assert line(room, made.id).state is MessageState.CHECKED
    approved(room, made.id)


def test_that_a_check_is_asked_timed_passed_and_told(room: Room, incident: str) -> None:
    made = a_message(room, incident, reviews=("technical",))
    assert kinds(room, made.id) == [Blocking.UNCHECKED]
    assert line(room, made.id).next_step is NextStep.ASK
    asked = room.do(
        AskReview(message=made.id, kind=ReviewKind.TECHNICAL, asked_of="Marc Petit", deputy="Ines Roux")
    ).result()
    assert line(room, made.id).state is MessageState.IN_CHECK

    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.CHECK]
    assert (clock.owner, clock.due_at, clock.record) == ("Marc Petit", room.clock.now_ms() + 5 * MINUTE, made.id)
    with sitting(room, "Marc Petit"):
        room.do(GiveVerdict(review=asked, kind=ReviewKind.TECHNICAL, verdict=Verdict.PASSED)).result()
    assert line(room, made.id).state is MessageState.CHECKED
    assert not [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.CHECK]
    (told,) = entries(room, incident, "message-check-passed")
    assert told.params["by"] == "Marc Petit"


def test_that_a_check_nobody_answers_calls_and_is_the_deputys(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    kind = ReviewKind.LEGAL
    asked = room.do(AskReview(message=made.id, kind=kind, asked_of="Marc Petit", deputy="Ines Roux")).result()
    room.clock.advance(seconds=301)  # type: ignore[attr-defined]
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CHECK]
    assert alarm.owner == "Ines Roux"

    room.do(EscalateReview(review=asked)).result()
    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.CHECK]
    assert (clock.owner, clock.state) == ("Ines Roux", ClockState.AMBER)
    assert not [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CHECK]
    (told,) = entries(room, incident, "message-check-escalated")
    assert "Ines Roux" in told.text


def test_that_what_was_sent_back_is_not_approved_before_it_was_rewritten(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    asked = room.do(AskReview(message=made.id, kind=ReviewKind.LEGAL, asked_of="Marc Petit")).result()
    verdict = GiveVerdict(review=asked, kind=ReviewKind.LEGAL, verdict=Verdict.SENT_BACK)
    with sitting(room, "Marc Petit"):
        assert refused(room, verdict).code == "reason-missing"
        room.do(replace(verdict, remark="imputation")).result()
    assert line(room, made.id).state is MessageState.SENT_BACK
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id, exception="urgence")).code == "message-blocked"

    room.do(WriteText(message=made.id, language="fr", body="Des lenteurs sont constatées.")).result()
    assert line(room, made.id).state is MessageState.DRAFT
    approved(room, made.id)


def test_that_nobody_checks_their_own_words(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    kind = ReviewKind.TECHNICAL
    asked = room.do(AskReview(message=made.id, kind=kind, asked_of="Léa Martin")).result()
    assert refused(room, GiveVerdict(review=asked, kind=kind, verdict=Verdict.PASSED)).code == "self-check"
    with sitting(room, "Marc Petit"):
        verdict = GiveVerdict(review=asked, kind=kind, verdict=Verdict.PASSED, by="léa martin")
        assert refused(room, verdict).code == "self-check"


def test_that_two_people_check_at_once_at_the_most(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    for kind, who in ((ReviewKind.TECHNICAL, "Marc"), (ReviewKind.LEGAL, "Ines")):
        room.do(AskReview(message=made.id, kind=kind, asked_of=who)).result()
    third = AskReview(message=made.id, kind=ReviewKind.TRANSLATION, asked_of="Jo")
    assert refused(room, third).code == "reviewers-many"
    (first, *_rest) = room.views.message_reviews(made.id)
    room.do(DropReview(review=first.id, reason="absent")).result()
    room.do(third).result()


def test_that_an_approval_holds_for_the_words_and_the_people_it_was_given_for(room: Room, incident: str) -> None:
    for change in ({"audiences": ("press",)}, {"next_at": NOON + 99 * MINUTE}, {"status": "resolved"}):
        made = a_message(room, incident)
        approved(room, made.id)
        room.do(AmendMessage(message=made.id, **change)).result()
        assert line(room, made.id).state is MessageState.DRAFT
        assert refused(room, ReleaseMessage(message=made.id)).code == "message-unapproved"
    assert len(entries(room, incident, "message-reopened")) == 3


def test_that_a_message_moved_under_the_eyes_of_its_approver_is_read_again(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    seen = line(room, made.id).facts.digest
    room.do(WriteText(message=made.id, language="en", body="Mail is down.")).result()
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id, digest=seen)).code == "message-moved"


def test_that_two_hands_on_one_text_are_shown_and_never_overwritten(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    text = next(each for each in room.views.message_texts(made.id) if each.language == "fr")
    seen = room.views.sources("message_text", text.id)
    room.do(WriteText(message=made.id, language="fr", body="Le réseau est coupé.")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(WriteText(message=made.id, language="fr", body="La messagerie est coupée.", seen=seen)).result()


def test_that_what_went_out_is_frozen_and_not_let_out_twice_by_mistake(room: Room, incident: str) -> None:
    out = released(room, incident)
    for command in (
        WriteText(message=out.message, language="fr", body="autre"),
        AmendMessage(message=out.message, audiences=("press",)),
        Approve(message=out.message),
        AskReview(message=out.message, kind=ReviewKind.LEGAL, asked_of="Marc"),
        ReleaseMessage(message=out.message),
    ):
        assert refused(room, command).code == "message-out"
    assert refused(room, ReleaseMessage(message=out.message, again=out.id)).code == "reason-missing"
    again = room.do(ReleaseMessage(message=out.message, again=out.id, reason="le site avait perdu la page")).result()
    assert (again.again, again.texts) == (out.id, out.texts)
    assert not room.views.doubled_releases()


def test_that_letting_out_takes_the_right_to(room: Room, incident: str) -> None:
    made = a_message(room, incident)
    approved(room, made.id)
    room.do(GrantRoles(person=room.views.people()[0].id, roles=frozenset({Role.ADMINISTRATOR}))).result()
    with sitting(room, "Marc Petit"):
        assert refused(room, ReleaseMessage(message=made.id)).code == "right-missing"
    assert line(room, made.id).state is MessageState.APPROVED


def test_that_a_correction_starts_from_the_words_that_went_out(room: Room, incident: str) -> None:
    out = released(room, incident)
    made = room.do(CorrectionOf(message=out.message)).result()
    draft = line(room, made.id)
    assert (draft.message.corrects, draft.message.audiences) == (out.message, ("customers",))
    assert {each.language: each.body for each in draft.facts.texts} == {k: v["body"] for k, v in TEXTS.items()}
    assert line(room, out.message).state is MessageState.RELEASED

    room.do(WriteText(message=made.id, language="fr", body="Rectificatif : la messagerie fonctionne.")).result()
    approved(room, made.id)
    room.do(ReleaseMessage(message=made.id)).result()
    assert line(room, out.message).state is MessageState.CORRECTED
    other = a_message(room, incident)
    assert refused(room, CorrectionOf(message=other.id)).code == "message-not-out"


def test_that_a_message_is_withdrawn_with_its_reason_before_and_after_it_went_out(room: Room, incident: str) -> None:
    made, out = a_message(room, incident), released(room, incident)
    assert refused(room, WithdrawMessage(message=made.id, reason=" ")).code == "reason-missing"
    for message in (made.id, out.message):
        room.do(WithdrawMessage(message=message, reason="plus d’objet")).result()
        assert line(room, message).state is MessageState.WITHDRAWN
        assert refused(room, ReleaseMessage(message=message)).code == "message-withdrawn"
    assert [each.key_event for each in entries(room, incident, "message-withdrawn")] == [False, True]


def test_that_a_claim_refuted_after_release_calls_for_a_correction(room: Room, incident: str) -> None:
    entry = an_entry(room, incident, text="62 % des nœuds répondent")
    made = a_message(room, incident)
    room.do(CiteEntry(message=made.id, entry=entry.number, what="un retour partiel")).result()
    approved(room, made.id)
    out = room.do(ReleaseMessage(message=made.id)).result()
    assert [each["number"] for each in out.claims] == [entry.number]
    assert not room.views.refuted_claims()

    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="sonde fausse")).result()
    (claim,) = room.views.refuted_claims()
    assert (claim.message_number, claim.number, claim.reason) == (made.number, entry.number, "sonde fausse")
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CLAIM]
    assert alarm.record == made.id
    assert refused(room, UnciteEntry(message=made.id, entry=entry.id)).code == "message-out"
    assert refused(room, ReleaseMessage(message=made.id, again=out.id, reason="x")).code == "message-fallen"

    fix = room.do(CorrectionOf(message=made.id)).result()
    assert room.views.refuted_claims()[0].correction == fix.number
    approved(room, fix.id)
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    room.do(ReleaseMessage(message=fix.id)).result()
    assert not room.views.refuted_claims()
    assert not [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CLAIM]


def test_that_a_message_kept_on_a_corrected_entry_calls_again_once_it_is_refuted(room: Room, incident: str) -> None:
    entry = an_entry(room, incident)
    made = a_message(room, incident)
    room.do(CiteEntry(message=made.id, entry=entry.id)).result()
    approved(room, made.id)
    room.do(ReleaseMessage(message=made.id)).result()
    room.do(CorrectEntry(entry=entry.id, text="64 %", reason="chiffre")).result()
    room.do(KeepClaim(message=made.id, entry=entry.id, reason="le chiffre n’y est pas")).result()
    assert not room.views.refuted_claims()

    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="faux")).result()
    assert len(room.views.refuted_claims()) == 1


def test_that_nothing_is_approved_on_a_refuted_entry(room: Room, incident: str) -> None:
    entry = an_entry(room, incident)
    made = a_message(room, incident)
    room.do(CiteEntry(message=made.id, entry=entry.id)).result()
    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="faux")).result()
    assert kinds(room, made.id) == [Blocking.REFUTED]
    with sitting(room, "Anne Roche"):
        assert refused(room, Approve(message=made.id, exception="urgence")).code == "message-blocked"
    room.do(UnciteEntry(message=made.id, entry=entry.id)).result()
    approved(room, made.id)


def test_that_words_of_messages_are_found(room: Room, incident: str) -> None:
    made = room.do(
        DraftMessage(incident=incident, audiences=("staff",), texts={"fr": {"body": "Un coléoptère doré."}})
    ).result()
    found = [each for each in room.views.search("coléoptère", mode=Mode.REAL).records if each.noun == "message_text"]
    assert [each.incident for each in found] == [incident]
    assert made.number


def test_that_messages_of_an_exercise_never_stand_among_real_ones(room: Room, incident: str) -> None:
    drill = an_incident(room, title="Exercice", exercise=True).id
    entry = an_entry(room, drill)
    made = a_message(room, drill)
    room.do(CiteEntry(message=made.id, entry=entry.id)).result()
    approved(room, made.id)
    assert room.do(ReleaseMessage(message=made.id)).result().exercise
    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="joué")).result()

    views = room.views
    for read in (views.message_board, views.refuted_claims, views.alarms):
        assert not read(mode=Mode.REAL)
        assert len(read(mode=Mode.EXERCISE)) == 1
    assert line(room, made.id).exercise
