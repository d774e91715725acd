"""What was said, to whom and when; whether the rhythm was kept; what came in."""

from __future__ import annotations

from warroom.commands.cadence_words import audiences_said
from warroom.domain.incidents import Mode
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.cadence import cadence_section
from warroom.reports.document import Column, Paragraph, Row, Section, Table, Tone
from warroom.reports.incoming import confidence_sections
from warroom.reports.rex.pictures import communication_pictures
from warroom.reports.rex.said import person, text
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, section, table
from warroom.words import _

SHOWN = 300  # messages


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    said = _messages(subject)
    parts = [cadence_section(subject), *confidence_sections(subject)]
    below = [Section(one.title, one.blocks, one.level + 1, one.new_page, one.code) for one in parts if _says(one)]
    if said is None and not below:
        return (Paragraph(_("Nothing was said outside, and nothing came in."), Tone.MUTED),)
    out = section(_("Messages that went out"), said, otherwise=_("Nothing was let out."), level=2)
    return (*communication_pictures(subject), out, *below)


def _says(one: Section) -> bool:
    """Whether a part says more than that there is nothing."""
    return any(not (isinstance(block, Paragraph) and block.tone is Tone.MUTED) for block in one.blocks)


def _messages(subject: Subject) -> Table | None:
    book = subject.views.audience_book()
    columns = (
        Column(_("No.")), Column(_("When"), 1.4), Column(_("To whom"), 2), Column(_("What it says"), 3),
        Column(_("Approved by"), 1.2), Column(_("Let out by"), 1.2),
    )  # fmt: skip
    found = subject.views.releases(subject.incident.id, mode=Mode.BOTH)
    rows = [
        Row(
            (
                one.number,
                subject.moment(one.at),
                audiences_said(book, one.audiences),
                text(subject, _title(one.texts, subject.language)) or DASH,
                person(subject, one.approved_by) or DASH,
                person(subject, one.by) or DASH,
            )
        )
        for one in sorted(found, key=lambda one: (one.at, one.id))[:SHOWN]
    ]
    return table(_("Messages that went out"), columns, rows)


def _title(texts: dict[str, dict[str, str]], language: str) -> str:
    said = texts.get(language) or next((texts[name] for name in sorted(texts)), {})
    return said.get("title") or said.get("brief") or said.get("body", "")[:120]


SECTION = ReviewSection(
    code="communication",
    order=1100,
    step=Step.COMMUNICATION,
    title=lambda: _("Communication"),
    hint=lambda: _("Whether each audience knew in time, whether it was right, and how it was received."),
    nouns=("release", "message", "cadence_step", "inbound", "rumour", "promise"),
    blocks=_blocks,
    holds=lambda subject: True,
    asks=lambda: (_("Did each audience know in time, and was it right?"),),
    readers=NOT_PUBLIC,
)
