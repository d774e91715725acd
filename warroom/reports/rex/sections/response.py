"""How the cell worked: what was decided and why, what was done, when it met."""

from __future__ import annotations

from warroom.commands.cell_words import level_said, seat_word
from warroom.domain.cells import Cell
from warroom.domain.decisions import Decision, DecisionState
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.rex.pictures import response_pictures
from warroom.reports.rex.said import person
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, actions_table, decider, how_word, section, table
from warroom.words import _, ngettext


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    cells = [_cell(subject, cell) for cell in subject.views.cells_of(subject.incident.id)]
    return (*cells, *response_pictures(subject), *_decisions(subject), *_actions(subject))


def _cell(subject: Subject, cell: Cell) -> Facts:
    points = [one for one in subject.views.points(cell.id) if one.started_at is not None]
    seats = [
        f"{seat_word(one.code, one.label)}: {person(subject, one.holder)}"
        for one in subject.views.functions(cell.id)
        if one.holder
    ]
    rows = (
        (_("Crisis cell"), f"{cell.number} · {level_said(cell.level)}"),
        (_("Activated"), subject.moment(cell.activated_at) if cell.activated_at else ""),
        (_("Stood down"), subject.moment(cell.stood_down_at) if cell.stood_down_at else ""),
        (_("Points held"), str(len(points)) if points else ""),
        (_("Functions"), "; ".join(seats)),
    )
    return Facts(tuple(row for row in rows if row[1]))


def _decisions(subject: Subject) -> list[Section]:
    title = _("Decisions and their reasons")
    if not subject.decisions:
        return [section(title, otherwise=_("No decision was taken."), level=2)]
    states = {
        DecisionState.REQUESTED: _("awaited"),
        DecisionState.DECIDED: _("taken"),
        DecisionState.WITHDRAWN: _("withdrawn"),
    }
    in_order = sorted(subject.decisions, key=lambda item: (item.decided_at or item.requested_at, item.number))
    count = ngettext("{count} decision asked or taken.", "{count} decisions asked or taken.", len(in_order)).format(
        count=len(in_order)
    )
    made = [section(title, Paragraph(count, Tone.MUTED), level=2)]
    for decision in in_order:
        facts = Facts(tuple((label, value) for label, value in _decision_rows(subject, decision) if value))
        made.append(section(f"{decision.number} · {states[decision.state]}", facts, _options(decision), level=3))
    return made


def _decision_rows(subject: Subject, decision: Decision) -> list[tuple[str, str]]:
    reviewed = _("reviewed {time}").format(time=subject.moment(decision.reviewed_at)) if decision.reviewed_at else ""
    review = subject.moment(decision.review_at) if decision.review_at else ""
    by = " · ".join(part for part in (decider(decision), how_word(decision.how)) if part) if decision.decided else ""
    return [
        (_("Question"), decision.question),
        (_("Known then"), decision.context),
        (_("Resting on"), ", ".join(decision.facts)),
        (_("Decision"), decision.decided),
        (_("Reasons"), decision.rationale),
        (_("Decided by"), by),
        (_("Delegation"), decision.delegation),
        (_("Typed by"), decision.typed_by),
        (_("Carried out by"), decision.executor),
        (_("Asked"), subject.moment(decision.requested_at)),
        (_("Decided at"), subject.moment(decision.decided_at) if decision.decided_at else ""),
        (_("Read back"), subject.moment(decision.read_back_at) if decision.read_back_at else ""),
        (_("To review"), " · ".join(part for part in (review, reviewed) if part)),
    ]


def _options(decision: Decision) -> Table | None:
    columns = (
        Column(_("Option"), 2),
        Column(_("For"), 2),
        Column(_("Risks"), 2),
        Column(_("Delay"), 1),
        Column(_("Can be undone"), 1),
    )
    rows = [
        Row((item.title, item.advantages or DASH, item.risks or DASH, item.delay or DASH, item.reversible or DASH))
        for item in decision.options
    ]
    return table(_("Options weighed for {number}").format(number=decision.number), columns, rows)


def _actions(subject: Subject) -> list[Section]:
    over = sorted(
        (item for item in subject.actions if item.state.is_over), key=lambda item: (item.finished_at or 0, item.number)
    )
    running = [item for item in subject.actions if not item.state.is_over]
    done, still = _("Actions finished"), _("Actions still open")
    return [
        section(
            _("Actions and their results"),
            actions_table(subject, done, over),
            otherwise=_("No action was finished."),
            level=2,
        ),
        section(still, actions_table(subject, still, running), otherwise=_("No action is open."), level=2),
    ]


SECTION = ReviewSection(
    code="response",
    order=600,
    step=Step.METRICS,
    title=lambda: _("Response and coordination"),
    hint=lambda: _("Activation, functions, rhythm, decisions and handovers: what helped, what got in the way."),
    nouns=("crisis_cell", "function", "point", "decision", "action"),
    blocks=_blocks,
    holds=lambda subject: True,
    asks=lambda: (
        _("Were the right people there, and soon enough?"),
        _("Did the rhythm of updates and handovers hold?"),
    ),
    readers=NOT_PUBLIC,
)
