"""What tells how far the outside can rely on us: computed to the millisecond, each figure leading to its records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from warroom.domain.channels import Stakeholder
from warroom.domain.confidence import (
    HOUR,
    HOURS_MOST,
    answer_times,
    contacts_by_hour,
    key_accounts,
    promises_kept,
)
from warroom.domain.ids import EntryId, IncidentId, RecordId
from warroom.domain.inbound import Inbound, Promise, PromiseState
from warroom.domain.messages import Result, Sending

MINUTE = 60_000
PARIS = ZoneInfo("Europe/Paris")
KOLKATA = ZoneInfo("Asia/Kolkata")  # half an hour off


def an_inbound(n: int, at: int, **more: Any) -> Inbound:
    nothing = RecordId("")
    made = Inbound(
        id=RecordId(f"{n:032x}"), number=f"A-ME{n:02d}", incident=IncidentId("1"), audience="", from_who="", contact="",
        channel="", stakeholder=nothing, text="?", wants=True, answer_by=None, received_at=at, received_by="LM",
        triaged_at=None, triaged_by="", triage="", given_to="", sent_back="", sent_back_to="", sent_back_at=None,
        sent_back_by="", decided_at=None, decided_by="", decision="", answered_at=None, answered_by="", answer="",
        answered_via="", message=nothing, entry=EntryId(""), source="", raw={},
    )  # fmt: skip
    return replace(made, **more)


def an_account(name: str, *, key: bool = True) -> Stakeholder:
    return Stakeholder(
        id=RecordId(f"{hash(name) & 0xFFFF:032x}"), name=name, audience="key_accounts", key_account=key, contact="",
        phone="", mail="", language="fr", owner="Ana Costa", influence=3, concern=3, expects="", remark="",
    )  # fmt: skip


def a_sending(at: int, recipient: str, result: Result = Result.SENT) -> Sending:
    nothing = RecordId("")
    return Sending(
        id=RecordId(f"{at:032x}"), release=nothing, message=nothing, incident=IncidentId("1"), channel=nothing,
        audience="key_accounts", recipient=recipient, result=result, at=at, by="", proof="", proof_sha256="",
        language="fr", remark="", attempt=nothing, recipients=(), confirms=nothing, answers=(), station="",
    )  # fmt: skip


def a_promise(n: int, state: PromiseState, *, due: int | None = None, closed: int | None = None) -> Promise:
    return Promise(
        id=RecordId(f"{n:032x}"), number=f"A-PR{n:02d}", incident=IncidentId("1"), to_whom="", audience="", text="",
        owner="", made_at=NOON, made_by="", due_at=due, source=RecordId(""), source_noun="", state=state,
        closed_at=closed, closed_by="", remark="",
    )  # fmt: skip


def test_that_contacts_are_counted_by_the_hour_of_the_wall_with_the_quiet_hours_between() -> None:
    found = contacts_by_hour(
        [an_inbound(1, NOON + 5 * MINUTE, audience="press"), an_inbound(2, NOON + 130 * MINUTE)],
        now_ms=NOON + 190 * MINUTE,
        zone=PARIS,
    )
    assert [((hour.from_at - NOON) // HOUR, hour.total) for hour in found] == [(0, 1), (1, 0), (2, 1), (3, 0)]
    assert found[0].by_audience == (("press", (RecordId(f"{1:032x}"),)),)


def test_that_an_hour_begins_where_that_zone_says() -> None:
    (first, *_more) = contacts_by_hour([an_inbound(1, NOON + 5 * MINUTE)], now_ms=NOON + 6 * MINUTE, zone=KOLKATA)
    assert first.from_at == NOON - 30 * MINUTE


@given(st.lists(st.integers(-(2**62), 2**62), max_size=12))
def test_that_times_no_calendar_holds_break_nothing_and_the_bars_stay_few(times: list[int]) -> None:
    found = contacts_by_hour([an_inbound(n, at) for n, at in enumerate(times)], now_ms=NOON, zone=PARIS)
    assert len(found) <= HOURS_MOST
    assert sum(hour.total for hour in found) <= len(times)


def test_that_a_key_account_is_called_back_by_its_name_and_never_by_a_message_to_all() -> None:
    accounts = [an_account("Clinique des Pins"), an_account("Banque du Lac"), an_account("Voisin", key=False)]
    sendings = [
        a_sending(NOON, "clinique des pins"),
        a_sending(NOON, ""),
        a_sending(NOON, "Banque du Lac", Result.FAILED),
    ]
    bank, clinic = key_accounts(accounts, [], sendings)
    assert (bank.name, bank.is_called_back) == ("Banque du Lac", False)
    assert (clinic.name, clinic.is_called_back, clinic.noun) == ("Clinique des Pins", True, "sending")


def test_that_who_called_again_waits_although_they_were_called_back_once() -> None:
    account = an_account("Clinique des Pins")
    answered = an_inbound(1, NOON, from_who="CLINIQUE DES PINS", answered_at=NOON + MINUTE)
    again = an_inbound(2, NOON + 5 * MINUTE, stakeholder=account.id)
    (found,) = key_accounts([account], [answered, again], [])
    assert (found.called_back_at, found.waits_since, found.is_called_back) == (NOON + MINUTE, NOON + 5 * MINUTE, False)


def test_that_promises_are_told_by_what_became_of_them() -> None:
    due = NOON + HOUR
    found = promises_kept(
        [
            a_promise(1, PromiseState.KEPT, due=due, closed=due),
            a_promise(2, PromiseState.KEPT, due=due, closed=due + 1),
            a_promise(3, PromiseState.BROKEN, due=due, closed=NOON),
            a_promise(4, PromiseState.RELEASED, due=due, closed=NOON),
            a_promise(5, PromiseState.OPEN, due=due),
            a_promise(6, PromiseState.OPEN),
        ],
        now_ms=due + 1,
    )
    assert [len(each) for each in (found.in_time, found.kept_late, found.broken, found.released)] == [1, 1, 1, 1]
    assert ([len(found.overdue), len(found.running)], found.percent) == ([1, 1], 25)


def test_that_the_time_to_answer_is_a_median_with_its_worst_case() -> None:
    waits = (2, 4, 30)
    answered = [an_inbound(n, NOON, answered_at=NOON + n * MINUTE) for n in waits]
    found = answer_times([*answered, an_inbound(90, NOON + MINUTE), an_inbound(91, NOON, wants=False)])
    assert (found.count, found.median_ms, found.worst_ms) == (3, 4 * MINUTE, 30 * MINUTE)
    assert (found.worst, found.waiting, found.oldest) == (RecordId(f"{30:032x}"), 1, RecordId(f"{90:032x}"))
