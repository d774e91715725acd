"""The reckoning of a cadence, against a count by the second that shares no line with it."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.by_the_second import count
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.message_cadence import CadenceStep, Outcome, StepKind, Told, all_kept, cadences, kept

BEGAN = 1_795_431_600_000
EXAMPLES = 30 * int(os.environ.get("WARROOM_FUZZ", "1"))
HOURS = 2
LAST = HOURS * 3600
CRISIS = IncidentId("1" * 32)
second = st.integers(0, LAST)
minutes = st.sampled_from([0, 1, 5, 20, 30, 60, 240])
chosen = st.booleans()
facts = st.lists(
    st.one_of(
        st.tuples(second, st.just("start"), minutes, second, chosen),
        st.tuples(second, st.just("pace"), minutes, st.none() | second, chosen),
        st.tuples(second, st.just("snooze"), second),
        st.tuples(second, st.just("stop"), chosen),
        st.tuples(second, st.just("told"), st.none() | second, chosen),
        st.tuples(second, st.just("told"), st.none(), st.just(False)),
    ),
    max_size=25,
    unique_by=lambda fact: fact[0],
)
KINDS = {"start": StepKind.START, "pace": StepKind.EVERY, "snooze": StepKind.SNOOZE, "stop": StepKind.STOP}


def at(seconds: int | None) -> int | None:
    return None if seconds is None else BEGAN + seconds * 1000


def as_records(found: list[tuple[Any, ...]]) -> tuple[list[CadenceStep], list[Told]]:
    steps, told = [], []
    for fact in found:
        record, when = RecordId(f"{fact[0]:032x}"), BEGAN + fact[0] * 1000
        if fact[1] == "told":
            status = "resolved" if fact[3] else "investigating"
            told.append(Told(record, record, CRISIS, ("customers",), status, at(fact[2]), str(fact[0]), when))
            continue
        is_pace = fact[1] in ("start", "pace")
        steps.append(
            CadenceStep(
                id=record,
                incident=CRISIS,
                audience="customers",
                kind=KINDS[fact[1]],
                minutes=fact[2] if is_pace else None,
                first_at=at(fact[3]) if is_pace else None,
                until_at=at(fact[2]) if fact[1] == "snooze" else None,
                reason="",
                by="Léa Martin",
                at=when,
                by_hand=fact[-1] if fact[1] != "snooze" else True,
            )
        )
    return steps, told


@given(facts, st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES, deadline=None)
def test_that_every_second_of_lateness_is_what_a_clerk_with_a_watch_counts(
    found: list[tuple[Any, ...]], order: random.Random
) -> None:
    steps, told = as_records(found)
    order.shuffle(steps)
    order.shuffle(told)

    counted = count(found, LAST)

    reckoned = cadences(steps, told)
    if not found:
        assert reckoned == []
        return
    (cadence,) = reckoned
    report = kept(cadence, BEGAN + LAST * 1000)
    assert report.late_ms == counted.late_seconds * 1000
    written = Counter(counted.sheet)
    assert (report.kept, report.snoozed, report.late, report.missed, report.overdue) == (
        written["kept"], written["snoozed"], written["late"], written["missed"], written["overdue"],
    )  # fmt: skip
    assert [one.outcome is Outcome.DROPPED for one in cadence.periods].count(True) == written["dropped"]
    assert cadence.due_at == at(counted.ring)


def test_that_the_same_words_let_out_twice_are_one_message_and_all_audiences_add_up() -> None:
    steps, _told = as_records([(0, "start", 30, 900, False)])
    once = Told(RecordId("a" * 32), RecordId("m" * 32), CRISIS, ("customers", "press"), "", None, "d", BEGAN + 60_000)
    again = Told(RecordId("b" * 32), RecordId("m" * 32), CRISIS, ("customers",), "", None, "d", BEGAN + 120_000)

    customers, press = cadences(steps, [again, once])

    assert (customers.messages, customers.due_at) == (1, BEGAN + 60_000 + 30 * 60_000)
    assert (press.messages, press.due_at, press.periods) == (1, None, ())
    both = all_kept([kept(customers, BEGAN + 4_000_000), kept(press, BEGAN + 4_000_000)])
    assert (both.messages, both.kept, both.overdue, both.percent) == (2, 1, 1, 50)
    assert both.late_ms == 4_000_000 - 60_000 - 30 * 60_000


def test_that_a_step_taken_back_counts_no_more_and_nonsense_from_elsewhere_is_left_aside() -> None:
    steps, _told = as_records([(0, "start", 30, 900, False), (60, "pace", 9_999_999, None, True)])
    (cadence,) = cadences(steps, [])
    assert cadence.due_at == BEGAN + 900_000
    back = CadenceStep(
        RecordId("f" * 32), CRISIS, "customers", StepKind.BACK, None, None, None, "", "", BEGAN + 1, False, steps[0].id
    )
    assert not [one for one in cadences([*steps, back], []) if one.due_at is not None]
