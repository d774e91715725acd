"""Causes, barriers and branches: noted, judged, moved, merged and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.stations import another_station, meet
from warroom.commands import (
    AddBarrier,
    AddCause,
    AmendBarrier,
    AmendCause,
    EditBranch,
    JudgeCause,
    LinkEvidence,
    MoveCause,
    MoveHypothesis,
    OpenHypothesis,
    RemoveBarrier,
    RemoveCause,
)
from warroom.commands.causes import Noted
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.cause_tree import CutReason
from warroom.domain.causes import BarrierKind, BarrierState, CauseKind, CauseState
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def add(room: Room, incident: str, text: str, **more: Any) -> Noted:
    return room.do(AddCause(incident=incident, text=text, **more)).result()


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def paths(room: Room, incident: str) -> dict[str, str]:
    return {each.path: each.cause.text for each in room.views.cause_tree(incident).placed}


def test_that_whys_are_noted_under_one_another_moved_and_taken_away(room: Room, incident: str) -> None:
    top = add(room, incident, "Le plan de contrôle est saturé", kind=CauseKind.TRIGGER, impact="API arrêtée")
    why = add(room, incident, "Toutes les grappes l’interrogent", parent=top.number)
    other = add(room, incident, "Pas de limite de débit", parent=top.number)
    deep = room.do(AddCause(parent=why.id, text="La sonde est déployée partout à la fois")).result()
    assert paths(room, incident) == {
        "1": "Le plan de contrôle est saturé",
        "1.1": "Toutes les grappes l’interrogent",
        "1.1.1": "La sonde est déployée partout à la fois",
        "1.2": "Pas de limite de débit",
    }

    room.do(MoveCause(cause=other.number, parent=top.id, before=why.id)).result()
    assert paths(room, incident)["1.1"] == "Pas de limite de débit"
    assert refused(room, MoveCause(cause=top.id, parent=deep.id)) == "cause-circle"
    assert refused(room, MoveCause(cause=top.id, parent=top.id)) == "cause-circle"

    room.do(RemoveCause(cause=why.id)).result()
    assert paths(room, incident) == {
        "1": "Le plan de contrôle est saturé",
        "1.1": "Pas de limite de débit",
        "1.2": "La sonde est déployée partout à la fois",
    }
    room.undo().result()
    assert paths(room, incident)["1.2.1"] == "La sonde est déployée partout à la fois"


def test_that_causes_can_be_put_between_two_others_as_often_as_one_likes(room: Room, incident: str) -> None:
    first, second = (add(room, incident, text) for text in ("un", "deux"))
    wanted = ["un"]
    for n in range(8):
        made = add(room, incident, f"entre {n}")
        room.do(MoveCause(cause=made.id, before=second.id)).result()
        wanted.append(f"entre {n}")
    room.do(MoveCause(cause=second.id, before=first.id)).result()

    assert list(paths(room, incident).values()) == ["deux", *wanted]


def test_that_what_is_confirmed_has_something_to_show(room: Room, incident: str) -> None:
    entry = an_entry(room, incident)
    cause = add(room, incident, "Certificat expiré")
    assert refused(room, JudgeCause(cause=cause.id, state=CauseState.CONFIRMED)) == "cause-bare"
    assert refused(room, AddCause(incident=incident, text="x", state=CauseState.CONFIRMED)) == "cause-bare"
    assert refused(room, LinkEvidence(cause=cause.id, evidence="person 1")) == "evidence-unknown"
    assert refused(room, LinkEvidence(cause=cause.id, evidence="entry A-9999")) == "unknown-reference"

    room.do(LinkEvidence(cause=cause.id, evidence=f"entry {entry.number}")).result()
    room.do(LinkEvidence(cause=cause.id, evidence=f"entry {entry.id}")).result()
    room.do(JudgeCause(cause=cause.id, state=CauseState.CONFIRMED)).result()

    known = room.views.cause(cause.id)
    assert known is not None
    assert (known.state, known.evidence) == (CauseState.CONFIRMED, (f"entry {entry.id}",))
    room.do(LinkEvidence(cause=cause.id, evidence=f"entry {entry.id}", remove=True)).result()
    assert room.views.causes(incident)[0].evidence == ()


def test_that_a_confirmed_hypothesis_is_proposed_and_taken_up_with_its_words_and_its_reason(
    room: Room, incident: str
) -> None:
    opened = room.do(OpenHypothesis(incident=incident, text="La sonde sature le plan de contrôle")).result()
    assert room.views.cause_proposals(incident) == ()
    move = MoveHypothesis(hypothesis=opened.id, state=HypothesisState.CONFIRMED, reason="arrêtée, la charge retombe")
    room.do(move).result()
    assert [each.number for each in room.views.cause_proposals(incident)] == [opened.number]

    made = room.do(AddCause(incident=incident, hypothesis=opened.number, state=CauseState.CONFIRMED)).result()

    cause = room.views.cause(made.id)
    assert cause is not None
    assert (cause.text, cause.evidence_text) == ("La sonde sature le plan de contrôle", "arrêtée, la charge retombe")
    assert room.views.cause_proposals(incident) == ()


def test_that_what_is_no_cause_is_refused_and_nothing_is_lost(room: Room, incident: str) -> None:
    cause = add(room, incident, "Une limite inconnue", family="Limite  inconnue")
    played = an_incident(room, title="Exercice", exercise=True).id
    theirs = an_entry(room, played)

    assert refused(room, AddCause(incident=incident, text="  ")) == "cause-empty"
    assert refused(room, AddCause(text="sans incident")) == "incident-missing"
    assert refused(room, AddCause(incident=incident, text="x" * 2001)) == "cause-long"
    assert refused(room, AddCause(incident=incident, text="x", branch="nulle-part")) == "unknown-reference"
    assert refused(room, AddCause(incident=played, text="x", parent=cause.id)) == "modes-mixed"
    assert refused(room, LinkEvidence(cause=cause.id, evidence=f"entry {theirs.id}")) == "modes-mixed"

    again = add(room, played, "Une limite inconnue", family="limite inconnue")
    assert room.views.cause(again.id).family == "Limite inconnue"  # type: ignore[union-attr]  # spelt as before
    assert [each.times for each in room.views.cause_families()] == [1]
    assert [each.times for each in room.views.cause_families(Mode.BOTH)] == [2]


def test_that_a_cause_is_amended_against_what_was_seen(room: Room, incident: str) -> None:
    cause = add(room, incident, "Premier texte")
    seen = room.views.sources("cause", cause.id)
    room.do(AmendCause(cause=cause.id, text="Second texte", kind=CauseKind.ROOT, change="MEP 12:00, CHG-7")).result()

    with pytest.raises(MovedMeanwhile):
        room.do(AmendCause(cause=cause.id, text="Troisième texte", seen=seen)).result()

    known = room.views.cause(cause.id)
    assert known is not None
    assert (known.text, known.kind, known.change) == ("Second texte", CauseKind.ROOT, "MEP 12:00, CHG-7")
    room.undo().result()
    assert room.views.cause(cause.id).text == "Premier texte"  # type: ignore[union-attr]


def test_that_barriers_are_noted_amended_taken_away_and_undone(room: Room, incident: str) -> None:
    cause = add(room, incident, "Déploiement d’un coup")
    barrier = room.do(
        AddBarrier(
            incident=incident,
            text="Déploiement progressif",
            kind=BarrierKind.LIMIT,
            state=BarrierState.ABSENT,
            cause=cause.number,
        )
    ).result()
    room.do(AmendBarrier(barrier=barrier, state=BarrierState.FAILED, remark="une étape sautée")).result()

    (known,) = room.views.barriers(incident)
    assert (known.state, known.cause, known.remark) == (BarrierState.FAILED, cause.id, "une étape sautée")
    assert refused(room, AddBarrier(incident=incident, text=" ")) == "barrier-empty"
    room.do(RemoveBarrier(barrier=barrier)).result()
    assert room.views.barriers(incident) == []
    room.undo().result()
    assert [each.id for each in room.views.barriers(incident)] == [barrier]


def test_that_branches_ship_in_both_languages_and_are_renamed_added_and_put_aside(room: Room) -> None:
    shipped = room.views.branches()
    assert {"change", "capacity", "dependency", "monitoring", "procedure", "organisation", "supplier"} <= {
        each.code for each in shipped
    }
    assert all(
        each.said(lang) and each.classic_said(lang) and each.asked(lang) for each in shipped for lang in ("en", "fr")
    )

    room.do(EditBranch(code="site", retired=True)).result()
    room.do(EditBranch(code="change", names={"fr": "Mise en production"})).result()
    code = room.do(EditBranch(names={"fr": "Télécom", "en": "Telecom"})).result()

    by_code = {each.code: each for each in room.views.branches()}
    assert by_code["site"].retired
    assert (by_code["change"].said("fr"), by_code["change"].said("en")) == ("Mise en production", "Change")
    assert (code, by_code["telecom"].is_own, list(by_code)[-1]) == ("telecom", True, "telecom")
    assert refused(room, EditBranch(code="nope", retired=True)) == "branch-unknown"
    assert refused(room, EditBranch(names={"fr": " "})) == "branch-empty"
    room.undo().result()
    assert "telecom" not in {each.code for each in room.views.branches() if not each.retired}


def test_that_two_stations_that_make_a_circle_see_the_same_tree_and_what_was_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as a:
        incident = an_incident(a).id
        made = []
        for text in ("un", "deux", "trois"):
            made.append(add(a, incident, text))
            a.clock.advance(seconds=1)  # type: ignore[attr-defined]  # a FixedClock: which was noted first counts
        one, two, gone = made
        with another_station(a, tmp_path, monkeypatch) as b:
            a.do(MoveCause(cause=one.id, parent=two.id)).result()
            b.do(MoveCause(cause=two.id, parent=one.id)).result()
            a.do(RemoveCause(cause=gone.id)).result()
            why = b.do(AddCause(text="quatre", parent=gone.id)).result()
            meet(a, b)

            tree = b.views.cause_tree(incident)
            assert tree == a.views.cause_tree(incident)
            assert {each.cause.number: each.reason for each in tree.cuts} == {
                one.number: CutReason.CIRCLE,
                why.number: CutReason.GONE,
            }
            assert sorted(paths(b, incident).values()) == ["deux", "quatre", "un"]
            assert tree.chain(two.id)[0].cause.text == "un"
            b.do(MoveCause(cause=one.id)).result()
            b.do(MoveCause(cause=why.id, parent=two.id)).result()
            assert b.views.cause_tree(incident).cuts == ()
