"""The file for an insurer: when, what was lost and on what proof, what was done to limit it, and what was got back."""

from __future__ import annotations

from warroom.domain.actions import ActionState
from warroom.domain.impact_figures import FigureKind
from warroom.domain.incidents import Milestone
from warroom.domain.rex_state import RexFacts
from warroom.domain.rex_timeline import AFTERWARDS
from warroom.reports.cell import text
from warroom.reports.document import Block, Column, Document, Paragraph, Row, Section, Table, Tone
from warroom.reports.metrics import milestone_sources
from warroom.reports.readers.pieces import (
    amount_said,
    bound,
    confirmed,
    costs,
    in_short,
    paragraphs,
    plan,
    present,
    times,
    users,
)
from warroom.reports.rex.evidence import says
from warroom.reports.rex.pictures import outside_pictures
from warroom.reports.rex.registry import section_of
from warroom.reports.subject import Subject
from warroom.reports.timeline import files_table
from warroom.reports.wording import DASH, milestones_table, table
from warroom.storage.views import LogFilter
from warroom.words import _

KEY_EVENTS = 200


def insurer(subject: Subject, rex: RexFacts, number: int) -> Document:
    """Facts with their proofs; the causes as far as they are confirmed."""
    sources: dict[Milestone, str] = milestone_sources(subject)
    sections = (
        Section(_("In short"), tuple(in_short(subject, rex)), code="summary"),
        Section(
            _("When"),
            present(times(subject), *outside_pictures(subject), milestones_table(subject, sources), _events(subject)),
            code="timeline",
        ),
        Section(_("What was lost"), _losses(subject, rex), code="impact"),
        Section(_("Why it happened"), _causes(subject, rex), code="causes"),
        Section(_("What was done to limit the loss"), _measures(subject, rex), code="recovery"),
        Section(_("What we put right"), present(plan(subject, rex, pilots=False)), code="plan"),
        Section(_("Proofs"), present(files_table(subject)) or _none(), code="annexes"),
    )
    title = _("File for the insurer")
    kept = [section for section in sections if section.blocks]
    return bound(subject, rex, number, name="review-insurer", title=title, sections=kept)


def _events(subject: Subject) -> Table | None:
    columns = (Column(_("Event"), 1.4), Column(_("Written"), 1.4), Column(_("No.")), Column(_("Text"), 5))
    rows = [
        Row((subject.both(one.event_at), subject.moment(one.recorded_at), one.number, one.text))
        for one in subject.newest(LogFilter(key_events=True), count=KEY_EVENTS)
        if not one.code.startswith(AFTERWARDS)
    ]
    return table(_("Key events, in the order they happened"), columns, rows)


def _losses(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    columns = (Column(_("Figure"), 2), Column(_("Amount"), 2), Column(_("Where it comes from"), 3))
    section = section_of("impact", rex)
    made = section.blocks(subject, rex) if section else ()
    figures = next((one for one in made if isinstance(one, Table) and one.columns == columns), None)
    touched = Paragraph(_("Users touched: {users}").format(users=users(subject, rex)))
    return present(costs(subject), figures, touched, *paragraphs(subject, rex, "impact"), *_back(subject, rex))


def _back(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    """What was got back already, with its proof: nobody is paid twice."""
    return tuple(
        Paragraph(
            _("Already got back: {amount} ({source})").format(
                amount=amount_said(subject, one),
                source=" · ".join(part for part in (text(subject, one.source), says(subject, one.evidence)) if part)
                or DASH,
            )
        )
        for one in rex.figures
        if one.kind is FigureKind.RECOVERY
    )


def _causes(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    found = tuple(Paragraph(text(subject, one.text)) for one in confirmed(rex))
    return found or (Paragraph(_("Not established at this stage."), Tone.MUTED),)


def _measures(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    columns = (Column(_("No.")), Column(_("Measure taken"), 5), Column(_("Finished"), 1.6), Column(_("Result"), 2))
    rows = [
        Row((
            one.number,
            one.text,
            subject.moment(one.finished_at) if one.finished_at is not None else DASH,
            one.result or DASH,
        ))
        for one in subject.actions
        if one.state is ActionState.DONE
    ]  # fmt: skip
    taken = table(_("Measures taken during the incident"), columns, rows)
    return present(*paragraphs(subject, rex, "recovery"), taken) or _none()


def _none() -> tuple[Block, ...]:
    return (Paragraph(_("Nothing recorded."), Tone.MUTED),)
