"""The impact in figures: users, minutes, data, money, people; each with where it comes from."""

from __future__ import annotations

from dataclasses import replace

from warroom.commands.figure_words import figure_word
from warroom.commands.metric_words import figure_amount, number_said
from warroom.domain.impact_figures import Figure
from warroom.domain.incidents import Milestone
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Facts, Row, Table, Tone
from warroom.reports.metrics import exact
from warroom.reports.rex.evidence import says
from warroom.reports.rex.pictures import impact_pictures
from warroom.reports.rex.said import text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, services_table, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found = (
        _facts(subject, rex),
        services_table(subject),
        _figures(subject, rex),
        *impact_pictures(subject, rex),
        _affected(subject, rex),
    )
    return tuple(one for one in found if one is not None)


def _facts(subject: Subject, rex: RexFacts | None) -> Facts:
    incident = subject.incident
    began, ended = incident.milestones.get(Milestone.IMPACT_STARTED), incident.milestones.get(Milestone.MITIGATED)
    length = exact(ended - began) if began is not None and ended is not None and ended >= began else _("not known")
    rows = (
        (_("Impact started"), subject.both(began) if began is not None else _("not known")),
        (_("Impact ended"), subject.both(ended) if ended is not None else _("not known")),
        (_("Length of the impact"), length),
        (_("Users"), _users(subject, rex)),
        (_("Services touched"), str(len(subject.services))),
        (_("Vital service"), _("touched") if incident.vital else _("none touched")),
    )
    return Facts(rows)


def _users(subject: Subject, rex: RexFacts | None) -> str:
    """What the review found, else what was said during the incident."""
    most = max((one.users for one in rex.affected), default=0) if rex else 0
    return number_said(most) if most else subject.incident.users or _("not known")


def _figures(subject: Subject, rex: RexFacts | None) -> Table | None:
    columns = (Column(_("Figure"), 2), Column(_("Amount"), 2), Column(_("Where it comes from"), 3))
    rows = [
        Row(
            (_counted(subject, one), _amount(subject, one), source),
            Tone.PLAIN if source != DASH else Tone.LATE,
        )
        for one in (rex.figures if rex else ())
        if (source := _source(subject, one.source, one.evidence))
    ]
    return table(_("Figures of the impact"), columns, rows)


def _affected(subject: Subject, rex: RexFacts | None) -> Table | None:
    columns = (
        Column(_("From"), 1.4), Column(_("Until"), 1.4), Column(_("Users"), 1), Column(_("Could not work"), 1),
        Column(_("Where it comes from"), 3),
    )  # fmt: skip
    rows = [
        Row(
            (
                subject.moment(one.from_at),
                subject.moment(one.until_at) if one.until_at else DASH,
                number_said(one.users),
                _("{n} %").format(n=one.percent),
                _source(subject, one.source, one.evidence),
            )
        )
        for one in (rex.affected if rex else ())
    ]
    return table(_("Users affected over time"), columns, rows)


def _counted(subject: Subject, one: Figure) -> str:
    return " · ".join(part for part in (figure_word(one.kind), text(subject, one.label)) if part)


def _amount(subject: Subject, one: Figure) -> str:
    said = figure_amount(replace(one, unit=text(subject, one.unit)))
    has_range = bool(one.low and one.high)
    return _("{amount}, estimated").format(amount=said) if one.estimated and not has_range else said


def _source(subject: Subject, source: str, evidence: tuple[str, ...]) -> str:
    return " · ".join(part for part in (text(subject, source), says(subject, evidence)) if part) or DASH


SECTION = ReviewSection(
    code="impact",
    order=800,
    step=Step.IMPACT,
    title=lambda: _("Impact"),
    hint=lambda: _("Users, minutes, data, money, contracts, law, image, people: every number with its source."),
    nouns=("figure", "affected", "impact", "incident"),
    blocks=_blocks,
    holds=lambda subject: True,
)
