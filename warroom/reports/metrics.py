"""Measures of an incident in words: the formula, the figure from impact and from detection, and its source.

The figures are those of `views.metrics` (doctrine §10.4). What nobody recorded is not known, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from warroom.commands.metric_words import exact, formula_of, name_of, source_said, sources_of, value_of
from warroom.domain.incidents import Milestone
from warroom.domain.metrics.values import Code, Metric
from warroom.reports.subject import Subject

__all__ = ["Measure", "exact", "measured", "measures", "metrics_for", "milestone_sources"]

# Shown even when they are not known, so that somebody fills in what is missing.
ALWAYS = frozenset({Code.DETECT, Code.ACKNOWLEDGE, Code.MITIGATE, Code.RESTORE})


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what it is, how it is computed, what came out, and where that comes from."""

    name: str
    formula: str
    value: str
    source: str
    is_known: bool = True


def measures(subject: Subject) -> list[Measure]:
    """Every measure that is known, and the durations that a review cannot do without."""
    return [measured(each) for each in metrics_for(subject) if each.is_known or each.code in ALWAYS]


def metrics_for(subject: Subject) -> list[Metric]:
    """The metrics of the incident as they may leave: redacted, they do not repeat what people wrote of a source."""
    found = subject.views.metrics(subject.incident.id, now_ms=subject.asked.now_ms)
    return [_without_words(each) for each in found] if subject.redactor else list(found)


def measured(metric: Metric) -> Measure:
    """A metric in words."""
    return Measure(name_of(metric), formula_of(metric), value_of(metric), sources_of(metric), metric.is_known)


def milestone_sources(subject: Subject) -> dict[Milestone, str]:
    """Where the time of each milestone comes from: the entry that set it, or the import."""
    proofs = subject.views.milestone_proofs(subject.incident.id)
    return {milestone: source_said(source) for milestone, source in proofs.items()}


def _without_words(metric: Metric) -> Metric:
    sources = tuple(
        replace(each, said="", number="") if each.noun in ("figure", "affected") else each for each in metric.sources
    )
    return replace(metric, sources=sources)
