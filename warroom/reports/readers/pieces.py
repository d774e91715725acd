"""Pieces that versions for readers share: what people wrote, causes that hold, what is put right, money by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from warroom import phrases
from warroom.commands.corrective_words import corrective_kind_word, corrective_state_word
from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.correctives import Corrective, CorrectiveState
from warroom.domain.impact_figures import Figure, FigureKind
from warroom.domain.incidents import Milestone
from warroom.domain.lessons import Lesson
from warroom.domain.metrics.values import Code
from warroom.domain.rex_state import RexFacts
from warroom.reports.cell import person, text
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.metrics import Measure, exact, measured, metrics_for
from warroom.reports.rex.said import section_kept
from warroom.reports.sentences import stated_in
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, document, gravity, table
from warroom.words import _

SAID_TO_READERS = (CauseKind.TRIGGER, CauseKind.ROOT, CauseKind.CONTRIBUTING)


def paragraphs(subject: Subject, rex: RexFacts, *codes: str) -> list[Paragraph]:
    """What people wrote in these sections, a paragraph a line; withheld where it names somebody who is left out."""
    kept = [found.text for code in codes if (found := section_kept(rex, code)) is not None]
    return [Paragraph(text(subject, line.strip())) for said in kept for line in said.split("\n") if line.strip()]


def in_short(subject: Subject, rex: RexFacts) -> list[Paragraph]:
    """The summary, or what the cell stated while it was at work, or that nobody wrote one."""
    found = paragraphs(subject, rex, "summary") or [Paragraph(one.line) for one in stated_in(subject)]
    return found or [Paragraph(_("No summary has been written."), Tone.MUTED)]


def confirmed(rex: RexFacts, *kinds: CauseKind) -> list[Cause]:
    """Causes that are more than supposed, in the order of `kinds`."""
    wanted = kinds or SAID_TO_READERS
    found = [one for one in rex.causes if one.state is CauseState.CONFIRMED and one.kind in wanted]
    return sorted(found, key=lambda one: (wanted.index(one.kind), one.order, one.number))


def kept_actions(rex: RexFacts) -> list[Corrective]:
    """What is put right: the most pressing first, nothing that was dropped."""
    kept = [one for one in rex.correctives if one.state is not CorrectiveState.DROPPED]
    return sorted(kept, key=lambda one: (one.priority or 9, one.due_at is None, one.due_at or 0, one.number))


def kept_lessons(rex: RexFacts) -> list[Lesson]:
    return sorted((one for one in rex.lessons if not one.retired), key=lambda one: one.number)


def times(subject: Subject) -> Facts:
    """When it began, was seen, ended, and how long it lasted."""
    milestones = subject.incident.milestones
    rows = [
        (_("Impact started"), Milestone.IMPACT_STARTED),
        (_("Detected"), Milestone.DETECTED),
        (_("Impact ended"), Milestone.MITIGATED),
        (_("Service restored"), Milestone.RESOLVED),
    ]
    said = [(label, subject.both(milestones[name]) if name in milestones else _("not known")) for label, name in rows]
    return Facts((*said, (_("Length of the impact"), impact_length(subject) or _("not known"))))


def impact_length(subject: Subject) -> str:
    """From the start of the impact to its end; "" where one is not known or cannot be true."""
    milestones = subject.incident.milestones
    began = milestones.get(Milestone.IMPACT_STARTED)
    ended = milestones.get(Milestone.MITIGATED, milestones.get(Milestone.RESOLVED))
    return exact(ended - began) if began is not None and ended is not None and ended >= began else ""


def plan(subject: Subject, rex: RexFacts, *, pilots: bool, states: bool = True) -> Table | None:
    """What is put right: with who answers for it only where they are read."""
    columns = (
        Column(_("Action"), 5), Column(_("Kind"), 1.2),
        *((Column(_("Pilot"), 1.4),) if pilots else ()), Column(_("Due"), 1.2),
        *((Column(_("State"), 1.2),) if states else ()),
    )  # fmt: skip
    rows = [
        Row(
            (
                text(subject, one.text),
                corrective_kind_word(one.kind),
                *((person(subject, one.pilot) or DASH,) if pilots else ()),
                phrases.date(one.due_at, subject.asked.zone) if one.due_at is not None else DASH,
                *((corrective_state_word(one.state),) if states else ()),
            ),
            Tone.LATE if pilots and one.is_late(subject.asked.now_ms) else Tone.PLAIN,
        )
        for one in kept_actions(rex)
    ]
    return table(_("Actions decided, the most pressing first"), columns, rows)


def chosen(subject: Subject, codes: Iterable[Code]) -> list[Measure]:
    """These measures of the incident, in this order; a duration from the impact before the same from detection."""
    wanted = tuple(codes)
    found = [one for one in metrics_for(subject) if one.code in wanted]
    return [measured(one) for one in sorted(found, key=lambda one: wanted.index(one.code))]


def costs(subject: Subject) -> Facts:
    """Gross direct and indirect costs, and what was got back, apart (DORA, doctrine §10.4)."""
    found = chosen(subject, (Code.COST_DIRECT, Code.COST_INDIRECT, Code.COST_RECOVERED))
    return Facts(tuple((one.name, one.value if one.is_known else _("not known")) for one in found))


def grouped(amount: Decimal) -> str:
    """`12 400`, with narrow no-break spaces; decimals only where there are any."""
    plain = f"{amount:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    whole, dot, rest = plain.partition(".")
    return f"{int(whole or 0):,}".replace(",", "\u202f") + (f"{dot}{rest}" if rest else "")


def amount_said(subject: Subject, one: Figure) -> str:
    """An amount with its unit and its range; that it is an estimate."""
    said = f"{grouped(one.value) if one.value is not None else one.amount} {text(subject, one.unit)}".strip()
    if one.low and one.high:
        said = _("{amount} (between {low} and {high})").format(amount=said, low=one.low, high=one.high)
    return _("{amount}, estimated").format(amount=said) if one.estimated else said


def users(subject: Subject, rex: RexFacts) -> str:
    """How many users were touched at most, as figures say, else as the incident says."""
    most = max((one.users for one in rex.affected), default=0)
    if most:
        return grouped(Decimal(most))
    found = next((one for one in rex.figures if one.kind is FigureKind.USERS), None)
    return amount_said(subject, found) if found else text(subject, subject.incident.users) or _("not known")


def bound(
    subject: Subject, rex: RexFacts, number: int, *, name: str, title: str, sections: Sequence[Section],
    more: Sequence[tuple[str, str]] = (), brief: bool = False,
) -> Document:  # fmt: skip
    """The pages of a version, with what stands on each and the facts at the top; `brief` for strangers."""
    made = document(subject, name=name, title=title, sections=tuple(sections))
    incident = subject.incident
    rows = [(_("Incident"), incident.title if brief else f"{incident.number} · {incident.title}")]
    if not brief:
        rows.append((_("Severity"), gravity(incident)))
    rows += [
        (_("After-crisis review"), _("{number}, version {n}").format(number=rex.rex.number, n=number)),
        *more,
        (_("Established"), subject.both(subject.asked.now_ms)),
        (_("Marking"), subject.asked.marking),
    ]
    reference = _("{number} v{n}").format(number=rex.rex.number, n=number)
    facts = Facts(tuple((label, value) for label, value in rows if value))
    return replace(made, facts=facts, reference=reference)


def present(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)
