"""Legal clocks through the door: qualified, started, drafted, submitted, corrected; changed rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.commands import (
    ChangeRule,
    CorrectClockEvent,
    CorrectSubmission,
    DraftNotice,
    QualifyRegime,
    SetClockEvent,
    SubmitNotice,
)
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.entries import Kind
from warroom.domain.incidents import Mode, Severity
from warroom.domain.regimes import RegimeState
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import speaking

MINUTE, HOUR = 60_000, 3_600_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def room(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    with a_room(tmp_path, clock=clock) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def qualify(room: Room, incident: str, code: str, state: RegimeState = RegimeState.APPLICABLE, **more: object) -> str:
    return room.do(QualifyRegime(incident=incident, code=code, state=state, **more)).result()  # type: ignore[arg-type]


def begin(room: Room, incident: str, event: str, at: int = NOON) -> str:
    proof = an_entry(room, incident)
    return room.do(SetClockEvent(incident=incident, event=event, at=at, entry=proof.id)).result()


def legal(room: Room, incident: str, *, now_ms: int | None = None) -> dict[str, Clock]:
    found = room.views.clocks(incident, mode=Mode.BOTH, now_ms=now_ms, everything=True)
    return {clock.rule or clock.regime: clock for clock in found if clock.kind is ClockKind.LEGAL}


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def test_that_a_grave_incident_has_its_regimes_to_qualify_and_another_has_none(room: Room) -> None:
    grave, slight = an_incident(room, severity=Severity.CRITICAL).id, an_incident(room, severity=Severity.MINOR).id

    assert {code: clock.state for code, clock in legal(room, grave).items()} == dict.fromkeys(
        ("NIS2", "DORA", "GDPR"), ClockState.TO_QUALIFY
    )
    assert not legal(room, slight)


def test_that_an_applicable_regime_runs_from_the_event_that_an_entry_proves(room: Room, incident: str) -> None:
    qualify(room, incident, "NIS2")
    assert legal(room, incident)["NIS2-EW"].state is ClockState.WAITING

    begin(room, incident, "aware_at", NOON - 10 * MINUTE)

    found = legal(room, incident)["NIS2-EW"]
    assert (found.started_at, found.due_at) == (NOON - 10 * MINUTE, NOON - 10 * MINUTE + 24 * HOUR)
    assert (found.start_event, found.start_entry, found.legal_ref) == ("aware_at", "A-0003", "NIS2 art. 23(4)(a)")
    with speaking("fr"):
        assert legal(room, incident)["NIS2-EW"].label == "NIS2, alerte précoce (24\u00a0h)"


def test_that_what_started_before_anybody_qualified_shows_its_deadline_all_the_same(room: Room, incident: str) -> None:
    begin(room, incident, "aware_at")

    found = legal(room, incident)

    assert found["NIS2"].state is ClockState.TO_QUALIFY
    assert found["NIS2"].due_at == NOON + 24 * HOUR


def test_that_a_regime_that_does_not_apply_needs_a_reason_and_leaves_the_list(room: Room, incident: str) -> None:
    asked = QualifyRegime(incident=incident, code="dora", state=RegimeState.NOT_APPLICABLE)
    assert refused(room, asked) == "reason-missing"
    assert refused(room, QualifyRegime(incident=incident, code="XX", state=RegimeState.APPLICABLE)) == "regime-unknown"

    qualify(room, incident, "dora", RegimeState.NOT_APPLICABLE, reason="Ni banque ni assurance")

    (regime,) = room.views.regimes(incident)
    assert (regime.code, regime.state, regime.by) == ("DORA", RegimeState.NOT_APPLICABLE, "Léa Martin")
    assert legal(room, incident)["DORA"].state is ClockState.NOT_APPLICABLE
    assert not room.views.clocks(incident, mode=Mode.BOTH)


def test_that_one_rule_of_a_regime_may_not_apply(room: Room, incident: str) -> None:
    qualify(room, incident, "NIS2")
    qualify(room, incident, "NIS2-IN", RegimeState.NOT_APPLICABLE, reason="Notification commune du groupe")

    assert legal(room, incident)["NIS2-IN"].state is ClockState.NOT_APPLICABLE
    assert legal(room, incident)["NIS2-EW"].state is ClockState.WAITING


def test_that_answers_add_up_and_one_can_be_taken_back(room: Room, incident: str) -> None:
    qualify(room, incident, "NIS2", answers={"trust_service": True, "harm_to_others": True, "nonsense": True})
    qualify(room, incident, "NIS2", answers={"harm_to_others": None})

    assert room.views.regimes(incident)[0].answers == {"trust_service": True}


def test_that_an_event_is_set_once_needs_a_proof_of_this_incident_and_is_never_to_come(
    room: Room, incident: str
) -> None:
    proof, other = an_entry(room, incident), an_entry(room, an_incident(room).id)

    def event(**more: object) -> SetClockEvent:
        asked: dict[str, object] = {"event": "aware_at", "at": NOON, "entry": proof.id} | more
        return SetClockEvent(incident=incident, **asked)  # type: ignore[arg-type]

    assert refused(room, event(entry="")) == "proof-missing"
    assert refused(room, event(entry=other.id)) == "proof-elsewhere"
    assert refused(room, event(at=NOON + HOUR)) == "event-in-future"
    assert refused(room, event(event="full_moon")) == "event-unknown"
    room.do(event()).result()
    assert refused(room, event(at=NOON - HOUR)) == "event-set"


def test_that_an_event_is_corrected_with_a_reason_and_both_stay_visible(
    room: Room, incident: str, clock: FixedClock
) -> None:
    qualify(room, incident, "NIS2")
    first = begin(room, incident, "aware_at")
    clock.advance(seconds=60)
    assert refused(room, CorrectClockEvent(clock_event=first, at=NOON - HOUR, reason=" ")) == "reason-missing"

    room.do(CorrectClockEvent(clock_event=first, at=NOON - HOUR, reason="Appel de 11 h retrouvé")).result()

    assert legal(room, incident)["NIS2-EW"].due_at == NOON + 23 * HOUR
    assert [(item.at, item.reason) for item in room.views.clock_events(incident)] == [
        (NOON, ""),
        (NOON - HOUR, "Appel de 11 h retrouvé"),
    ]
    assert refused(room, CorrectClockEvent(clock_event=first, at=NOON, reason="Non")) == "already-corrected"
    assert list(room.views.entries(incident))[-1].code == "clock-event-corrected"


def test_that_a_notification_that_went_out_is_in_the_log_and_starts_the_next(room: Room, incident: str) -> None:
    qualify(room, incident, "DORA")
    begin(room, incident, "classified_major_at")

    room.do(
        SubmitNotice(
            incident=incident, rule="dora-ini", at=NOON, recipient="ACPR", receipt="OG-118", copy_sha256="A" * 64
        )
    ).result()

    found = legal(room, incident)
    assert (found["DORA-INI"].state, found["DORA-INI"].done_at) == (ClockState.DONE, NOON)
    assert found["DORA-INT"].due_at == NOON + 72 * HOUR
    last = list(room.views.entries(incident))[-1]
    assert (last.kind, last.to_who, last.code) == (Kind.NOTIFICATION, "ACPR", "notice-submitted")
    assert room.views.submissions(incident)[0].entry == last.id
    assert room.views.submissions(incident)[0].copy_sha256 == "a" * 64


def test_that_a_late_notification_needs_its_reasons(room: Room, incident: str, clock: FixedClock) -> None:
    qualify(room, incident, "GDPR")
    begin(room, incident, "breach_aware_at")
    clock.advance(seconds=73 * 3600)
    asked = {"incident": incident, "rule": "GDPR-33", "at": clock.now_ms(), "recipient": "CNIL"}

    assert refused(room, SubmitNotice(**asked)) == "late-reason-missing"  # type: ignore[arg-type]
    room.do(SubmitNotice(**asked, late_reason="Messagerie hors service jusqu’à ce matin")).result()  # type: ignore[arg-type]

    assert legal(room, incident)["GDPR-33"].state is ClockState.DONE_LATE


def test_that_nothing_goes_out_twice_by_mistake(room: Room, incident: str) -> None:
    asked = {"incident": incident, "rule": "NIS2-EW", "at": NOON, "recipient": "CERT-FR"}
    room.do(SubmitNotice(**asked)).result()  # type: ignore[arg-type]

    assert refused(room, SubmitNotice(**asked)) == "already-submitted"  # type: ignore[arg-type]
    assert refused(room, SubmitNotice(**asked | {"recipient": " "})) == "recipient-missing"  # type: ignore[arg-type]
    assert refused(room, SubmitNotice(**asked, again=True, copy_sha256="12")) == "digest-unfit"  # type: ignore[arg-type]
    room.do(SubmitNotice(**asked, again=True)).result()  # type: ignore[arg-type]
    assert len(room.views.submissions(incident)) == 2


def test_that_a_receipt_may_follow_by_a_correction(room: Room, incident: str) -> None:
    sent = room.do(SubmitNotice(incident=incident, rule="NIS2-EW", at=NOON, recipient="CERT-FR")).result()

    room.do(CorrectSubmission(submission=sent, receipt="CERTFR-2026-77", reason="Accusé reçu")).result()

    facts = room.views.clock_facts(incident)
    assert [item.receipt for item in facts.submissions if item.corrects == sent] == ["CERTFR-2026-77"]
    assert refused(room, CorrectSubmission(submission=sent, receipt="X", reason="Y")) == "already-corrected"


def test_that_a_draft_is_kept_section_by_section(room: Room, incident: str) -> None:
    def draft(text: str, section: str = "measures") -> DraftNotice:
        return DraftNotice(incident=incident, rule="NIS2-IN", section=section, text=text)

    room.do(draft(" Gel des déploiements ")).result()
    room.do(draft("Gel, puis retrait")).result()

    (kept,) = room.views.notices(incident)
    assert (kept.rule, kept.section, kept.text) == ("NIS2-IN", "measures", "Gel, puis retrait")
    assert refused(room, draft("…", section="horoscope")) == "section-unknown"


def test_that_a_room_changes_a_rule_with_a_reason_and_takes_it_back(room: Room, incident: str) -> None:
    qualify(room, incident, "GDPR")
    begin(room, incident, "breach_aware_at")
    assert refused(room, ChangeRule(rule="GDPR-33", body={"hours": 96})) == "reason-missing"
    assert refused(room, ChangeRule(rule="GDPR-33", body={"hours": -1}, reason="Omnibus")) == "rule-unfit"

    room.do(ChangeRule(rule="GDPR-33", body={"hours": 96}, reason="Omnibus numérique")).result()
    assert legal(room, incident)["GDPR-33"].due_at == NOON + 96 * HOUR
    room.do(ChangeRule(rule="GDPR-33")).result()
    assert legal(room, incident)["GDPR-33"].due_at == NOON + 72 * HOUR
    room.do(ChangeRule(rule="GDPR-33", body={"hours": 48}, reason="Politique interne")).result()
    assert legal(room, incident)["GDPR-33"].due_at == NOON + 48 * HOUR


def test_that_a_rule_another_needs_is_not_taken_away(room: Room) -> None:
    base = {
        "regime": "CER", "label": "CER", "start": "aware_at", "hours": 24, "legal_ref": "art. 15",
        "source": "2022/2557", "last_verified": "2026-11-01", "status": "in_force",
    }  # fmt: skip
    room.do(ChangeRule(rule="CER-INI", body=base, reason="Entité critique")).result()
    chained = {name: value for name, value in base.items() if name != "hours"} | {
        "start": "submitted:CER-INI",
        "months": 1,
    }
    room.do(ChangeRule(rule="CER-DET", body=chained, reason="Entité critique")).result()

    assert refused(room, ChangeRule(rule="CER-INI")) == "rule-unfit"
    assert room.views.rulebook().codes()[-1] == "CER"


def test_that_legal_clocks_go_on_when_the_incident_is_closed(room: Room, incident: str) -> None:
    from warroom.commands import ChangeStatus
    from warroom.domain.incidents import Status

    qualify(room, incident, "NIS2")
    begin(room, incident, "aware_at")
    room.do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="Rétabli")).result()

    assert "NIS2-EW" in [clock.rule for clock in room.views.clocks(mode=Mode.REAL)]
