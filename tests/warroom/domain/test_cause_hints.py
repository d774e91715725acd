"""Where an analysis of causes stopped too early, in both languages."""

from __future__ import annotations

import pytest

from tests.warroom.domain.causes import a_barrier, a_cause
from warroom.domain.cause_families import families_of, folded
from warroom.domain.cause_hints import CauseHint, hints_on, is_human_error, only_human_error
from warroom.domain.cause_tree import tree_of
from warroom.domain.causes import BarrierState, CauseKind, CauseState

DAY = 86_400_000


@pytest.mark.parametrize(
    "text",
    [
        "Erreur humaine",
        "Une erreur de manipulation de l’exploitant",
        "Fausse manipulation sur la console",
        "L'opérateur n'a pas suivi la procédure",
        "Le technicien s’est trompé de baie",
        "Manque de vigilance de l’équipe",
        "Human error during the change",
        "The operator’s mistake",
        "Somebody forgot the flag",
        "A typo in the command",
        "The engineer did not follow the runbook",
        "Fat-fingered the prefix list",
    ],
)
def test_that_human_error_is_heard_however_it_is_said(text: str) -> None:
    assert is_human_error(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ce n’est pas une erreur humaine : l’outil accepte tout",
        "Une erreur humaine rendue possible par un outil qui ne demande pas confirmation",
        "Not human error",
        "A typo that went through because nothing checks the file",
        "Le certificat a expiré sans que rien ne l’annonce",
        "The limit of the cluster was not known",
        "Les oubliettes du château",
    ],
)
def test_that_a_text_which_says_why_or_denies_it_is_left_alone(text: str) -> None:
    assert not is_human_error(text)


def test_that_a_chain_that_ends_at_human_error_is_asked_once_more() -> None:
    causes = [
        a_cause("1", kind=CauseKind.TRIGGER, evidence=("entry 1",)),
        a_cause("2", "1", text="Erreur de manipulation", kind=CauseKind.ROOT, evidence=("entry 1",)),
    ]
    tree = tree_of(causes)

    assert [(each.hint, each.causes) for each in hints_on(tree, [a_barrier()])] == [(CauseHint.HUMAN_ERROR, ("2",))]
    assert only_human_error(tree)
    deeper = tree_of([*causes, a_cause("3", "2", text="L’outil accepte tout", kind=CauseKind.ROOT, evidence=("e 1",))])
    assert hints_on(deeper, [a_barrier()]) == ()
    assert not only_human_error(deeper)


def test_that_hints_say_what_lacks_a_chain_a_root_a_trigger_evidence_and_barriers() -> None:
    tree = tree_of([a_cause("1", kind=CauseKind.PROXIMATE, impact="Paiement arrêté", text="Oubli signé Léa Martin")])

    found = hints_on(tree, impacts=[("s1", "Paiement"), ("s2", "Messagerie")], names=["Léa Martin", "Bo"])

    assert {(each.hint, each.about) for each in found} == {
        (CauseHint.BLAME, "Léa Martin"),
        (CauseHint.BARE, ""),
        (CauseHint.NO_CHAIN, "Messagerie"),
        (CauseHint.NO_ROOT, ""),
        (CauseHint.NO_TRIGGER, ""),
        (CauseHint.SHORT_CHAIN, ""),
        (CauseHint.NO_BARRIER, ""),
    }


def test_that_a_refuted_root_and_plain_luck_are_pointed_out_and_that_nothing_noted_says_nothing() -> None:
    causes = [
        a_cause("1", kind=CauseKind.TRIGGER, evidence=("e 1",)),
        a_cause("2", "1", kind=CauseKind.ROOT, state=CauseState.REFUTED),
    ]

    found = hints_on(tree_of(causes), [a_barrier(BarrierState.LUCK, text="Un témoin était là")])

    assert [(each.hint, each.about) for each in found] == [
        (CauseHint.REFUTED_ROOT, ""),
        (CauseHint.LUCK, "Un témoin était là"),
    ]
    assert hints_on(tree_of([]), names=["Léa"]) == ()


def test_that_families_meet_across_spellings_and_recur_within_six_months_at_the_root_only() -> None:
    root = {"kind": CauseKind.ROOT, "family": "Déploiement d’un coup"}
    causes = [
        a_cause("1", incident="i1", **root),
        a_cause("2", incident="i2", **(root | {"family": " deploiement  d'un COUP"})),
        a_cause("3", incident="i3", kind=CauseKind.CONTRIBUTING, family="Certificat expiré"),
        a_cause("4", incident="i2", kind=CauseKind.ROOT, family="certificat expiré"),
        a_cause("5", incident="i3", state=CauseState.REFUTED, family="Rien"),
    ]

    first, second = families_of(causes, {"i1": 0, "i2": 170 * DAY, "i3": 180 * DAY})

    assert (first.name, first.times, first.recurs, first.last_at) == ("Certificat expiré", 2, False, 180 * DAY)
    assert (second.key, second.incidents, second.recurs) == ("deploiement d un coup", ("i1", "i2"), True)
    (alone,) = families_of(causes[:2], {"i1": 0, "i2": 190 * DAY})
    assert not alone.recurs
    assert folded("  ") == ""
