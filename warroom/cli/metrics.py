"""`metrics`: the metrics of an incident with formula and source, or what all incidents have in common."""

from __future__ import annotations

from argparse import Namespace
from decimal import Decimal

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import target
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.commands.metric_words import formula_of, name_of, sources_of, spread_said, value_of
from warroom.domain.incidents import Mode
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Metric, Number
from warroom.phrases import labelled
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", nargs="?", help=_("the incident, e.g. A-001; without it: all of them"))
    parser.add_argument("--exercise", action="store_true", help=_("drills instead of real incidents"))
    parser.add_argument("--since", type=event_time, metavar="ISO", help=_("incidents that began from then on"))
    parser.add_argument("--until", type=event_time, metavar="ISO", help=_("incidents that began before"))
    parser.add_argument("--known", action="store_true", help=_("only what is known"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.ref is not None and (asked.exercise or asked.since is not None or asked.until is not None):
        raise UsageError(
            "usage",
            _("--exercise, --since and --until choose among all incidents: leave the reference out."),
            todo=_("See: {command} --help").format(command="warroom metrics"),
        )
    with reading(asked) as room:
        if asked.ref is not None:
            incident = target(room, asked.ref, "incident").id
            found = [one for one in room.views.metrics(incident) if one.is_known or not asked.known]
            return Answer([of_metric(one) for one in found], [_line(one) for one in found])
        mode = Mode.EXERCISE if asked.exercise else Mode.REAL
        trends = room.views.metric_trends(mode, asked.since, until=asked.until)
        shown = [one for one in trends if one.points or not asked.known]
        lines = [labelled(name_of(one), spread_said(one)) for one in shown if one.points]
        return Answer([of_trend(one) for one in shown], lines or [_("No incident has a metric yet.")])


def of_metric(metric: Metric) -> Document:
    """A metric as --json prints it: durations in milliseconds, decimals as text."""
    return {
        "key": metric.key,
        "name": name_of(metric),
        "code": metric.code.value,
        "since": metric.since.value,
        "of": metric.of,
        "unit": metric.unit.value,
        "value": _plain(metric.value),
        "n": metric.n,
        "p90": _plain(metric.p90),
        "worst": _plain(metric.worst),
        "target": _plain(metric.target),
        "low": _plain(metric.low),
        "high": _plain(metric.high),
        "part": metric.part,
        "whole": metric.whole,
        "estimated": metric.is_estimated,
        "formula": formula_of(metric),
        "why": metric.why.value,
        "missing": list(metric.missing),
        "sources": [
            {"noun": one.noun, "id": one.record, "number": one.number, "part": one.part, "at": iso(one.at)}
            for one in metric.sources
        ],
    }


def of_trend(trend: Trend) -> Document:
    """A metric across incidents: every point, with the mean, the median and p90."""
    found = trend.spread
    spread = {"mean": found.mean, "median": found.median, "p90": found.p90, "worst": found.worst} if found else {}
    return {
        "key": trend.key,
        "name": name_of(trend),
        "unit": trend.unit.value,
        "of": trend.of,
        "n": len(trend.points),
        "unknown": trend.unknown,
        **{name: _plain(value) for name, value in spread.items()},
        "points": [
            {"incident": one.number, "id": one.incident, "at": iso(one.at), "value": _plain(one.value)}
            for one in trend.points
        ],
    }


def _plain(value: Number | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _line(metric: Metric) -> str:
    said = labelled(name_of(metric), value_of(metric))
    return f"{said}  ({formula_of(metric)}; {sources_of(metric)})" if metric.is_known else said


VERBS = {"metrics": Verb(_options, _run)}
