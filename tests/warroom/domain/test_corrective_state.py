"""Where corrective actions stand, and how a plan is closed: from the records alone."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import NOON
from warroom.domain.corrective_quality import Blocker, is_awareness, is_same_person, weak_points, weaknesses
from warroom.domain.corrective_state import (
    DAY,
    Group,
    Line,
    Share,
    carried,
    closed_within,
    counted,
    figures,
    first_due,
    group_of,
    in_order,
    is_own_verdict,
    proposed_due,
)
from warroom.domain.correctives import Corrective, CorrectiveKind, CorrectiveState, Postponement
from warroom.domain.ids import IncidentId, RecordId

S = CorrectiveState


def an_action(n: int = 1, **more: Any) -> Corrective:
    said: dict[str, Any] = {
        "id": RecordId(f"{n:032x}"), "number": f"A-AC{n:02d}", "incident": IncidentId("1" * 32), "rex": RecordId(""),
        "finding": "", "cause": RecordId(""), "text": "Déployer par paliers", "kind": CorrectiveKind.PREVENT,
        "priority": 2, "pilot": "Ana Costa", "contributors": (), "due_at": NOON + 30 * DAY, "effort": "", "cost": "",
        "indicator": "plus aucun déploiement mondial", "ticket": "", "state": S.OPEN, "proof": "", "proof_evidence": (),
        "done_at": None, "done_by": "", "verifier": "Marc Petit", "verified_at": None, "verified_by": "",
        "verdict_remark": "", "dropped_because": "", "closed_at": None, "created_at": NOON, "created_by": "Léa Martin",
    }  # fmt: skip
    return Corrective(**{**said, **more})


def verified(n: int, *, after: int, **more: Any) -> Corrective:
    """Verified so many days after it was created."""
    at = NOON + after * DAY
    stamps = {"done_at": at, "done_by": "Ana Costa", "verified_at": at, "verified_by": "Marc Petit", "closed_at": at}
    return an_action(n, **{"state": S.VERIFIED, **stamps, **more})


def moved(from_at: int | None, to_at: int | None, n: int = 1, *, at: int = NOON) -> Postponement:
    record = RecordId(f"{n:032x}")
    return Postponement(RecordId(f"{at:032x}"), record, IncidentId("1" * 32), from_at, to_at, "gel", "Ana Costa", at)


@pytest.mark.parametrize(
    ("more", "group"),
    [
        ({}, Group.LATER),
        ({"due_at": NOON + 7 * DAY}, Group.SOON),
        ({"due_at": NOON}, Group.SOON),
        ({"due_at": NOON - 1}, Group.LATE),
        ({"due_at": NOON - 1, "pilot": ""}, Group.LATE),
        ({"due_at": NOON - 1, "state": S.DONE}, Group.TO_VERIFY),
        ({"pilot": " "}, Group.WAITING),
        ({"due_at": None}, Group.WAITING),
        ({"state": S.VERIFIED, "due_at": NOON - 1}, Group.OVER),
        ({"state": S.DROPPED}, Group.OVER),
    ],
)
def test_that_an_action_stands_in_one_band(more: dict[str, Any], group: Group) -> None:
    assert group_of(an_action(**more), NOON) is group


def test_that_the_board_begins_with_what_is_late_however_it_is_shuffled() -> None:
    found = [
        an_action(1, due_at=NOON - 2 * DAY),
        an_action(2, due_at=NOON - DAY),
        an_action(3, due_at=NOON + DAY, priority=1),
        an_action(4, due_at=NOON + DAY, priority=3),
        an_action(5, state=S.DONE, done_at=NOON),
        an_action(6, pilot=""),
        an_action(7, due_at=NOON + 60 * DAY),
        verified(8, after=9),
        verified(9, after=8),
    ]
    lines = [Line(each, group_of(each, NOON), 0) for each in found]
    random.Random(8).shuffle(lines)
    assert [line.corrective.number[-1] for line in in_order(lines)] == list("123456789")


def test_that_shares_closed_count_only_actions_old_enough() -> None:
    plan = [
        verified(1, after=10),
        verified(2, after=45),
        an_action(3),
        an_action(4, state=S.DROPPED, closed_at=NOON + DAY),
        an_action(5, created_at=NOON + 80 * DAY),  # too young to be judged
    ]
    now = NOON + 95 * DAY
    assert closed_within(plan, 30, now) == Share(1, 3)
    assert closed_within(plan, 90, now) == Share(2, 3)
    assert closed_within(plan, 30, NOON) == Share(0, 0)
    assert Share(0, 0).percent is None
    assert Share(2, 3).percent == 67


def test_that_a_stamp_of_a_verdict_taken_back_closes_nothing() -> None:
    reopened = verified(1, after=3, state=S.OPEN)
    assert closed_within([reopened], 30, NOON + 40 * DAY) == Share(0, 1)


def test_that_on_time_is_judged_by_the_first_date_promised() -> None:
    late = verified(1, after=40, due_at=NOON + 60 * DAY)
    punctual = verified(2, after=10)
    moves = [moved(NOON + 30 * DAY, NOON + 45 * DAY), moved(NOON + 45 * DAY, NOON + 60 * DAY, at=NOON + DAY)]
    assert first_due(late, moves) == NOON + 30 * DAY
    found = figures([late, punctual], moves, NOON + 60 * DAY)
    assert (found.on_time, found.postponed, found.verified, found.open) == (Share(1, 2), 1, 2, 0)


def test_that_a_postponement_taken_back_does_not_count() -> None:
    first, second = NOON + DAY, NOON + 9 * DAY
    away, back = moved(first, second), moved(second, first, at=NOON + 1)
    assert counted([away]) == {an_action().id: 1}
    assert counted([back, away]) == {}
    assert counted([away, back, moved(first, None, at=NOON + 2)]) == {an_action().id: 1}


@pytest.mark.parametrize(
    "text",
    [
        "Sensibiliser les équipes et les prestataires", "Rappeler la procédure aux exploitants",
        "Être plus attentif lors des changements", "Raise awareness of the risk", "Remind everybody to check",
        "Be more careful with deployments",
    ],
)  # fmt: skip
def test_that_asking_people_to_take_care_is_awareness(text: str) -> None:
    assert is_awareness(text)


@pytest.mark.parametrize(
    "text",
    [
        "Automatiser le contrôle et sensibiliser les équipes", "Mettre en place un rappel automatique",
        "Rédiger la fiche réflexe, rappeler où elle est", "Deploy in stages, and remind the teams",
        "Former deux astreintes",
    ],
)  # fmt: skip
def test_that_what_changes_something_is_more_than_awareness(text: str) -> None:
    assert not is_awareness(text)


def test_that_awareness_is_weak_only_where_nothing_else_is_done_about_the_cause() -> None:
    cause = RecordId("c" * 32)
    reminder = an_action(1, text="Sensibiliser les équipes", cause=cause)
    deed = an_action(2, cause=cause)
    assert weak_points(reminder, [reminder]) == (Blocker.AWARENESS_ONLY,)
    assert weak_points(reminder, [reminder, deed]) == ()
    assert weak_points(reminder, [reminder, replace(deed, state=S.DROPPED)]) == (Blocker.AWARENESS_ONLY,)
    assert weak_points(reminder, [reminder, replace(deed, cause=RecordId(""))]) == (Blocker.AWARENESS_ONLY,)


def test_that_weak_points_are_listed_gravest_first_and_not_of_what_is_over() -> None:
    bare = an_action(1, pilot="", due_at=None, verifier="", indicator="")
    own = an_action(2, verifier="ana  costa")
    found = weaknesses([own, bare, replace(bare, state=S.VERIFIED)])
    assert [one.blocker for one in found] == [
        Blocker.NO_PILOT,
        Blocker.NO_DATE,
        Blocker.OWN_VERIFIER,
        Blocker.NO_VERIFIER,
        Blocker.NO_INDICATOR,
    ]
    assert [one.blocker.is_grave for one in found] == [True, True, False, False, False]


def test_that_a_verdict_on_ones_own_work_is_seen_however_the_name_is_written() -> None:
    assert is_same_person("Léa  Martin", "lea martin")
    assert not is_same_person("", " ")
    assert is_own_verdict(verified(1, after=1, verified_by="ANA COSTA"))
    assert not is_own_verdict(verified(1, after=1))


def test_that_open_actions_of_other_crises_are_carried_those_about_the_same_service_first() -> None:
    here, there, elsewhere = (IncidentId(letter * 32) for letter in "abc")
    plan = [
        an_action(1, incident=elsewhere, due_at=NOON - DAY),
        an_action(2, incident=there),
        an_action(3, incident=here),
        verified(4, after=1, incident=there),
    ]
    lines = [Line(each, group_of(each, NOON), 0) for each in plan]
    found = carried(lines, (here,), {here: ["API", "DNS"], there: ["DNS"], elsewhere: ["Paie"]})
    assert [(each.line.corrective.number, each.services) for each in found] == [("A-AC02", ("DNS",)), ("A-AC01", ())]


def test_that_a_date_is_proposed_by_priority() -> None:
    assert [(proposed_due(n, NOON) - NOON) // DAY for n in (1, 2, 3, 4, 9)] == [28, 56, 91, 182, 91]
