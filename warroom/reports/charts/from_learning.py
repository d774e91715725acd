"""What the pictures of causes, impact and plans show, from the records of a review. Words pass `text` and `person`:
what a reader may not see does not get into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo

from warroom import words
from warroom.commands.metric_words import name_of
from warroom.domain.cause_tree import CauseTree
from warroom.domain.causes import Cause
from warroom.domain.correctives import Corrective, CorrectiveState, Postponement
from warroom.domain.impact_figures import Affected
from warroom.domain.intervals import median_within
from warroom.domain.ishikawa import Branch, bones_of
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Unit
from warroom.reports.charts.what_learnt import (
    ActionAgeing,
    AgeingAction,
    AgeState,
    CauseNote,
    CumulativeImpact,
    FishBone,
    Ishikawa,
    MetricTrend,
    Scaled,
    Suffered,
    TrendPoint,
    Why,
    WhyTree,
)
from warroom.words import _

SCALED = {Unit.MS: Scaled.DURATION, Unit.PERCENT: Scaled.PERCENT}
AGES = {
    CorrectiveState.OPEN: AgeState.OPEN,
    CorrectiveState.UNDER_WAY: AgeState.OPEN,
    CorrectiveState.DONE: AgeState.TO_VERIFY,
    CorrectiveState.VERIFIED: AgeState.CLOSED,
    CorrectiveState.DROPPED: AgeState.DROPPED,
}


def _as_it_is(said: str) -> str:
    return said


def _silent(evidence: tuple[str, ...]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Telling:
    """How words of people reach a picture: texts, names, and what something rests on."""

    text: Callable[[str], str] = _as_it_is
    person: Callable[[str], str] = _as_it_is
    evidence: Callable[[tuple[str, ...]], str] = _silent


def ishikawa_of(effect: str, tree: CauseTree, branches: Iterable[Branch], telling: Telling) -> Ishikawa | None:
    """The branches with their causes; None while there is no cause at all."""
    if not tree.placed:
        return None
    bones = tuple(
        FishBone(
            bone.branch.said(words.language()) if bone.branch else _("On no branch yet"),
            tuple(_note(twig.placed.cause, telling) for twig in bone.twigs),
        )
        for bone in bones_of(tree, branches)
    )
    return Ishikawa(telling.text(effect), bones)


def why_tree_of(effect: str, tree: CauseTree, telling: Telling) -> WhyTree | None:
    """Every cause in its place; None while there is none."""
    if not tree.placed:
        return None
    return WhyTree(telling.text(effect), tuple(Why(_note(one.cause, telling), one.depth) for one in tree.placed))


def impact_of(
    affected: Iterable[Affected],
    names: Callable[[Affected], str],
    *,
    ended_at: int,
    moments: Iterable[tuple[int, str]] = (),
    zone: tzinfo | None = None,
) -> CumulativeImpact | None:
    """User-hours of everybody affected, those who could still work in part by their share; None where nobody was.

    `ended_at` is the end of the impact (now while it lasts), for those of whom nobody said until when.
    """
    suffered = tuple(
        Suffered(
            names(one), one.users * one.percent / 100, one.from_at, ended_at if one.until_at is None else one.until_at
        )
        for one in affected
        if one.users > 0 and one.percent > 0
    )
    return CumulativeImpact(suffered, tuple(moments), zone) if suffered else None


def ageing_of(
    correctives: Iterable[Corrective],
    postponements: Iterable[Postponement],
    telling: Telling,
    *,
    now_ms: int,
    zone: tzinfo | None = None,
) -> ActionAgeing | None:
    """The plan as it ages; None while there is none."""
    before: dict[str, list[int]] = {}
    for one in postponements:
        if one.from_at is not None:
            before.setdefault(one.corrective, []).append(one.from_at)
    actions = tuple(
        AgeingAction(
            one.number,
            telling.text(one.text),
            telling.person(one.pilot),
            AGES[one.state],
            one.created_at,
            one.due_at,
            one.closed_at if one.state.is_over else None,
            tuple(sorted(before.get(one.id, []))),
        )
        for one in correctives
    )
    return ActionAgeing(actions, now_ms, zone) if actions else None


def _note(cause: Cause, telling: Telling) -> CauseNote:
    rests = (*cause.evidence, *((f"hypothesis {cause.hypothesis}",) if cause.hypothesis else ()))
    said = [telling.evidence(rests) if rests else "", telling.text(cause.evidence_text)]
    return CauseNote(
        cause.number, telling.text(cause.text), cause.kind, cause.state, tuple(part for part in said if part)
    )


def trend_of(trend: Trend, *, zone: tzinfo | None = None, title: str = "") -> MetricTrend:
    """One metric across incidents of one mode, with the interval of its median."""
    spread = trend.spread
    low, high = _within(trend) or (None, None)
    return MetricTrend(
        title=title or name_of(trend),
        scaled=SCALED.get(trend.unit, Scaled.COUNT),
        points=tuple(TrendPoint(point.at, float(point.value), point.number) for point in trend.points),
        median=float(spread.median) if spread else None,
        p90=float(spread.p90) if spread else None,
        low=low,
        high=high,
        unknown=trend.unknown,
        zone=zone,
    )


def _within(trend: Trend) -> tuple[float, float] | None:
    return median_within([float(point.value) for point in trend.points]) if trend.unit is not Unit.YES_NO else None
