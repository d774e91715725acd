"""NIS2, DORA and GDPR against deadlines that were worked out by hand, wrong readings seen elsewhere among them."""

from __future__ import annotations

import pytest

from tests.warroom.clocks.hand import clock, due, event, regime, said, submission
from warroom.domain.clocks import ClockState, StepKind

AWARE = event("aware_at", "2026-11-23 14:32")


def state(rule: str, *known: object, now: str) -> ClockState:
    found = clock(rule, *known, now=now)  # type: ignore[arg-type]
    assert found is not None
    return found.state


# NIS2, art. 23


def test_that_the_early_warning_is_due_24_hours_and_the_notification_72_hours_after_awareness() -> None:
    assert due("NIS2-EW", AWARE) == "2026-11-24 14:32"
    assert due("NIS2-IN", AWARE) == "2026-11-26 14:32"


def test_that_24_hours_elapse_also_in_the_nights_when_clocks_change() -> None:
    assert due("NIS2-EW", event("aware_at", "2026-03-28 12:00")) == "2026-03-29 13:00"
    assert due("NIS2-EW", event("aware_at", "2026-10-24 12:00")) == "2026-10-25 11:00"


def test_that_the_final_report_is_due_a_month_after_the_notification_and_not_after_the_incident() -> None:
    sent = submission("NIS2-IN", "2026-11-25 09:10")

    assert due("NIS2-FR", AWARE) == "—"
    assert due("NIS2-FR", AWARE, sent) == "2026-12-25 09:10"


def test_that_a_month_after_the_31st_of_january_ends_with_february() -> None:
    assert due("NIS2-FR", submission("NIS2-IN", "2027-01-31 23:30")) == "2027-02-28 23:30"
    assert due("NIS2-FR", submission("NIS2-IN", "2028-01-31 23:30")) == "2028-02-29 23:30"


def test_that_a_trust_service_notifies_within_24_hours_and_its_final_report_follows_from_that() -> None:
    trust = regime("NIS2", trust_service=True)

    assert clock("NIS2-IN", AWARE, trust) is None
    assert due("NIS2-IN-TS", AWARE, trust) == "2026-11-24 14:32"
    assert due("NIS2-FR", AWARE, trust, submission("NIS2-IN-TS", "2026-11-24 10:00")) == "2026-12-24 10:00"
    assert clock("NIS2-IN-TS", AWARE) is None


def test_that_after_a_progress_report_the_final_one_is_due_a_month_after_the_incident_was_handled() -> None:
    sent, progress = submission("NIS2-IN", "2026-11-25 09:10"), submission("NIS2-PR", "2026-12-24 16:00")

    assert state("NIS2-FR", AWARE, sent, progress, now="2027-01-15 08:00") is ClockState.WAITING
    assert due("NIS2-FR", AWARE, sent, progress, event("handled_at", "2027-01-31 18:00")) == "2027-02-28 18:00"


def test_that_a_progress_report_changes_nothing_when_the_incident_was_over_by_then() -> None:
    known = (AWARE, submission("NIS2-IN", "2026-11-25 09:10"), submission("NIS2-PR", "2026-12-20 16:00"))

    assert due("NIS2-FR", *known, event("handled_at", "2026-12-10 18:00")) == "2026-12-25 09:10"


def test_that_recipients_are_told_without_undue_delay_which_is_an_own_target_and_labelled_so() -> None:
    found = clock("NIS2-RE", AWARE, regime("NIS2", recipients_affected=True))

    assert found is not None
    assert said(found.due_at)[:16] == "2026-11-23 18:32"
    assert [step.kind for step in found.steps] == [StepKind.START, StepKind.TARGET, StepKind.RESULT]


def test_that_an_intermediate_report_is_only_asked_once_the_authority_asks() -> None:
    assert clock("NIS2-IM", AWARE) is None
    assert due("NIS2-IM", AWARE, event("report_requested_at", "2026-11-27 10:00")) == "2026-11-27 14:00"


# DORA, RTS 2025/301 art. 5


def test_that_the_initial_notification_runs_from_classification_and_not_from_detection() -> None:
    known = (event("detected_at", "2026-11-23 14:00"), AWARE, event("classified_major_at", "2026-11-23 16:00"))

    assert due("DORA-INI", *known) == "2026-11-23 20:00"


def test_that_the_initial_notification_is_due_24_hours_after_awareness_at_the_latest() -> None:
    assert due("DORA-INI", AWARE, event("classified_major_at", "2026-11-24 12:00")) == "2026-11-24 14:32"


def test_that_the_cap_falls_away_when_the_incident_is_classified_only_after_24_hours() -> None:
    found = clock("DORA-INI", AWARE, event("classified_major_at", "2026-11-24 14:33"))

    assert found is not None
    assert said(found.due_at)[:16] == "2026-11-24 18:33"
    assert StepKind.UNCAPPED in [step.kind for step in found.steps]


def test_that_classification_in_the_very_last_minute_leaves_the_cap() -> None:
    assert due("DORA-INI", AWARE, event("classified_major_at", "2026-11-24 14:32")) == "2026-11-24 14:32"


def test_that_the_cap_is_shown_while_classification_is_awaited_and_no_longer_once_it_passed() -> None:
    waiting = clock("DORA-INI", AWARE, now="2026-11-23 15:00")
    later = clock("DORA-INI", AWARE, now="2026-11-24 15:00")

    assert waiting is not None
    assert later is not None
    assert (waiting.state, said(waiting.due_at)[:16]) == (ClockState.WAITING, "2026-11-24 14:32")
    assert (later.state, later.due_at) == (ClockState.WAITING, None)


def test_that_the_intermediate_report_runs_from_submission_of_the_initial_one_and_not_from_classification() -> None:
    known = (AWARE, event("classified_major_at", "2026-11-23 16:00"))

    assert due("DORA-INT", *known) == "—"
    assert due("DORA-INT", *known, submission("DORA-INI", "2026-11-23 19:20")) == "2026-11-26 19:20"


def test_that_the_final_report_runs_from_the_last_updated_intermediate_report_and_not_from_the_incident() -> None:
    known = (
        event("classified_major_at", "2026-11-23 16:00"),
        submission("DORA-INI", "2026-11-23 19:20"),
        submission("DORA-INT", "2026-11-26 10:00"),
    )
    update = submission("DORA-UPD", "2026-11-30 11:00")

    assert due("DORA-FIN", *known) == "2026-12-26 10:00"
    assert due("DORA-FIN", *known, event("service_restored_at", "2026-11-30 09:00"), update) == "2026-12-30 11:00"


def test_that_recovery_after_the_intermediate_report_asks_for_an_update_and_before_it_for_none() -> None:
    known = (submission("DORA-INI", "2026-11-23 19:20"), submission("DORA-INT", "2026-11-26 10:00"))

    assert clock("DORA-UPD", *known) is None
    assert clock("DORA-UPD", *known, event("service_restored_at", "2026-11-25 09:00")) is None
    assert due("DORA-UPD", *known, event("service_restored_at", "2026-11-30 09:00")) == "2026-11-30 13:00"
    told = (*known, event("service_restored_at", "2026-11-30 09:00"), submission("DORA-INT", "2026-11-30 09:40"))
    assert state("DORA-UPD", *told, now="2026-11-30 15:00") is ClockState.DONE


def test_that_a_weekend_extends_nothing_but_is_shown_beside() -> None:
    found = clock("DORA-INT", submission("DORA-INI", "2026-11-25 15:00"))  # Saturday 28

    assert found is not None
    assert said(found.due_at)[:16] == "2026-11-28 15:00"
    assert [(step.ref, said(step.at)[:16]) for step in found.steps if step.kind is StepKind.EXTENDED] == [
        ("dora-noon", "2026-11-30 12:00")
    ]


# GDPR, art. 33 and 34


def test_that_the_authority_is_told_72_hours_after_the_breach_was_known() -> None:
    known = event("breach_aware_at", "2026-10-23 18:05")

    assert due("GDPR-33", AWARE) == "—"
    assert due("GDPR-33", known) == "2026-10-26 17:05"  # clocks went back on the 25th
    assert clock("GDPR-33", known, regime("GDPR", risk_unlikely=True)) is None


def test_that_persons_are_told_only_at_high_risk_and_against_an_own_target() -> None:
    assert clock("GDPR-34", event("breach_aware_at", "2026-11-23 18:05")) is None
    found = clock("GDPR-34", event("high_risk_assessed_at", "2026-11-24 09:00"))
    assert found is not None
    assert said(found.due_at)[:16] == "2026-11-24 13:00"
    assert found.steps[1].kind is StepKind.TARGET


# What holds for all


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24 08:31", ClockState.RUNNING),
        ("2026-11-24 08:32", ClockState.AMBER),  # a quarter of 24 h is left
        ("2026-11-24 14:32", ClockState.AMBER),
        ("2026-11-24 14:33", ClockState.LATE),
    ],
)
def test_that_a_clock_is_amber_with_a_quarter_left_and_late_once_it_passed(now: str, expected: ClockState) -> None:
    assert state("NIS2-EW", AWARE, now=now) is expected


def test_that_a_notification_is_submitted_in_time_or_late() -> None:
    in_time, late = submission("NIS2-EW", "2026-11-24 14:32"), submission("NIS2-EW", "2026-11-24 14:33")

    assert state("NIS2-EW", AWARE, in_time, now="2026-11-25 08:00") is ClockState.DONE
    assert state("NIS2-EW", AWARE, late, now="2026-11-25 08:00") is ClockState.DONE_LATE
    corrected = (late, submission("NIS2-EW", "2026-11-24 13:30", corrects=late))
    assert state("NIS2-EW", AWARE, *corrected, now="2026-11-25 08:00") is ClockState.DONE


def test_that_the_earlier_of_two_stations_counts_and_a_correction_replaces_only_what_it_corrects() -> None:
    other = event("aware_at", "2026-11-23 14:20")

    assert due("NIS2-EW", AWARE, other) == "2026-11-24 14:20"
    assert due("NIS2-EW", AWARE, other, event("aware_at", "2026-11-23 14:40", corrects=other)) == "2026-11-24 14:32"


def test_that_corrections_in_a_circle_leave_the_earliest_and_those_of_another_event_nothing() -> None:
    first, second = event("aware_at", "2026-11-23 14:20"), event("aware_at", "2026-11-23 14:30")
    from dataclasses import replace

    circle = (replace(first, corrects=second.id), replace(second, corrects=first.id))
    foreign = event("detected_at", "2026-11-23 10:00", corrects=first)

    assert due("NIS2-EW", *circle) == "2026-11-24 14:20"
    assert due("NIS2-EW", first, foreign) == "2026-11-24 14:20"


def test_that_times_of_a_broken_clock_crash_nothing() -> None:
    from dataclasses import replace

    for when in (-(2**62), -1, 2**62):
        found = clock("NIS2-FR", replace(submission("NIS2-IN", "2026-11-25 09:10"), at=when))
        assert found is not None
        assert found.due_at is not None
