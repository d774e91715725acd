"""Blank sheets to take messages in on paper: from, by what, the words, and four times each with its visa."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.domain.ids import IncidentId
from warroom.reports.document import Column, Document, Paragraph, Question, Row, Section, Table
from warroom.reports.subject import Asked, gather
from warroom.reports.wording import document, section
from warroom.storage.views import Views
from warroom.words import _, pgettext

WORDS_LINES, ANSWER_LINES = 5, 3
BLANK = " \n \n "  # three lines high: room for a pen


def intake_sheets(views: Views, incident: IncidentId | str, numbers: Sequence[str], asked: Asked) -> Document:
    """One form a number, to be written by hand and typed back later. Nothing restricted is on it."""
    subject = gather(views.within(()), incident, asked)
    how = _("One message a form. Each hand that takes it on writes the time, on 24 hours, and signs with initials.")
    forms = [part for number in numbers for part in _form(number)]
    sections = (section(_("Messages taken in by hand"), Paragraph(how)), *forms)
    title = _("Message sheets {first} to {last}").format(first=numbers[0], last=numbers[-1]) if numbers else ""
    return document(subject, name=f"messages-{numbers[0] if numbers else ''}".lower(), title=title, sections=sections)


def _form(number: str) -> list[Section]:
    steps = (
        (pgettext("inbound", "Received"), pgettext("sheet", "by whom")),
        (pgettext("inbound", "Triaged"), pgettext("sheet", "given to")),
        (pgettext("inbound", "Decided"), pgettext("sheet", "what")),
        (pgettext("inbound", "Answered"), pgettext("sheet", "what, by what")),
    )
    columns = (
        Column(_("Step"), 1.2), Column(_("Time"), 1), Column(pgettext("sheet", "Visa"), 1), Column(_("Note"), 5),
    )  # fmt: skip
    rows = tuple(Row((word, BLANK, BLANK, hint)) for word, hint in steps)
    form = (
        Question(_("From whom, how to reach them, by what (tel., radio, in person, mail):"), lines=2),
        Question(_("What it says, in its own words:"), lines=WORDS_LINES),
        Table("", columns, rows),
        Question(_("Answer, word for word:"), lines=ANSWER_LINES),
        Question(_("Sent back, and why:"), lines=1),
    )
    return [Section(_("Message sheet {number}").format(number=number), form, new_page=True)]
