"""How far somebody is, from every try to reach them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.answers import as_it_stands, escalates_at, missing_first, next_way, refused_at, ways
from warroom.domain.ids import IncidentId, PersonId, RecordId
from warroom.domain.mobilisation import Call, Callee, CalleeState, CallResult
from warroom.domain.mobilisation_times import percentile, times
from warroom.domain.needs import Broken, NeedState
from warroom.domain.roster import Reach, ReachKind

NOW, MINUTE = 1_795_431_600_000, 60_000
R = CallResult


def callee(**more: Any) -> Callee:
    nothing: dict[str, Any] = dict.fromkeys(
        ("eta_at", "called_at", "acknowledged_at", "arrived_at", "escalated_at"), None
    )
    known: dict[str, Any] = {
        "id": RecordId("a" * 32), "mobilisation": RecordId(""), "person": PersonId(""), "code": "", "why": (),
        "rank": 1, "caller": RecordId(""), "deputy": RecordId(""), "state": CalleeState.TO_CALL,
        "escalated_from": RecordId(""), "remark": "", **nothing,
    }  # fmt: skip
    return Callee(**known | more)


def call(minute: int, result: CallResult, *, record: str = "", **more: Any) -> Call:
    known: dict[str, Any] = {
        "id": RecordId(record or f"{minute:032x}"), "callee": RecordId("a" * 32), "person": RecordId(""),
        "reach": RecordId(""), "by": "", "at": NOW + minute * MINUTE, "result": result, "eta_at": None,
        "takes_back": RecordId(""), "remark": "",
    }  # fmt: skip
    return Call(**known | more)


def state(*calls: Call) -> CalleeState:
    return as_it_stands(callee(), calls).state


def test_what_every_try_says_together() -> None:
    assert state() is CalleeState.TO_CALL
    assert state(call(1, R.NO_ANSWER)) is CalleeState.UNREACHED
    assert state(call(1, R.NO_ANSWER), call(2, R.MESSAGE_LEFT), call(3, R.NO_ANSWER)) is CalleeState.ALERTED
    assert state(call(1, R.REACHED), call(2, R.NO_ANSWER)) is CalleeState.ACKNOWLEDGED
    assert state(call(1, R.REACHED, eta_at=NOW)) is CalleeState.ON_THE_WAY
    assert state(call(1, R.REACHED), call(2, R.REFUSED)) is CalleeState.REFUSED
    assert state(call(1, R.REFUSED), call(2, R.REACHED)) is CalleeState.ACKNOWLEDGED


def test_a_try_that_was_taken_back_counts_no_longer() -> None:
    wrong = call(1, R.REACHED)
    assert state(wrong, call(2, R.NO_ANSWER, takes_back=wrong.id)) is CalleeState.TO_CALL


def test_what_is_said_of_a_person_stands_whatever_the_calls_say() -> None:
    there = callee(state=CalleeState.IN_FUNCTION)
    assert as_it_stands(there, [call(1, R.NO_ANSWER)]).state is CalleeState.IN_FUNCTION


@given(st.permutations([call(n, result) for n, result in enumerate(R)] + [call(9, R.REACHED, eta_at=NOW)]))
def test_the_order_in_which_tries_arrive_changes_nothing(calls: list[Call]) -> None:
    known = sorted(calls, key=lambda item: item.id)
    assert as_it_stands(callee(), calls) == as_it_stands(callee(), known)


def test_the_deputy_is_due_some_minutes_after_the_first_silence_and_at_once_after_a_refusal() -> None:
    silent = as_it_stands(callee(), [call(1, R.NO_ANSWER), call(3, R.MESSAGE_LEFT)])
    assert escalates_at(silent, None, 5) == NOW + 6 * MINUTE
    tries = [call(1, R.NO_ANSWER), call(4, R.REFUSED)]
    assert escalates_at(as_it_stands(callee(), tries), refused_at(tries), 5) == NOW + 4 * MINUTE
    assert escalates_at(callee(), None, 5) is None
    assert escalates_at(as_it_stands(callee(), [call(1, R.REACHED)]), None, 5) is None
    assert escalates_at(replace(silent, escalated_at=NOW), None, 5) is None


def test_who_is_missing_comes_first_and_who_is_there_last() -> None:
    order = [CalleeState.IN_FUNCTION, CalleeState.TO_CALL, CalleeState.REFUSED, CalleeState.ON_THE_WAY]
    found = missing_first(callee(id=RecordId(f"{n:032x}"), state=item) for n, item in enumerate(order))
    assert [item.state for item in found] == [
        CalleeState.REFUSED, CalleeState.TO_CALL, CalleeState.ON_THE_WAY, CalleeState.IN_FUNCTION,
    ]  # fmt: skip


def reach(letter: str, *needs: str, works: bool = True) -> Reach:
    return Reach(
        RecordId(letter * 32), PersonId(""), ReachKind.MOBILE, letter, letter, "", needs, 1, None, "", works, ""
    )


def test_a_way_that_lacks_something_is_skipped_and_so_is_one_that_does_not_work() -> None:
    down = [Broken("mobile", NeedState.DOWN, "Cœur mobile", IncidentId(""))]
    known = ways([reach("a", "mobile"), reach("b", works=False), reach("c", "landline")], down)
    assert [way.is_usable for way in known] == [False, False, True]
    assert known[0].unmet == tuple(down)
    following = next_way(known)
    assert following is not None
    assert following.reach.value == "c"
    assert next_way(known[:2]) is None


def test_after_a_silence_the_way_tried_least_comes_next_and_a_wrong_number_never() -> None:
    tries = [call(1, R.NO_ANSWER, reach=RecordId("a" * 32)), call(2, R.WRONG_NUMBER, reach=RecordId("b" * 32))]
    known = ways([reach("a"), reach("b"), reach("c")], [], tries)
    following = next_way(known)
    assert following is not None
    assert following.reach.value == "c"


def test_times_are_counted_from_the_start_and_only_of_what_happened() -> None:
    there = callee(state=CalleeState.IN_FUNCTION, code="DIR", arrived_at=NOW + 20 * MINUTE)
    comes = replace(
        there, state=CalleeState.ON_THE_WAY, code="SME", arrived_at=None, called_at=NOW + MINUTE,
        acknowledged_at=NOW + 3 * MINUTE,
    )  # fmt: skip
    took = times(NOW, [there, comes])
    assert (took.to_first_call, took.to_first_answer, took.to_core) == (MINUTE, 3 * MINUTE, 20 * MINUTE)
    assert took.to_all is None
    assert took.reached_percent == 100
    gone = replace(comes, state=CalleeState.STOOD_DOWN)
    assert times(NOW, [there, gone]).to_all == 20 * MINUTE
    assert times(NOW, []).reached_percent is None


def test_a_core_function_whose_holder_does_not_come_is_armed_by_whoever_is_called_instead() -> None:
    silent = callee(code="COM", state=CalleeState.UNREACHED, escalated_at=NOW)
    deputy = callee(code="COM", state=CalleeState.IN_FUNCTION, arrived_at=NOW + 9 * MINUTE)
    for order in ([silent, deputy], [deputy, silent]):
        took = times(NOW, order)
        assert (took.to_core, took.to_all) == (9 * MINUTE, 9 * MINUTE)
    assert times(NOW, [silent]).to_core is None
    refused = callee(code="DIR", state=CalleeState.REFUSED)
    assert (times(NOW, [refused, deputy]).to_core, times(NOW, [refused, deputy]).to_all) == (None, None)


@given(st.lists(st.integers(0, 1000), min_size=1), st.sampled_from([50, 90]))
def test_a_percentile_is_one_of_the_values_and_enough_of_them_do_not_exceed_it(values: list[int], percent: int) -> None:
    found = percentile(sorted(values), percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
