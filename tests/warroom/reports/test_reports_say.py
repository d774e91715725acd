"""What the reports say: facts apart from doubts, measures with their sources, corrections beside what they correct."""

from __future__ import annotations

import pytest

from tests.builders import NOON, an_entry
from tests.warroom.reports.crisis import MINUTE, a_subject
from warroom.commands import Decide, FireTrigger, ReportCan, RequestDecision, SetMilestone, WriteScenario
from warroom.domain.anticipation import Outlook, Prepared
from warroom.domain.decisions import Window
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Milestone
from warroom.reports.document import Document, Facts, Log, Table
from warroom.reports.metrics import measures, milestone_sources
from warroom.reports.review import review_report
from warroom.reports.situation import situation_report
from warroom.reports.timeline import log_reports
from warroom.room import Room

Crisis = tuple[Room, str]


def table_of(document: Document, caption: str) -> list[tuple[str, ...]]:
    blocks = [block for section in document.sections for block in section.blocks]
    return next(
        (
            [row.cells for row in block.rows]
            for block in blocks
            if isinstance(block, Table) and block.caption == caption
        ),
        [],
    )


def lines_of(document: Document) -> dict[str, tuple[str, ...]]:
    blocks = [block for section in document.sections for block in section.blocks]
    return {
        line.number: (line.late, line.text, *line.notes)
        for block in blocks
        if isinstance(block, Log)
        for line in block.lines
    }


def test_that_only_verified_entries_are_shown_as_facts(crisis: Crisis) -> None:
    report = situation_report(a_subject(*crisis))

    facts, doubts = table_of(report, "Verified facts"), table_of(report, "Reported, not confirmed")
    assert [row[2] for row in facts] == ["Le cluster B ne répond plus"]
    assert [row[2] for row in doubts] == [
        "Supervision : 26 % des nœuds répondent (not marked as verified) (corrects A-0003)"
    ]


def test_that_a_hypothesis_is_never_among_the_facts_even_when_confirmed(crisis: Crisis) -> None:
    room, reference = crisis
    an_entry(room, reference, kind=Kind.HYPOTHESIS, text="Confirmée", verification=Verification.VERIFIED)

    report = situation_report(a_subject(room, reference))

    assert all("Confirmée" not in row[2] for row in table_of(report, "Verified facts"))
    assert [row[1] for row in table_of(report, "Main hypothesis")] == ["Confirmée"]
    assert [row[1] for row in table_of(report, "Hypotheses ruled out")] == ["Attaque"]


def test_that_it_says_what_is_expected_what_would_announce_it_and_what_came_of_it(crisis: Crisis) -> None:
    room, reference = crisis
    ready = (Prepared("Coupe-t-on la région ?"),)
    for horizon, text in ((60, "Retour progressif"), (240, "La région tombe")):
        kind = Outlook.PROBABLE if horizon == 60 else Outlook.WORST
        more = {"trigger": f"Signe {horizon}", "owner": "Nadia", "prepared": ready}
        room.do(WriteScenario(incident=reference, kind=kind, horizon_min=horizon, text=text, **more)).result()
    fired = room.do(FireTrigger(scenario=room.views.scenarios(reference)[1].id)).result()

    report = situation_report(a_subject(room, reference))

    assert [row[2] for row in table_of(report, "Cases to expect")] == ["Retour progressif", "La région tombe"]
    turning = table_of(report, "Turning points")
    assert [row[0] for row in turning] == ["Signe 60", "Signe 240"]
    assert (turning[0][2], fired.number in turning[1][2]) == ("Coupe-t-on la région ?", True)


def test_that_a_decision_by_somebody_nobody_verified_says_so_and_until_when_was_computed(crisis: Crisis) -> None:
    room, reference = crisis
    decided = Decide(incident=reference, decided="Tout couper", decider="Préfet", how="phone")
    number = room.do(decided).result().number
    window = Window(down_since=NOON, rto_min=240, failover_min=20, margin_min=5)
    room.do(RequestDecision(incident=reference, question="Bascule ?", window=window)).result()

    report = situation_report(a_subject(room, reference))

    taken = next(row for row in table_of(report, "Decisions taken") if row[0] == number)
    assert "Caller not verified" in taken[2]
    assert any("RTO end" in row[1] for row in table_of(report, "Decisions awaited"))


def test_that_the_last_report_of_each_lead_is_there_with_its_needs(crisis: Crisis) -> None:
    room, reference = crisis
    room.do(ReportCan(incident=reference, lead="Karim", conditions="62 %", needs="Un accès")).result()

    (row,) = table_of(situation_report(a_subject(room, reference)), "Latest report of each technical lead")

    assert row[2:] == ("62 %", "—", "Un accès")


def test_that_a_situation_report_has_its_twelve_parts_even_when_nothing_happened(calm: Crisis) -> None:
    report = situation_report(a_subject(*calm))

    numbered = [section.title for section in report.sections if section.level == 1]
    assert [title.split(".")[0] for title in numbered] == [str(number) for number in range(1, 13)]
    assert all(section.blocks for section in report.sections)


def test_that_a_late_action_is_said_to_be_late(crisis: Crisis) -> None:
    rows = table_of(situation_report(a_subject(*crisis)), "Late")

    assert [(row[2], row[3]) for row in rows] == [("Karim", "12:15 · late by 19 min")]


def test_that_a_correction_stands_beside_what_it_corrects_and_the_other_way_round(crisis: Crisis) -> None:
    lines = lines_of(next(log_reports(a_subject(*crisis))))

    wrong, right = lines["A-0003"], lines["A-0006"]
    assert "Corrected by A-0006: “Supervision : 26 % des nœuds répondent”" in wrong
    assert "Corrects A-0003: “Supervision : 62 % des nœuds répondent à nouveau”" in right
    assert "Reason: Chiffres inversés" in right


def test_that_a_late_entry_is_marked_and_an_ordinary_one_is_not(crisis: Crisis) -> None:
    lines = lines_of(next(log_reports(a_subject(*crisis))))

    assert lines["A-0004"][0] == "late entry"
    assert lines["A-0001"][0] == ""


def test_that_the_log_is_in_the_order_it_was_written(crisis: Crisis) -> None:
    numbers = list(lines_of(next(log_reports(a_subject(*crisis)))))

    assert numbers == sorted(numbers)


def test_that_every_measure_says_its_formula_and_its_source(crisis: Crisis) -> None:
    subject = a_subject(*crisis)

    found = {item.name: (item.value, item.formula, item.source) for item in measures(subject)}

    assert found["Time to detect"] == ("40 min", "Detected − Impact started", "entry A-0001 − given when declared")
    assert found["Time to acknowledge"][0] == "14 min"
    assert found["Time to mitigate, from impact"][0] == "1 h 14 (74 min)"
    assert found["Time to mitigate, from detection"][0] == "34 min"
    assert found["Decision latency"][0] == "20 min"


def test_that_a_missing_milestone_gives_no_figure_and_says_which_is_missing(crisis: Crisis) -> None:
    subject = a_subject(*crisis)

    found = {item.name: item for item in measures(subject)}

    restore = found["Time to restore, from impact"]
    assert (restore.value, restore.source) == ("not known: no time for Resolved", "—")


def test_that_a_milestone_set_by_hand_names_the_entry_that_set_it(crisis: Crisis) -> None:
    room, reference = crisis
    room.do(
        SetMilestone(incident=reference, milestone=Milestone.DETECTED, at=NOON - 5 * MINUTE, reason="Alerte retrouvée")
    ).result()
    last = list(room.views.entries(reference))[-1]
    subject = a_subject(room, reference)

    assert milestone_sources(subject)[Milestone.DETECTED] == f"entry {last.number}"


def test_that_impossible_milestones_give_no_figure(crisis: Crisis) -> None:
    room, reference = crisis
    room.do(
        SetMilestone(incident=reference, milestone=Milestone.DETECTED, at=NOON + 20 * MINUTE, reason="Erreur")
    ).result()
    subject = a_subject(room, reference)

    found = {item.name: item for item in measures(subject)}

    assert found["Time to acknowledge"].value == "impossible: Acknowledged lies before Detected"


def test_that_a_review_keeps_decisions_with_their_reasons_and_options(crisis: Crisis) -> None:
    report = review_report(a_subject(*crisis))

    taken = next(section for section in report.sections if section.title == "A-D001 · taken")
    facts = next(block for block in taken.blocks if isinstance(block, Facts))
    assert ("Reasons", "Deux heures sinon") in facts.rows
    assert ("Known then", "62 % perdus") in facts.rows
    assert [row[0] for row in table_of(report, "Options weighed for A-D001")] == ["Basculer", "Attendre"]


def test_that_a_review_lists_open_actions_apart_from_finished_ones(crisis: Crisis) -> None:
    report = review_report(a_subject(*crisis))

    assert [row[0] for row in table_of(report, "Actions finished")] == ["A-A002"]
    assert [row[0] for row in table_of(report, "Actions still open")] == ["A-A001"]


def test_that_a_review_shows_event_time_against_recorded_time(crisis: Crisis) -> None:
    rows = {
        row[3]: row for row in table_of(review_report(a_subject(*crisis)), "Key events, in the order they happened")
    }

    assert rows["A-0004"][:3] == ("23 Nov 2026 11:22", "23 Nov 2026 12:04", "42 min · late entry")


@pytest.mark.parametrize("build", [situation_report, review_report])
def test_that_every_report_says_when_in_both_times_by_whom_and_under_which_marking(
    build: object, crisis: Crisis
) -> None:
    facts = dict(build(a_subject(*crisis)).facts.rows)  # type: ignore[operator]

    assert facts["Established"] == "23 Nov 2026 12:34 (11:34 UTC)"
    assert facts["Written by"] == "Léa Martin, station A"
    assert facts["Marking"] == "Diffusion restreinte"
    assert facts["Fingerprint"] == crisis[0].views.fingerprint()
