"""The demonstration: what it promises, in both languages, at any hour."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from warroom import words
from warroom.clock import FixedClock
from warroom.commands.said_ahead import window_said
from warroom.demo import PASSPHRASE, make_demo
from warroom.demo.content import content, demo_folder
from warroom.demo.past import published_ms
from warroom.domain.actions import ActionState
from warroom.domain.anticipation import HORIZONS_MIN, Outlook
from warroom.domain.can_reports import latest_of_each
from warroom.domain.clocks import ClockKind, ClockState
from warroom.domain.coverage_holes import Hole
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.hypotheses import HypothesisState, Weight
from warroom.domain.incidents import Incident, Milestone, Mode, Severity, Status
from warroom.domain.messages import MessageState
from warroom.domain.mobilisation import CalleeState
from warroom.domain.points import PointState, QuestionState
from warroom.domain.situation import Doubt
from warroom.domain.template_filling import missing_in
from warroom.errors import Refusal, WrongKey
from warroom.phrases import until
from warroom.reports.capability import capability
from warroom.room import Room

NOW = 1_795_440_727_000  # Monday 23 November 2026, 14:32:07 in Paris
MINUTE = 60_000
CONTENT = ("past", "crisis", "crisis_ahead", "crisis_rhythm", "crisis_team", "roster", "others")
ANY_TIME_OF_DAY = re.compile(r"\b\d\d:\d\d\b")
WRONG_FRENCH_SPACE = re.compile(r"[ \u00a0][;!?%»](?!\w)|(?<! )«[ \u00a0]| :(?=\s|$)|['\"]")


@pytest.fixture(scope="module", params=["fr", "en"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path = tmp_path_factory.mktemp("demo") / "demo.warroom"
    with make_demo(path, language=request.param, clock=FixedClock(NOW)) as room:
        yield room


def the_crisis(room: Room) -> Incident:
    return next(item for item in room.views.incidents(mode=Mode.REAL) if item.status is Status.IDENTIFIED)


def past_one(room: Room, name: str) -> Incident:
    return next(item for item in room.views.incidents(mode=Mode.REAL) if item.title.startswith(name))


def log_of(room: Room, incident: Incident) -> list[Entry]:
    return list(room.views.entries(incident.id))


def texts_in(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from texts_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from texts_in(value)


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_that_the_board_shows_four_live_incidents_and_the_exercise_apart(demo: Room) -> None:
    live = demo.views.incidents(mode=Mode.REAL, live_only=True)
    exercises = demo.views.incidents(mode=Mode.EXERCISE)

    assert sorted((item.severity, item.status) for item in live) == [
        (Severity.UNDETERMINED, Status.DECLARED),
        (Severity.CRITICAL, Status.IDENTIFIED),
        (Severity.MAJOR, Status.INVESTIGATING),
        (Severity.SIGNIFICANT, Status.MONITORING),
    ]
    assert [item.status for item in exercises] == [Status.RESOLVED]
    assert any(entry.kind is Kind.INJECT for entry in log_of(demo, exercises[0]))


def test_that_seven_past_outages_are_closed_imported_and_name_their_sources(demo: Room) -> None:
    past = [item for item in demo.views.incidents(mode=Mode.REAL) if item.source.startswith("demo:")]

    assert len(past) == 7
    for outage in past:
        assert outage.status is Status.CLOSED
        assert outage.link.startswith("https://")
        assert any(entry.text.startswith("Source") and entry.source == outage.source for entry in log_of(demo, outage))
        assert not [entry for entry in log_of(demo, outage) if entry.is_late]
        assert demo.views.services(outage.id)


@pytest.mark.parametrize(
    ("name", "milestone", "at"),
    [
        ("Cloudflare", Milestone.IMPACT_STARTED, "2025-11-18 11:20"),
        ("Cloudflare", Milestone.MITIGATED, "2025-11-18 14:30"),
        ("Cloudflare", Milestone.RESOLVED, "2025-11-18 17:06"),
        ("AWS", Milestone.IMPACT_STARTED, "2025-10-20 06:48"),
        ("AWS", Milestone.RESOLVED, "2025-10-20 21:20"),
        ("Google", Milestone.IMPACT_STARTED, "2025-06-12 17:51"),
        ("Google", Milestone.RESOLVED, "2025-06-13 01:18"),
        ("OpenAI", Milestone.IMPACT_STARTED, "2024-12-11 23:16"),
        ("OpenAI", Milestone.RESOLVED, "2024-12-12 03:38"),
        ("CrowdStrike", Milestone.IMPACT_STARTED, "2024-07-19 04:09"),
        ("Orange", Milestone.IMPACT_STARTED, "2021-06-02 14:45"),
        ("OVHcloud", Milestone.IMPACT_STARTED, "2021-03-09 23:35"),
    ],
)
def test_that_past_milestones_are_those_published(demo: Room, name: str, milestone: Milestone, at: str) -> None:
    assert past_one(demo, name).milestones[milestone] == utc(at)


def test_that_every_line_of_a_past_outage_stands_at_its_published_time(demo: Room) -> None:
    for outage in content("past", "en"):
        incident = next(item for item in demo.views.incidents(mode=Mode.REAL) if item.source == f"demo:{outage['key']}")
        dated = {entry.original_time: entry.event_at for entry in log_of(demo, incident) if entry.original_time}
        assert dated == {line["at"]: published_ms(line["at"]) for line in outage["lines"]}


def test_that_a_fire_whose_end_of_outage_nobody_published_has_no_such_milestone(demo: Room) -> None:
    assert Milestone.RESOLVED not in past_one(demo, "OVHcloud").milestones


def test_that_emergency_calls_override_the_severity(demo: Room) -> None:
    orange = past_one(demo, "Orange")

    assert orange.vital
    assert orange.gravity is Severity.CRITICAL


def test_that_the_crisis_log_holds_every_kind_that_a_cell_writes(demo: Room) -> None:
    log = log_of(demo, the_crisis(demo))
    written = [entry for entry in log if entry.kind is not Kind.AUTOMATIC]

    assert 35 <= len(written) <= 90
    assert {entry.kind for entry in log} == set(Kind) - {Kind.INJECT}
    assert {entry.verification for entry in log} == set(Verification)
    assert sum(entry.key_event for entry in log) >= 8
    assert {entry.author for entry in log} == {"L. Martin", "M. Diallo", "S. Roy", "C. Aubry", "K. Benali"}
    assert any(entry.from_who and entry.to_who and entry.channel for entry in log)


def test_that_the_whole_crisis_lies_in_the_last_three_hours(demo: Room) -> None:
    log = log_of(demo, the_crisis(demo))

    assert all(NOW - 180 * MINUTE < entry.event_at <= entry.recorded_at < NOW for entry in log)
    assert [entry.recorded_at for entry in log] == sorted(entry.recorded_at for entry in log)


def test_that_two_entries_were_written_late_and_one_corrected(demo: Room) -> None:
    log = log_of(demo, the_crisis(demo))
    late = [entry for entry in log if entry.is_late and entry.kind is not Kind.CORRECTION]
    correction = next(entry for entry in log if entry.kind is Kind.CORRECTION)

    assert len(late) == 2
    assert "C-031" in late[1].text
    assert correction.corrects_number in correction.text
    assert the_crisis(demo).milestones[Milestone.IMPACT_STARTED] == NOW - NOW % MINUTE - 167 * MINUTE


def test_that_the_clocks_say_six_minutes_and_tomorrow(demo: Room) -> None:
    clocks = demo.views.clocks(the_crisis(demo).id, mode=Mode.BOTH)
    updates = [clock for clock in clocks if clock.kind is ClockKind.UPDATE]
    legal = {clock.rule: clock for clock in demo.views.clocks(the_crisis(demo).id, mode=Mode.BOTH) if clock.rule}

    assert {until(update.due_at or 0, NOW) for update in updates} == {"in 6 min"}
    assert until(legal["NIS2-EW"].due_at or 0, NOW) == "in 21 h 21"
    assert legal["NIS2-EW"].start_entry
    assert until(legal["DORA-INI"].due_at or 0, NOW) == "in 2 h 04"
    assert legal["NIS2-FR"].state is ClockState.WAITING


def test_that_a_service_runs_out_of_its_recovery_time_and_the_decision_says_until_when(demo: Room) -> None:
    crisis = the_crisis(demo)
    clocks = demo.views.clocks(crisis.id, mode=Mode.BOTH)
    rto = next(clock for clock in clocks if clock.kind is ClockKind.RTO)
    waiting = next(clock for clock in clocks if clock.kind is ClockKind.DECISION and clock.steps)

    assert rto.due_at == crisis.milestones[Milestone.IMPACT_STARTED] + 240 * MINUTE
    assert waiting.due_at == rto.due_at - 25 * MINUTE
    (window, *_others) = demo.views.windows(crisis.id, margin_min=5)
    assert window.window.decide_before == waiting.due_at


def test_that_two_decisions_wait_and_six_are_taken_with_their_reasons(demo: Room) -> None:
    decisions = demo.views.decisions(the_crisis(demo).id)
    waiting = [item for item in decisions if item.is_open]
    taken = [item for item in decisions if item.state is DecisionState.DECIDED]

    assert len(waiting) == 2
    assert [item.decide_before is not None and item.decide_before < NOW for item in waiting].count(True) == 1
    assert sorted(len(item.options) for item in waiting) == [0, 3]
    assert len(taken) == 6
    assert all(item.rationale for item in taken)
    (unverified,) = (item for item in taken if item.is_unverified)
    assert all(item.decider == "C. Aubry" for item in taken if item is not unverified)
    assert unverified.caller_reason
    failover = next(item for item in waiting if item.window is not None)
    assert failover.window is not None
    assert failover.decide_before == NOW - NOW % MINUTE + 48 * MINUTE
    assert "12 " in window_said(failover.window, NOW), "the day the failover was measured"


def test_that_hypotheses_stand_in_every_state_with_evidence_and_one_case_of_six_fired(demo: Room) -> None:
    crisis = the_crisis(demo)
    hypotheses, cases = demo.views.hypotheses(crisis.id), demo.views.scenarios(crisis.id)
    weights = {backing.weight for each in hypotheses for backing in demo.views.backings(each.id)}

    assert [each.state for each in hypotheses] == [
        HypothesisState.CONFIRMED, HypothesisState.TESTING, HypothesisState.OPEN, HypothesisState.RULED_OUT,
    ]  # fmt: skip
    assert all(each.reason for each in hypotheses if each.state.is_over)
    assert weights == set(Weight)
    assert {(each.kind, each.horizon_min) for each in cases} == set(product(Outlook, HORIZONS_MIN))
    (fired,) = (each for each in cases if each.is_fired)
    assert [each.state for each in fired.came(demo.views.decisions(crisis.id))] == [DecisionState.DECIDED]
    assert [each.needs != "" for each in latest_of_each(demo.views.can_reports(crisis.id))] == [True, True]


def test_that_three_of_twelve_actions_are_late_and_the_others_vary(demo: Room) -> None:
    actions = demo.views.actions(the_crisis(demo).id)

    assert len(actions) == 12
    assert sum(item.is_late(NOW) for item in actions) == 3
    assert {item.state for item in actions} == set(ActionState) - {ActionState.SKIPPED}
    assert all(item.result for item in actions if item.state is ActionState.DONE)
    assert all(item.reason for item in actions if item.state in (ActionState.CANCELLED, ActionState.ON_HOLD))
    assert any(item.acknowledged_at and not item.state.is_over for item in actions)


def test_that_points_were_held_every_half_hour_and_the_next_is_planned_with_a_question_waiting(demo: Room) -> None:
    cell = demo.views.cell_of(the_crisis(demo).id)
    assert cell is not None
    coming, *held = demo.views.points(cell.id)

    assert [point.state for point in held] == [PointState.HELD] * 5
    assert coming.planned_at is not None
    assert 0 < coming.planned_at - NOW <= 14 * MINUTE
    assert all(point.notes for point in held)
    states = [question.state for question in demo.views.questions_asked(cell.id)]
    assert states == [QuestionState.WAITING, QuestionState.ANSWERED]


def test_that_the_situation_cites_its_sources_and_one_sentence_is_to_be_confirmed(demo: Room) -> None:
    stated = demo.views.situation(the_crisis(demo).id)

    assert [item.doubts for item in stated] == [(), (), (Doubt.UNVERIFIED,)]
    assert not any(item.is_stale for item in stated)


def test_that_four_services_are_touched_in_different_ways(demo: Room) -> None:
    services = demo.views.services(the_crisis(demo).id)

    assert len(services) == 4
    assert len({service.state for service in services}) == 3


def test_that_the_readings_are_attached_and_can_be_read(demo: Room) -> None:
    (file,) = demo.views.incident_attachments(the_crisis(demo).id)

    readings = b"".join(demo.views.attachment_bytes(file.id)).decode("utf-8-sig").splitlines()

    assert file.name.endswith(".csv")
    assert len(readings) == 9
    assert all(ANY_TIME_OF_DAY.match(line) for line in readings[1:])


def test_that_nothing_is_left_unfilled_or_unfinished(demo: Room) -> None:
    for incident in demo.views.incidents(mode=Mode.BOTH):
        said = [stated.sentence.text for stated in demo.views.situation(incident.id)]
        shown = [incident.title, *said, incident.users, *(entry.text for entry in log_of(demo, incident))]
        assert not [text for text in shown if re.search(r"[{}]|TODO", text)]


def test_that_the_room_is_sound_and_l_martin_sits_at_station_a(demo: Room) -> None:
    assert demo.verify() == []
    assert (demo.member, demo.station) == ("L. Martin", "A")
    assert demo.clock.now_ms() == NOW


def test_that_somebody_can_go_on_writing_in_the_demonstration(tmp_path: Path) -> None:
    from warroom.commands import LogEntry

    with make_demo(tmp_path / "demo.warroom", language="en") as room:
        crisis = the_crisis(room)
        room.do(LogEntry(incident=crisis.id, text="Strasbourg answers")).result()

        last = log_of(room, crisis)[-1]

    assert last.text == "Strasbourg answers"
    assert abs(last.recorded_at - time.time() * 1000) < MINUTE


def test_that_each_language_tells_the_same_story(tmp_path: Path) -> None:
    def shape(language: str) -> list[tuple[str, list[tuple[str, int, int, str]]]]:
        with make_demo(tmp_path / f"{language}.warroom", language=language, clock=FixedClock(NOW)) as room:
            found = sorted(room.views.incidents(mode=Mode.BOTH), key=lambda item: item.number)
            return [(i.number, [(e.number, e.event_at, e.recorded_at, e.kind) for e in log_of(room, i)]) for i in found]

    assert shape("fr") == shape("en")


def test_that_the_language_spoken_before_is_spoken_after(tmp_path: Path) -> None:
    words.speak("en")

    make_demo(tmp_path / "demo.warroom", language="fr", clock=FixedClock(NOW)).close()

    assert words.language() == "en"


def test_that_the_published_passphrase_opens_it_and_another_does_not(tmp_path: Path) -> None:
    path = tmp_path / "demo.warroom"
    make_demo(path, language="en", clock=FixedClock(NOW)).close()

    Room.open(path, passphrase=PASSPHRASE).close()
    with pytest.raises(WrongKey):
        Room.open(path, passphrase="something else")


def test_that_an_existing_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "demo.warroom"
    path.write_text("mine")

    with pytest.raises(Refusal) as refused:
        make_demo(path, language="en")

    assert refused.value.code == "room-exists"
    assert path.read_text() == "mine"


def test_that_a_demonstration_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "demo.warroom"

    with pytest.raises(Refusal) as refused:  # the laptop's clock lies before some of the outages told
        make_demo(path, language="en", clock=FixedClock(utc("2024-01-01 12:00")))

    assert refused.value.code == "milestone-in-future"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", CONTENT)
def test_that_every_text_of_the_content_comes_in_both_languages(name: str) -> None:
    def check(told: Any) -> None:
        if isinstance(told, dict):
            assert "fr" not in told or set(told) == {"fr", "en"}
            for value in told.values():
                check(value)
        elif isinstance(told, list):
            for value in told:
                check(value)

    check(yaml.safe_load((demo_folder() / f"{name}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", CONTENT)
def test_that_the_french_is_set_as_french_is(name: str) -> None:
    french = set(texts_in(content(name, "fr"))) - set(texts_in(content(name, "en")))

    assert [text for text in french if WRONG_FRENCH_SPACE.search(text)] == []


def test_that_the_team_has_holes_a_gap_on_call_and_a_team_that_is_specially_trained(demo: Room) -> None:
    facts = capability(demo.views, NOW)

    assert len(demo.views.roster()) == 42
    assert [item.holes[0] for item in facts.coverage if item.is_grave] == [Hole.NOBODY, Hole.SINGLE, Hole.SINGLE_NOW]
    assert [line.standing.is_specially_trained for line in facts.teams].count(True) == 1
    assert facts.teams[0].team.rapid
    assert demo.views.on_call_gaps(NOW, NOW + 3 * 24 * 60 * MINUTE)


def test_that_the_crisis_called_people_out_sent_a_team_and_asked_for_means(demo: Room) -> None:
    crisis = the_crisis(demo)
    night, first = demo.views.mobilisations(crisis.id)
    states = {callee.state for each in (night, first) for callee in demo.views.callees(each.id)}
    cell = demo.views.cell_of(crisis.id)
    assert cell is not None

    assert first.closed_at is not None
    assert night.closed_at is None
    assert {CalleeState.IN_FUNCTION, CalleeState.REFUSED, CalleeState.ON_THE_WAY, CalleeState.ALERTED} <= states
    assert len(demo.views.shifts(cell.id)) == 10
    (sent,) = demo.views.field_teams(crisis.id)
    assert NOW - demo.views.contacts(sent.id)[0].at < 30 * MINUTE
    assert len(demo.views.means_requests(crisis.id)) == 2
    assert {item.need for item in demo.views.broken(crisis.id)} >= {"sso", "badge"}


def test_that_messages_stand_in_every_state_and_the_next_is_approved_and_waits(demo: Room) -> None:
    lines = demo.views.message_board(the_crisis(demo).id)
    states = {line.message.template: line.state for line in lines}

    assert states["T03"] is MessageState.RELEASED
    assert states["T06"] is MessageState.RELEASED
    assert states["T07"] is MessageState.APPROVED
    assert states["T11"] is MessageState.IN_CHECK
    assert states["T17"] is MessageState.DRAFT
    approved = next(line for line in lines if line.state is MessageState.APPROVED)
    assert until(approved.due_at or 0, NOW) == "in 6 min"
    assert not any(
        missing_in(text)
        for release in demo.views.releases()
        for said in release.texts.values()
        for text in said.values()
    )


def test_that_telephone_numbers_are_those_reserved_for_fiction() -> None:
    for name in ("crisis", "crisis_team", "roster"):
        told = (demo_folder() / f"{name}.yaml").read_text(encoding="utf-8")
        found = re.findall(r"\b0\d(?: \d\d){4}\b", told)
        assert found or name == "crisis_team"
        assert all(number.startswith(("01 99 00 ", "06 39 98 ")) for number in found)
