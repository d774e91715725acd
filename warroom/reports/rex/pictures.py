"""The pictures of a review, for its sections: drawn from what the reader may see, nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from warroom.commands.metric_words import name_of
from warroom.commands.said import milestone_word
from warroom.domain.cause_tree import tree_of
from warroom.domain.impact_figures import Affected
from warroom.domain.incidents import Milestone, Mode
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Code, Since
from warroom.domain.rex import NoteKind
from warroom.domain.rex_state import RexFacts
from warroom.reports.charts import Data, picture, said
from warroom.reports.charts.from_incident import doers_of, milestones_of, ribbons_of, states_of, timeline_of
from warroom.reports.charts.from_learning import Telling, ageing_of, impact_of, ishikawa_of, trend_of, why_tree_of
from warroom.reports.document import Picture
from warroom.reports.rex.evidence import says
from warroom.reports.rex.said import person, text
from warroom.reports.subject import Subject
from warroom.words import _

Pictures = tuple[Picture, ...]
_only_words: ContextVar[bool] = ContextVar("only_words", default=False)
TRENDS = (Code.DETECT, Code.MITIGATE, Code.RESTORE)
FEWEST_BEFORE = 3  # earlier incidents below which nothing is drawn
MOMENTS = (Milestone.DETECTED, Milestone.MITIGATED, Milestone.RESOLVED)


def timeline_pictures(subject: Subject, rex: RexFacts | None) -> Pictures:
    """The annotated timeline, then severity, status and services."""
    return _drawn(timeline_data(subject, rex))


def timeline_data(subject: Subject, rex: RexFacts | None) -> list[Data]:
    """What these two show."""
    return _there(timeline_of(subject, _doubts(subject, rex)), states_of(subject))


def outside_pictures(subject: Subject) -> Pictures:
    """What readers outside see: the milestones that are told to them, drawn; nobody and nothing of the log."""
    return _drawn(_there(milestones_of(subject)))


def _doubts(subject: Subject, rex: RexFacts | None) -> frozenset[str]:
    """Numbers of entries that contradict another, or whose time somebody questioned in the review."""
    if rex is None:
        return frozenset()
    found = {number for one in (rex.timeline.contradictions if rex.timeline else ()) for number in one.numbers}
    asked = [note for note in rex.notes if note.section == "timeline" and note.kind is NoteKind.QUESTION]
    questioned = tuple(one for note in asked for one in note.evidence)
    return frozenset({*found, *(one.number for one in subject.views.evidence(questioned) if one.noun == "entry")})


def response_pictures(subject: Subject) -> Pictures:
    """Who did what when."""
    return _drawn(_there(doers_of(subject)))


def communication_pictures(subject: Subject) -> Pictures:
    """Decisions and messages."""
    return _drawn(_there(ribbons_of(subject)))


def impact_pictures(subject: Subject, rex: RexFacts | None) -> Pictures:
    """User-hours lost over time."""
    if rex is None:
        return ()
    services = {one.service: one.name for one in subject.services}

    def name(one: Affected) -> str:
        return services.get(one.service, "") or subject.incident.title

    milestones = subject.incident.milestones
    moments = [(milestones[one], milestone_word(one)) for one in MOMENTS if one in milestones]
    ends = (Milestone.MITIGATED, Milestone.RESOLVED, Milestone.CLOSED)  # as user-hours are counted (domain/metrics)
    end = next((milestones[one] for one in ends if one in milestones), subject.asked.now_ms)
    found = impact_of(rex.affected, name, ended_at=end, moments=moments, zone=subject.asked.zone)
    return _drawn(_there(found))


def trend_pictures(subject: Subject) -> Pictures:
    """How fast incidents were detected, mitigated and ended up to this one; drills among drills, nothing of a few."""
    if subject.redactor:
        return ()
    incident = subject.incident
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    found = subject.views.metric_trends(mode, until=incident.began_at + 1, now_ms=subject.asked.now_ms)
    return _drawn(
        trend_of(one, zone=subject.asked.zone, title=_title(one, mode))
        for one in found
        if one.code in TRENDS and one.since is Since.IMPACT and _has_past(one, incident.id)
    )


def _has_past(trend: Trend, incident: str) -> bool:
    return sum(point.incident != incident for point in trend.points) >= FEWEST_BEFORE


def _title(trend: Trend, mode: Mode) -> str:
    return _("{metric}, exercises").format(metric=name_of(trend)) if mode is Mode.EXERCISE else name_of(trend)


def cause_pictures(subject: Subject, rex: RexFacts | None) -> Pictures:
    """The Ishikawa diagram, then the 5 whys."""
    return _drawn(cause_data(subject, rex)) if rex is not None else ()


def cause_data(subject: Subject, rex: RexFacts) -> list[Data]:
    """What these two show."""
    tree, telling, effect = tree_of(rex.causes), _telling(subject), subject.incident.title
    fish = ishikawa_of(effect, tree, subject.views.branches(), telling)
    return _there(fish, why_tree_of(effect, tree, telling))


def plan_pictures(subject: Subject, rex: RexFacts | None) -> Pictures:
    """The plan as it ages."""
    if rex is None:
        return ()
    now, zone = subject.asked.now_ms, subject.asked.zone
    found = ageing_of(rex.correctives, rex.postponements, _telling(subject), now_ms=now, zone=zone)
    return _drawn(_there(found))


def _there(*found: Data | None) -> list[Data]:
    return [one for one in found if one is not None]


@contextmanager
def only_words() -> Iterator[None]:
    """Inside, pictures are their words alone: for whoever compares what reports say."""
    token = _only_words.set(True)
    try:
        yield
    finally:
        _only_words.reset(token)


def _drawn(found: Iterable[Data]) -> Pictures:
    return tuple(Picture("", said(one)) if _only_words.get() else picture(one) for one in found)


def _telling(subject: Subject) -> Telling:
    return Telling(
        text=lambda said: text(subject, said),
        person=lambda name: person(subject, name),
        evidence=lambda rests: says(subject, rests),
    )
