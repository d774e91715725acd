"""Data for the tests of the pictures of causes, figures and plans."""

from __future__ import annotations

from tests.warroom.reports.drawn import MINUTE, PARIS, at
from warroom.domain.causes import CauseKind, CauseState
from warroom.reports.charts.what_learnt import (
    ActionAgeing,
    AgeingAction,
    AgeState,
    CauseNote,
    CumulativeImpact,
    FishBone,
    Ishikawa,
    MetricTrend,
    ParetoOfCauses,
    Scaled,
    Suffered,
    TrendPoint,
    Why,
    WhyTree,
)

DAY = 24 * 60


def a_note(one: int, text: str) -> CauseNote:
    kinds, states = tuple(CauseKind), tuple(CauseState)
    return CauseNote(f"A-CA{one:02d}", text, kinds[one % 5], states[one % 3], ("entrée A-0042",) if one % 2 else ())


def an_ishikawa(count: int = 6, *, causes: int = 2, text: str = "Aucun déploiement par étapes") -> Ishikawa:
    bones = tuple(
        FishBone(f"{text} {one}" if count > 10 else "Dépendances", tuple(a_note(n, text) for n in range(causes)))
        for one in range(count)
    )
    return Ishikawa(f"Panne mondiale de l’API. {text}", bones)


def a_why_tree(count: int = 6, *, text: str = "Aucun déploiement par étapes") -> WhyTree:
    return WhyTree(text, tuple(Why(a_note(one, text), one % 14) for one in range(count)))


def an_impact(count: int = 3, *, text: str = "Paiement", users: float = 12_000) -> CumulativeImpact:
    suffered = tuple(
        Suffered(f"{text} {one}", users / (one + 1), at(one * 7), at(one * 7 + 90), users / (one + 2), users)
        for one in range(count)
    )
    return CumulativeImpact(suffered, tuple((at(one * 60), text or "Rétabli") for one in range(count)), PARIS)


def a_trend(count: int = 12, *, text: str = "Délai de rétablissement", scaled: Scaled = Scaled.DURATION) -> MetricTrend:
    size = 60 * MINUTE if scaled is Scaled.DURATION else 30
    points = tuple(
        TrendPoint(at(-one * 9 * DAY), size * (1 + one * 7 % 5), f"A-{one:03d}", drill=one % 5 == 4)
        for one in range(count)
    )
    return MetricTrend(text, scaled, points, size * 3, size * 5, size * 2, size * 4, size * 2.5, unknown=3, zone=PARIS)


def a_pareto(count: int = 5, *, text: str = "Changement sans étapes") -> ParetoOfCauses:
    return ParetoOfCauses(f"Causes qui reviennent {text}", tuple((f"{text} {one}", one * one) for one in range(count)))


def an_ageing(count: int = 6, *, text: str = "Déployer par étapes") -> ActionAgeing:
    states = tuple(AgeState)
    actions = tuple(
        AgeingAction(
            f"A-AC{one:02d}",
            text,
            "Karim",
            states[one % 4],
            at(-(one + 3) * 9 * DAY),
            None if one % 7 == 6 else at((2 - one) * 5 * DAY),
            at(0) if one % 4 > 1 else None,
            (at(-one * DAY),) if one % 3 == 0 else (),
        )
        for one in range(count)
    )
    return ActionAgeing(actions, at(0), PARIS)
