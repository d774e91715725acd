"""Who was called out and when they were there, who relieved whom, and how long they had been up."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.domain.incidents import Mode
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Row, Table
from warroom.reports.rex.said import person
from warroom.reports.rex.section import INSIDE, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, table
from warroom.words import _

SHOWN = 300


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found = (_callouts(subject), _shifts(subject), _stays(subject))
    return tuple(one for one in found if one is not None)


def _holds(subject: Subject) -> bool:
    views, incident = subject.views, subject.incident.id
    cells = views.cells_of(incident)
    return bool(views.mobilisations(incident, mode=Mode.BOTH)) or any(views.shifts(cell.id) for cell in cells)


def _callouts(subject: Subject) -> Table | None:
    columns = (
        Column(_("No.")), Column(_("Started"), 1.4), Column(_("Called"), 1), Column(_("Reached"), 1),
        Column(_("First answer after"), 1.4), Column(_("Core functions there after"), 1.4),
    )  # fmt: skip
    rows = []
    for one in subject.views.mobilisations(subject.incident.id, mode=Mode.BOTH):
        times = subject.views.mobilisation_times(one.id)
        rows.append(
            Row(
                (
                    one.number,
                    subject.moment(one.started_at) if one.started_at else DASH,
                    str(times.called),
                    str(times.reached),
                    _length(times.to_first_answer),
                    _length(times.to_core),
                )
            )
        )
    return table(_("Call-outs"), columns, rows)


def _shifts(subject: Subject) -> Table | None:
    columns = (Column(_("Function"), 2), Column(_("Who"), 2), Column(_("From"), 1.4), Column(_("Until"), 1.4))
    known = {one.id: one.name for one in subject.views.people()}
    rows = [
        Row(
            (
                seat_word(one.code) if one.code else DASH,
                person(subject, known.get(one.person, "")) or DASH,
                subject.moment(one.from_at) if one.from_at else DASH,
                subject.moment(one.until_at) if one.until_at else DASH,
            )
        )
        for cell in subject.views.cells_of(subject.incident.id)
        for one in subject.views.shifts(cell.id)
    ]
    return table(_("Shifts and reliefs"), columns, rows[:SHOWN])


def _stays(subject: Subject) -> Table | None:
    began = subject.incident.began_at
    columns = (Column(_("Who"), 2), Column(_("Arrived"), 1.4), Column(_("Left"), 1.4), Column(_("There for"), 1))
    known = {one.id: one.name for one in subject.views.people()}
    stays = [one for one in subject.views.presences(began) if one.incident == subject.incident.id and one.arrived_at]
    rows = [
        Row(
            (
                person(subject, known.get(one.person, "")) or DASH,
                subject.moment(one.arrived_at),
                subject.moment(one.left_at) if one.left_at else DASH,
                _length(one.left_at - one.arrived_at) if one.left_at else DASH,
            )
        )
        for one in stays
    ]
    return table(_("Attendance"), columns, rows[:SHOWN])


def _length(ms: int | None) -> str:
    return phrases.duration(ms) if ms is not None and ms >= 0 else DASH


SECTION = ReviewSection(
    code="people_on_duty",
    order=1200,
    step=Step.METRICS,
    title=lambda: _("Mobilisation and reliefs"),
    hint=lambda: _("Whether the right people could be reached, and whether anybody went on for too long."),
    nouns=("mobilisation", "callee", "shift", "presence", "handover"),
    blocks=_blocks,
    holds=_holds,
    readers=INSIDE,
)
