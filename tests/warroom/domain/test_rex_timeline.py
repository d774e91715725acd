"""The timeline of a review: the order of events, gaps by severity, and what cannot be true as it stands."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.ids import EntryId, IncidentId
from warroom.domain.incidents import Milestone, Severity
from warroom.domain.rex_timeline import ContradictionKind, Course, RexTimeline, moments_of, timeline_of

T = 1_795_431_600_000
MIN = 60_000
INCIDENT = IncidentId("1" * 32)


def entry(number: int, event_min: int, *, written_min: int | None = None, **more: Any) -> Entry:
    at = T + event_min * MIN
    recorded = at if written_min is None else T + written_min * MIN
    return Entry(
        key=number, id=EntryId(f"{number:032x}"), incident=INCIDENT, number=f"A-{number:04d}",
        kind=more.pop("kind", Kind.FACT), text=f"événement {number}", event_at=at, recorded_at=recorded, offset_min=60,
        zone="Europe/Paris", author="Léa", station="A", **more,
    )  # fmt: skip


def course(severity: Severity = Severity.CRITICAL, cited: tuple[str, ...] = (), **minutes: int) -> Course:
    milestones = {Milestone(name): T + minute * MIN for name, minute in minutes.items()}
    return Course(INCIDENT, "A-001", severity, milestones, frozenset(cited))


def made(entries: list[Entry], known: Course) -> RexTimeline:
    return timeline_of(moments_of(entries, [known]), [known])


def kinds(found: RexTimeline) -> list[ContradictionKind]:
    return [one.kind for one in found.contradictions]


def test_that_moments_stand_in_the_order_of_the_events_with_milestones_that_no_entry_tells() -> None:
    found = made([entry(2, 10), entry(1, 5), entry(3, 20)], course(impact_started=0, resolved=30))
    assert [one.number for one in found.moments] == ["A-001", "A-0001", "A-0002", "A-0003", "A-001"]
    assert [one.milestone for one in found.key_events] == [Milestone.IMPACT_STARTED, Milestone.RESOLVED]


@pytest.mark.parametrize(
    ("severity", "minutes"),
    [(Severity.CRITICAL, 60), (Severity.MAJOR, 120), (Severity.SIGNIFICANT, 240), (Severity.MINOR, 480)],
)
def test_that_a_gap_is_longer_the_less_grave_the_incident(severity: Severity, minutes: int) -> None:
    at_most = [entry(1, 0), entry(2, minutes)]
    longer = [entry(1, 0), entry(2, minutes + 1)]
    known = course(severity, impact_started=0)
    assert not made(at_most, known).gaps
    (gap,) = made(longer, known).gaps
    assert gap.minutes == minutes + 1
    assert gap.before.number == "A-0002"


def test_that_silence_before_the_incident_and_after_its_end_is_no_gap() -> None:
    entries = [entry(1, -5000), entry(2, 0), entry(3, 30), entry(4, 9000)]
    assert not made(entries, course(impact_started=0, resolved=40)).gaps


def test_that_an_answer_before_the_impact_is_a_contradiction_and_a_fact_is_the_lead_up() -> None:
    found = made([entry(1, -10, kind=Kind.FACT), entry(2, -5, kind=Kind.ORDER)], course(impact_started=0))
    (one,) = found.contradictions
    assert (one.kind, one.numbers) == (ContradictionKind.BEFORE_IMPACT, ("A-0002",))
    assert [each.number for each in found.lead_up] == ["A-0001"]


def test_that_what_was_written_before_it_happened_is_pointed_out_beyond_a_minute_of_clocks() -> None:
    found = made([entry(1, 10, written_min=9), entry(2, 10, written_min=5)], course(impact_started=0))
    assert [(one.kind, one.numbers[0]) for one in found.contradictions] == [(ContradictionKind.AHEAD, "A-0002")]


def test_that_a_late_key_event_is_shown_and_needs_no_explanation() -> None:
    found = made([entry(1, 0, written_min=6, key_event=True), entry(2, 0, written_min=90)], course(impact_started=0))
    (one,) = found.contradictions
    assert one.kind is ContradictionKind.LATE
    assert not one.needs_answer


def test_that_a_refuted_entry_is_pointed_out_where_somebody_relies_on_it() -> None:
    refuted: dict[str, Any] = {"verification": Verification.REFUTED}
    entries = [entry(1, 1, **refuted), entry(2, 2, key_event=True, **refuted), entry(3, 3, **refuted)]
    corrected = entry(4, 4, key_event=True, corrected_by=("A-0009",), **refuted)
    found = made([*entries, corrected], course(impact_started=0, cited=("A-0003",)))
    assert [one.numbers[0] for one in found.contradictions] == ["A-0002", "A-0003"]
    assert set(kinds(found)) == {ContradictionKind.REFUTED}


def test_that_milestones_out_of_order_are_pointed_out_once_for_each_pair() -> None:
    found = made([], course(impact_started=10, detected=5, resolved=3, mitigated=20))
    pairs = {(one.milestone, one.other) for one in found.contradictions}
    assert pairs == {
        (Milestone.DETECTED, Milestone.IMPACT_STARTED),
        (Milestone.RESOLVED, Milestone.IMPACT_STARTED),
        (Milestone.RESOLVED, Milestone.MITIGATED),
    }


def milestone(number: int, now: int, was: int | None, reason: str = "Relu") -> Entry:
    params = {"milestone": "detected", "now": T + now * MIN, "was": None if was is None else T + was * MIN}
    return entry(number, 30 + number, kind=Kind.AUTOMATIC, code="milestone", params=params, reason=reason)


def test_that_a_milestone_with_two_hours_is_explained_by_whoever_knew_the_first() -> None:
    (one,) = made([milestone(1, 5, None), milestone(2, 8, 5)], course(impact_started=0, detected=8)).contradictions
    assert (one.kind, one.numbers, one.given) == (ContradictionKind.TWO_HOURS, ("A-0001", "A-0002"), "Relu")
    assert not one.needs_answer


def test_that_two_hours_given_apart_need_somebody_to_explain_them() -> None:
    (one,) = made([milestone(1, 5, None), milestone(2, 8, None)], course(impact_started=0, detected=8)).contradictions
    assert one.needs_answer
    (more,) = made(
        [milestone(1, 5, None), milestone(2, 8, None), milestone(3, 9, 8)], course(impact_started=0, detected=9)
    ).contradictions
    assert more.needs_answer
    assert more.key != one.key, "an explanation of two hours does not explain a third"


def test_that_a_status_taken_back_and_given_again_is_no_contradiction() -> None:
    def status(number: int, now: str, minute: int) -> Entry:
        return entry(number, minute, kind=Kind.AUTOMATIC, code="status", params={"now": now, "was": "x"})

    entries = [status(1, "monitoring", 10), status(2, "investigating", 20), status(3, "monitoring", 30)]
    assert not made(entries, course(impact_started=0, mitigated=10)).contradictions


PARAMS = st.dictionaries(
    st.sampled_from(["milestone", "now", "was", "field", "noun"]),
    st.one_of(
        st.none(), st.booleans(), st.text(max_size=5), st.integers(), st.lists(st.integers()), st.just("detected")
    ),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-(2**40), 2**40), st.integers(-500, 500), st.sampled_from(list(Kind)), st.booleans(), PARAMS,
            st.sampled_from(["", "milestone", "status", "settled", "declared"]),
            st.sampled_from(list(Verification)),
        ),
        max_size=12,
    ),
    st.dictionaries(st.sampled_from(list(Milestone)), st.integers(0, 2**42)),
    st.sampled_from(list(Severity)),
    st.integers(0, 2**16),
)  # fmt: skip
def test_that_whatever_the_log_holds_the_timeline_is_the_same_in_any_order(
    rows: list[Any], milestones: dict[Milestone, int], severity: Severity, seed: int
) -> None:
    entries = [
        replace(
            entry(number, 0), event_at=T + at, recorded_at=T + at + delay * MIN, kind=kind, key_event=key,
            params=params, code=code, verification=mark,
        )
        for number, (at, delay, kind, key, params, code, mark) in enumerate(rows, 1)
    ]  # fmt: skip
    known = Course(INCIDENT, "A-001", severity, milestones)
    found = made(entries, known)
    random.Random(seed).shuffle(entries)
    assert made(entries, known) == found
    assert len({one.key for one in found.contradictions}) == len(found.contradictions)
    assert len({one.key for one in found.gaps}) == len(found.gaps)
    assert [one.event_at for one in found.moments] == sorted(one.event_at for one in found.moments)


def test_that_an_imported_line_without_an_hour_makes_no_gap_and_is_said_apart() -> None:
    told = [entry(1, 0, written_min=9000, source="import"), entry(2, 30, written_min=9000, source="import")]
    undated = [
        entry(3, 9000, source="import"),
        entry(4, 400, written_min=9000, source="import", flags=("date-without-time",)),
        entry(5, 9001, kind=Kind.AUTOMATIC, code="situation"),
    ]
    found = made([*told, *undated], replace(course(impact_started=0), is_imported=True))
    assert not found.gaps
    assert [one.number for one in found.without_hour] == ["A-0004", "A-0003"]


def test_that_an_imported_history_still_has_the_gaps_between_its_own_hours() -> None:
    told = [entry(1, 0, written_min=9000, source="import"), entry(2, 90, written_min=9000, source="import")]
    found = made(told, replace(course(impact_started=0), is_imported=True))
    assert [one.minutes for one in found.gaps] == [90]
