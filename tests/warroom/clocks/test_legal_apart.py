"""Legal clocks of two stations that did not see each other, and facts that no honest station writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, an_entry
from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.commands import ChangeRule, CorrectClockEvent, DraftNotice, QualifyRegime, SetClockEvent, SubmitNotice
from warroom.commands.base import Command, handles
from warroom.domain.authority import Authority
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.domain.rights import Right
from warroom.room import Room
from warroom.storage.books import Books

MINUTE, HOUR = 60_000, 3_600_000


class Write(Command[None]):
    """Writes into the room what no command of ours would."""

    def __init__(self, noun: str, **fields: Any) -> None:
        self.noun, self.fields = noun, fields


@handles(Write)
def write(command: Write, books: Books) -> None:
    books.make(command.noun, command.fields)


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def begin(room: Room, incident: str, at: int) -> str:
    proof = an_entry(room, incident)
    return room.do(SetClockEvent(incident=incident, event="aware_at", at=at, entry=proof.id)).result()


def qualify(room: Room, incident: str, state: RegimeState, reason: str = "R", code: str = "NIS2") -> None:
    room.do(QualifyRegime(incident=incident, code=code, state=state, reason=reason)).result()


def legal(room: Room, incident: str) -> dict[str, Clock]:
    found = room.views.clocks(incident, mode=Mode.BOTH, everything=True)
    return {clock.rule or clock.regime: clock for clock in found if clock.kind is ClockKind.LEGAL}


def test_that_of_two_stations_the_earlier_moment_counts_on_both_and_both_are_shown(apart: Apart) -> None:
    incident = apart.incident.id
    qualify(apart.a, incident, RegimeState.APPLICABLE)
    meet(apart.a, apart.b)
    begin(apart.a, incident, NOON - 20 * MINUTE)
    begin(apart.b, incident, NOON - 35 * MINUTE)

    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        assert legal(room, incident)["NIS2-EW"].due_at == NOON - 35 * MINUTE + 24 * HOUR
        assert sorted(item.at for item in room.views.clock_events(incident)) == [NOON - 35 * MINUTE, NOON - 20 * MINUTE]
    assert apart.a.views.to_settle() == 0


def test_that_two_corrections_apart_leave_the_earlier_of_both(apart: Apart) -> None:
    incident = apart.incident.id
    qualify(apart.a, incident, RegimeState.APPLICABLE)
    first = begin(apart.a, incident, NOON - 60 * MINUTE)
    meet(apart.a, apart.b)
    for room, at in ((apart.a, NOON - 10 * MINUTE), (apart.b, NOON - 50 * MINUTE)):
        room.do(CorrectClockEvent(clock_event=first, at=at, reason="relu")).result()

    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        assert legal(room, incident)["NIS2-EW"].due_at == NOON - 50 * MINUTE + 24 * HOUR


def test_that_a_regime_judged_otherwise_apart_is_a_question_to_legal(apart: Apart) -> None:
    incident = apart.incident.id
    qualify(apart.a, incident, RegimeState.APPLICABLE)
    qualify(apart.b, incident, RegimeState.NOT_APPLICABLE)

    meet(apart.a, apart.b)

    questions = apart.a.views.questions()
    lead = next(item.lead for item in questions if item.lead.noun == "regime")
    assert (lead.field, lead.authority) == ("state", Authority.LEGAL)


def test_that_drafts_and_changed_rules_of_two_stations_are_one_record(apart: Apart) -> None:
    incident = apart.incident.id
    for room in (apart.a, apart.b):
        room.do(DraftNotice(incident=incident, rule="NIS2-EW", section="contact", text="C. Aubry")).result()
        room.do(ChangeRule(rule="GDPR-33", body={"hours": 96}, reason="Omnibus")).result()

    meet(apart.a, apart.b)

    assert len(apart.a.views.notices(incident)) == 1
    assert len(apart.a.views.changed_rules()) == 1


def test_that_two_submissions_apart_both_stay_and_the_first_ends_the_clock(apart: Apart) -> None:
    incident = apart.incident.id
    qualify(apart.a, incident, RegimeState.APPLICABLE)
    begin(apart.a, incident, NOON - 20 * MINUTE)
    meet(apart.a, apart.b)
    for room, at in ((apart.a, NOON - 5 * MINUTE), (apart.b, NOON - 9 * MINUTE)):
        room.do(SubmitNotice(incident=incident, rule="NIS2-EW", at=at, recipient="CERT-FR")).result()

    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        found = legal(room, incident)["NIS2-EW"]
        assert (found.state, found.done_at) == (ClockState.DONE, NOON - 9 * MINUTE)
        assert len(room.views.submissions(incident)) == 2


@pytest.mark.parametrize(
    ("noun", "fields"),
    [
        ("clock_event", {"event": "aware_at", "at": -(2**62)}),
        ("clock_event", {"event": "aware_at", "at": 2**62}),
        ("clock_event", {"event": "", "entry": "0" * 32}),
        ("regime", {"code": "NIS2", "state": "applicable", "answers": "[1, 2]"}),
        ("regime", {"code": "NIS2", "state": "perhaps", "answers": '{"trust_service": "very"}'}),
        ("regime", {"code": "\u202e", "state": "applicable"}),
        ("submission", {"rule": "NIS2-IN", "at": 2**62}),
        ("submission", {"rule": "NO-SUCH-RULE"}),
        ("clock_rule", {"rule": "NIS2-EW", "body": '{"hours": -5}'}),
        ("clock_rule", {"rule": "calendars:FR", "body": '{"weekend": [0, 1, 2, 3, 4, 5, 6]}'}),
        ("clock_rule", {"rule": "", "body": "[]"}),
        ("clock_rule", {"rule": "regimes:NIS2", "body": '{"asks": [], "applies": {"all": []}, "label": "x"}'}),
        ("service", {"name": "X", "rto_min": 2**62, "failover_min": 2**62}),
    ],
)
def test_that_hostile_facts_are_shown_or_left_out_and_stop_nothing(
    apart: Apart, noun: str, fields: dict[str, Any]
) -> None:
    room, incident = apart.a, apart.incident.id
    qualify(room, incident, RegimeState.APPLICABLE, code="DORA")
    needs = {"incident": incident} if noun in ("clock_event", "regime", "submission") else {}
    room.do(Write(noun, **needs, **fields)).result()

    found = room.views.clocks(mode=Mode.BOTH, everything=True)

    assert any(clock.rule == "DORA-INI" for clock in found)
    room.views.windows(incident)
    room.views.continuity()
    room.views.rulebook()
    assert room.verify() == []


def test_that_whoever_lacks_the_right_to_judge_does_it_by_delegation(apart: Apart) -> None:
    from warroom.commands import GrantRoles
    from warroom.domain.rights import Role

    room = apart.a
    room.do(GrantRoles(person=room.member, roles=frozenset({Role.ADMINISTRATOR, Role.SCRIBE}), reason="R")).result()

    qualify(room, apart.incident.id, RegimeState.APPLICABLE)

    (made,) = [item for item in room.views.delegations() if item.act == "QualifyRegime"]
    assert made.right == Right.JUDGE
