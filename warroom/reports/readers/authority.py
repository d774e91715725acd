"""The version for an authority: the four items of a NIS2 final report, and what DORA adds, with root cause and costs.

Directive (EU) 2022/2555, article 23(4)(d); Regulation (EU) 2022/2554, article 19 and its RTS (doctrine §3.1). Which of
them applies is for people: the version says what is known under each heading, and what is still missing.
"""

from __future__ import annotations

from collections.abc import Mapping

from warroom.commands.said import action_word
from warroom.domain.actions import ActionState
from warroom.domain.rex_state import RexFacts
from warroom.errors import Refusal
from warroom.reports.cell import text
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.notice import notice_of
from warroom.reports.readers.pieces import (
    bound,
    confirmed,
    costs,
    in_short,
    kept_lessons,
    paragraphs,
    plan,
    present,
    times,
    users,
)
from warroom.reports.rex.pictures import outside_pictures
from warroom.reports.rex.registry import section_of
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, gravity, services_table, table
from warroom.words import _

NIS2, DORA = "NIS2-FR", "DORA-FIN"  # rules of the clocks that ship (resources/content/clocks/eu.json)
APPLIED = (ActionState.DONE, ActionState.IN_PROGRESS)


def authority(subject: Subject, rex: RexFacts, number: int) -> Document:
    """The four items, then what DORA adds; what the room does not know says that it is to be completed."""
    nis2, dora = _drafted(subject, NIS2), _drafted(subject, DORA)
    sections = (
        _item(
            _("1. Description of the incident, its severity and its impact"),
            "summary",
            nis2.get("description", ""),
            (*in_short(subject, rex), _facts(subject, rex), *outside_pictures(subject), services_table(subject)),
        ),
        _item(_("2. Type of threat or root cause"), "causes", nis2.get("cause", ""), _causes(subject, rex)),
        _item(
            _("3. Mitigation measures, applied and under way"),
            "recovery",
            nis2.get("measures", ""),
            (*paragraphs(subject, rex, "recovery"), _measures(subject), plan(subject, rex, pilots=False)),
        ),
        _item(_("4. Cross-border impact"), "cross_border", nis2.get("cross_border", ""), ()),
        _item(_("Under DORA: resolution"), "dora_resolution", dora.get("resolution", ""), (times(subject),)),
        _item(_("Under DORA: costs"), "dora_costs", dora.get("costs", ""), (costs(subject), _figures(subject, rex))),
        _item(_("Under DORA: recurring incident"), "dora_recurring", dora.get("recurring", ""), ()),
        _item(_("Under DORA: lessons"), "lessons", dora.get("lessons", ""), _lessons(subject, rex)),
        *_submitted(subject, rex),
    )
    title = _("Final report to the authority")
    return bound(subject, rex, number, name="review-authority", title=title, sections=sections)


def _drafted(subject: Subject, rule: str) -> Mapping[str, str]:
    """What somebody wrote in the draft of this notification, by section; nothing where the room has no such rule."""
    zone, now = subject.asked.zone, subject.asked.now_ms
    try:
        found = notice_of(subject.views, subject.incident.id, rule, now_ms=now, zone=zone)
    except Refusal:
        return {}
    return {part.id: text(subject, part.text) for part in found.parts if part.is_written}


def _item(title: str, code: str, drafted: str, blocks: tuple[Block | None, ...]) -> Section:
    """What was written for the authority first, then what the room holds; that it is to be completed where neither."""
    said = [Paragraph(line) for line in drafted.split("\n") if line.strip()]
    found = present(*said, *blocks)
    return Section(title, found or (Paragraph(_("To be completed."), Tone.LATE),), code=code)


def _facts(subject: Subject, rex: RexFacts) -> Facts:
    rows = [(_("Severity"), gravity(subject.incident)), *times(subject).rows, (_("Users"), users(subject, rex))]
    rows.append((_("Vital service"), _("touched") if subject.incident.vital else _("none touched")))
    return Facts(tuple(rows))


def _causes(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    found = [Paragraph(text(subject, one.text)) for one in confirmed(rex)]
    return tuple(found) or (Paragraph(_("Not established at this stage."), Tone.LATE),)


def _measures(subject: Subject) -> Table | None:
    columns = (Column(_("Measure taken"), 5), Column(_("State"), 1.2), Column(_("Finished"), 1.6))
    rows = [
        Row((
            one.text,
            action_word(one.state),
            subject.moment(one.finished_at) if one.finished_at is not None else DASH,
        ))
        for one in subject.actions
        if one.state in APPLIED
    ]  # fmt: skip
    return table(_("Measures taken during the incident"), columns, rows)


def _figures(subject: Subject, rex: RexFacts) -> Table | None:
    """The table of figures of the section on the impact, with its sources."""
    section = section_of("impact", rex)
    made = section.blocks(subject, rex) if section else ()
    return next((one for one in made if isinstance(one, Table) and len(one.columns) == 3 and rex.figures), None)


def _lessons(subject: Subject, rex: RexFacts) -> tuple[Block, ...]:
    return tuple(Paragraph(text(subject, one.text)) for one in kept_lessons(rex))


def _submitted(subject: Subject, rex: RexFacts) -> tuple[Section, ...]:
    """What was notified already, as the section on law says it."""
    section = section_of("legal", rex)
    made = section.blocks(subject, rex) if section else ()
    blocks = tuple(one for one in made if not isinstance(one, Section))
    return (Section(_("Notifications and deadlines"), blocks, code="legal"),) if blocks else ()
