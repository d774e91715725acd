"""Messages worked on at two stations that do not see each other: nothing is merged away, everything is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart, settle
from tests.warroom.messages.said import TEXTS, a_message, approved, line, released
from tests.warroom.stations import meet
from warroom.commands import (
    Approve,
    AskReview,
    CiteEntry,
    CorrectionOf,
    FirstMessage,
    GiveVerdict,
    GrantRoles,
    KeepBoth,
    LogEntry,
    MarkEntry,
    ReleaseMessage,
    SetService,
    WithdrawMessage,
    WriteText,
)
from warroom.domain.alarms import AlarmKind
from warroom.domain.authority import Authority
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode, Severity
from warroom.domain.message_releases import Doubt
from warroom.domain.message_state import Blocking
from warroom.domain.messages import MessageState, ReviewKind, Verdict
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def shared(apart: Apart, *, is_approved: bool = True, **more: Any) -> str:
    """A message that both know."""
    made = a_message(apart.a, apart.incident.id, **more)
    if is_approved:
        approved(apart.a, made.id)
    meet(apart.a, apart.b)
    return made.id


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as found:
        room.do(command).result()
    return found.value.code


def alarms(room: Room, kind: AlarmKind) -> list[Any]:
    return [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is kind and each.calls(0)]


def test_that_a_message_let_out_at_two_stations_is_seen_at_both_until_somebody_answers(apart: Apart) -> None:
    message = shared(apart)
    for room in apart.rooms:
        room.do(ReleaseMessage(message=message)).result()
        apart.wait()
    meet(apart.a, apart.b)

    for room in apart.rooms:
        (pair,) = room.views.doubled_releases()
        assert pair.is_one_message
        assert pair.same_words
        assert line(room, message).doubled == (pair,)
        assert len(room.views.releases_of(message)) == 2
    keys = {tuple(each.key for each in alarms(room, AlarmKind.DOUBLED)) for room in apart.rooms}
    assert len(keys) == 1
    assert next(iter(keys))
    assert refused(apart.b, ReleaseMessage(message=message)) == "message-out"
    for room in apart.rooms:
        (point,) = room.conflicts()
        assert (point.number, point.authority, room.views.to_settle()) == ("A-MS01", Authority.COMMUNICATION, 1)
        assert {(side.station, side.is_ours) for side in point.values} == {
            ("A", room is apart.a),
            ("B", room is apart.b),
        }
        with pytest.raises(Refusal) as found:
            room.resolve(point.id, "mine")
        assert found.value.code == "both-went-out"

    apart.b.do(KeepBoth(one=pair.one.id, other=pair.other.id, reason="mêmes mots, deux canaux")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert not room.views.doubled_releases()
        assert not alarms(room, AlarmKind.DOUBLED)
        assert room.views.doubled_releases(answered=True)[0].answer is not None


def test_that_a_third_release_calls_again(apart: Apart) -> None:
    message = shared(apart)
    third = apart.third()
    for room in apart.rooms:
        room.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    (pair,) = apart.a.views.doubled_releases()
    apart.a.do(KeepBoth(one=pair.one.id, other=pair.other.id, reason="mêmes mots")).result()
    meet(apart.a, third)
    assert len(apart.a.views.doubled_releases()) == 2


def test_that_one_correction_by_somebody_who_knew_of_both_answers_for_both(apart: Apart) -> None:
    message = shared(apart)
    for room in apart.rooms:
        room.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    apart.wait()
    fix = apart.a.do(CorrectionOf(message=message)).result()
    apart.a.do(WriteText(message=fix.id, language="fr", body="Rectificatif.")).result()
    approved(apart.a, fix.id)
    assert apart.a.views.doubled_releases()
    apart.a.do(ReleaseMessage(message=fix.id)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert not room.views.doubled_releases()
        assert line(room, message).state is MessageState.CORRECTED


def test_that_a_correction_by_somebody_who_knew_of_one_answers_nothing(apart: Apart) -> None:
    message = shared(apart)
    apart.a.do(ReleaseMessage(message=message)).result()
    apart.b.do(ReleaseMessage(message=message)).result()
    fix = apart.a.do(CorrectionOf(message=message)).result()
    approved(apart.a, fix.id)
    apart.a.do(ReleaseMessage(message=fix.id)).result()
    meet(apart.a, apart.b)
    pairs = {(each.one.message, each.other.message) for each in apart.b.views.doubled_releases()}
    assert (message, message) in pairs
    assert len(pairs) == 2


def test_that_two_first_messages_to_the_same_people_are_seen(apart: Apart) -> None:
    incident = apart.incident.id
    apart.judge(apart.a, Severity.CRITICAL, "tout est arrêté")
    apart.a.do(SetService(incident=incident, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        room.do(FirstMessage(incident=incident)).result()
    meet(apart.a, apart.b)
    (pair,) = apart.a.views.doubled_releases()
    assert not pair.is_one_message
    assert pair.audiences == ("customers", "public")
    assert len([each for each in apart.b.views.message_board() if each.doubled]) == 2
    assert len(alarms(apart.b, AlarmKind.DOUBLED)) == 1


def test_that_messages_for_others_or_known_of_are_no_double(apart: Apart) -> None:
    released(apart.a, apart.incident.id, audiences=("staff",))
    released(apart.b, apart.incident.id, audiences=("press",))
    meet(apart.a, apart.b)
    released(apart.b, apart.incident.id, audiences=("staff",))
    assert not apart.b.views.doubled_releases(answered=True)


def test_that_an_approval_does_not_hold_for_words_that_a_merge_changed(apart: Apart) -> None:
    message = shared(apart, is_approved=False)
    approved(apart.a, message)
    apart.wait()
    apart.b.do(WriteText(message=message, language="fr", body="Écrit ailleurs.")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert line(room, message).state is MessageState.DRAFT
        assert refused(room, ReleaseMessage(message=message)) in ("message-unapproved", "message-blocked")


def test_that_two_writers_apart_are_a_point_to_settle_before_anything_is_approved(apart: Apart) -> None:
    message = shared(apart)
    for room, body in ((apart.a, "Le réseau est coupé."), (apart.b, "La messagerie est coupée.")):
        room.do(WriteText(message=message, language="fr", body=body)).result()
    meet(apart.a, apart.b)
    assert [each.kind for each in line(apart.a, message).blockers] == [Blocking.DISPUTED]
    (conflict,) = apart.a.conflicts()
    assert (conflict.field, conflict.authority, conflict.number) == ("body", Authority.COMMUNICATION, "A-MS01")
    settle(apart.a, conflict, take=conflict.seen[0])
    meet(apart.a, apart.b)
    assert not line(apart.b, message).blockers
    approved(apart.b, message)


def test_that_two_texts_that_both_went_out_are_answered_outside_before_one_is_chosen(apart: Apart) -> None:
    message = shared(apart, is_approved=False)
    for room, body in ((apart.a, "Le réseau est coupé."), (apart.b, "La messagerie est coupée.")):
        room.do(WriteText(message=message, language="fr", body=body)).result()
        approved(room, message)
        room.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    said = {each.texts["fr"]["body"] for each in apart.b.views.releases_of(message)}
    assert said == {"Le réseau est coupé.", "La messagerie est coupée."}
    (pair,) = apart.a.views.doubled_releases()
    assert not pair.same_words
    assert all(not each.doubts for each in apart.a.views.message_board())

    (conflict,) = [each for each in apart.a.conflicts() if each.noun == "message_text"]
    with pytest.raises(Refusal) as found:
        settle(apart.a, conflict, take=conflict.seen[0])
    assert found.value.code == "both-went-out"
    apart.a.do(KeepBoth(one=pair.one.id, other=pair.other.id, reason="rectifié de vive voix")).result()
    settle(apart.a, conflict, take=conflict.seen[0])
    assert not apart.a.conflicts()
    assert {each.texts["fr"]["body"] for each in apart.a.views.releases_of(message)} == said


def test_that_words_written_after_a_release_nobody_knew_of_never_went_out(apart: Apart) -> None:
    message = shared(apart)
    apart.b.do(WriteText(message=message, language="fr", body="Trop tard.")).result()
    apart.a.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        shown = line(room, message)
        assert (shown.state, shown.is_moved) == (MessageState.RELEASED, True)
        assert shown.facts.releases[0].texts["fr"]["body"] == TEXTS["fr"]["body"]
        assert not shown.doubts
    assert refused(apart.b, WriteText(message=message, language="fr", body="Encore.")) == "message-out"


def test_that_what_was_sent_back_elsewhere_while_it_went_out_is_seen(apart: Apart) -> None:
    message = shared(apart, is_approved=False)
    kind = ReviewKind.LEGAL
    asked = apart.a.do(AskReview(message=message, kind=kind, asked_of="Marc Petit")).result()
    meet(apart.a, apart.b)
    back = GiveVerdict(review=asked, kind=kind, verdict=Verdict.SENT_BACK, remark="nomme un client")
    apart.b.do(back).result()
    apart.a.sit_down("Anne Roche")
    apart.a.do(Approve(message=message, exception="personne au juridique")).result()
    apart.a.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (found,) = line(room, message).doubts
        assert found[1] == (Doubt.SENT_BACK,)
        assert len(alarms(room, AlarmKind.DOUBT)) == 1


def test_that_a_message_approved_here_and_sent_back_there_does_not_go_out(apart: Apart) -> None:
    message = shared(apart, is_approved=False)
    kind = ReviewKind.LEGAL
    asked = apart.a.do(AskReview(message=message, kind=kind, asked_of="Marc Petit")).result()
    meet(apart.a, apart.b)
    apart.b.do(GiveVerdict(review=asked, kind=kind, verdict=Verdict.SENT_BACK, remark="non")).result()
    apart.a.sit_down("Anne Roche")
    apart.a.do(Approve(message=message, exception="vite")).result()
    meet(apart.a, apart.b)
    assert line(apart.a, message).state is MessageState.SENT_BACK
    assert refused(apart.a, ReleaseMessage(message=message)) == "message-blocked"


def test_that_two_verdicts_on_one_check_are_settled_before_an_approval(apart: Apart) -> None:
    message = shared(apart, is_approved=False)
    kind = ReviewKind.LEGAL
    asked = apart.a.do(AskReview(message=message, kind=kind, asked_of="Jo", deputy="Ana")).result()
    meet(apart.a, apart.b)
    for room, verdict, who in ((apart.a, Verdict.PASSED, "Jo"), (apart.b, Verdict.SENT_BACK, "Ana")):
        room.do(GiveVerdict(review=asked, kind=kind, verdict=verdict, by=who, remark="vu")).result()
        apart.wait()
    meet(apart.a, apart.b)
    assert Blocking.DISPUTED in [each.kind for each in line(apart.a, message).blockers]
    apart.a.sit_down("Anne Roche")
    assert refused(apart.a, Approve(message=message, exception="vite")) == "message-blocked"


def test_that_a_message_withdrawn_elsewhere_while_it_went_out_is_withdrawn_again_knowingly(apart: Apart) -> None:
    message = shared(apart)
    apart.b.do(WithdrawMessage(message=message, reason="plus d’objet")).result()
    apart.a.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    shown = line(apart.b, message)
    assert shown.state is MessageState.WITHDRAWN
    assert [doubts for _release, doubts in shown.doubts] == [(Doubt.WITHDRAWN,)]
    apart.b.do(WithdrawMessage(message=message, reason="sorti par erreur")).result()
    assert not line(apart.b, message).doubts


def test_that_a_release_without_right_or_approval_counts_as_said_and_is_shown_as_such(apart: Apart) -> None:
    apart.a.do(GrantRoles(person=apart.a.views.people()[0].id, roles=frozenset({Role.ADMINISTRATOR}))).result()
    message = shared(apart, is_approved=False)
    forged = {
        "message": message,
        "incident": apart.incident.id,
        "number": "A-MS01",
        "audiences": ["customers"],
        "texts": {"fr": {"title": "", "body": "Nous avons été attaqués.", "brief": "", "sms": ""}},
        "digest": "0" * 64,
        "approved_by": "Anne Roche",
        "by": "Marc Petit",
        "at": apart.b.clock.now_ms(),
    }
    apart.b._store.submit(lambda books: books.make("release", forged)).result()
    meet(apart.a, apart.b)
    shown = line(apart.a, message)
    assert shown.state is MessageState.RELEASED
    assert shown.doubts[0][1] == (Doubt.RIGHT, Doubt.UNAPPROVED, Doubt.DIGEST)
    (alarm,) = alarms(apart.a, AlarmKind.DOUBT)
    assert "Marc Petit" in alarm.what
    assert not [each for each in apart.a.verify() if not each.is_note]


def test_that_whoever_could_not_know_that_the_right_was_needed_had_it(apart: Apart) -> None:
    message = shared(apart)
    apart.a.do(GrantRoles(person=apart.a.views.people()[0].id, roles=frozenset({Role.ADMINISTRATOR}))).result()
    apart.b.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    assert not line(apart.a, message).doubts


def test_that_an_entry_refuted_elsewhere_calls_where_the_message_went_out(apart: Apart) -> None:
    entry = apart.a.do(LogEntry(incident=apart.incident.id, text="62 % répondent")).result()
    message = shared(apart, is_approved=False)
    apart.a.do(CiteEntry(message=message, entry=entry.id)).result()
    approved(apart.a, message)
    meet(apart.a, apart.b)
    apart.b.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="sonde")).result()
    apart.a.do(ReleaseMessage(message=message)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert [each.number for each in room.views.refuted_claims()] == [entry.number]
        assert len(alarms(room, AlarmKind.CLAIM)) == 1
