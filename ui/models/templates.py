"""What the page of message templates says: its list, and the texts of the chosen one."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.models.table import Column
from warroom.commands.channel_words import channel_kind_word
from warroom.commands.message_words import review_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.channels import ChannelKind
from warroom.domain.lessons import Lesson, LinkedNoun
from warroom.domain.message_words import status_word
from warroom.domain.messages import PARTS, ReviewKind
from warroom.domain.sms import BRIEF_MOST, length
from warroom.domain.template_book import LANGUAGES, Template, TemplateBook
from warroom.domain.template_filling import MISSING
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import N_, _, language, ngettext, pgettext

NEXT_MS = 30 * 60_000  # the next message that a filled template promises, on the half hour
VARIABLE = re.compile(r"\{[^{}\n]{1,80}\}|\[\[|\]\]|\|\||⟦[^⟦⟧\n]{1,80}⟧")


@dataclass(frozen=True, slots=True)
class TemplatesView:
    """The book as the page shows it, and who is called what."""

    book: TemplateBook
    audiences: AudienceBook


@dataclass(frozen=True, slots=True)
class TemplateShown:
    """One template with its texts by language and part: as they are written, or filled for an incident."""

    template: Template
    texts: Mapping[str, Mapping[str, str]]
    filled_for: str = ""  # the number of the incident
    missing: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)  # the last version of each language
    lessons: tuple[Lesson, ...] = ()  # that changed it, the newest first


def read_templates(room: Room) -> TemplatesView:
    """Off the screen's thread."""
    return TemplatesView(room.views.template_book(), room.views.audience_book())


def read_template(room: Room, code: str, incident: str) -> TemplateShown | None:
    """One template, filled where an incident is named; None when it is not there any more."""
    item = room.views.template_book().get(code)
    if item is None:
        return None
    versions = {
        tongue: found[-1].number for tongue in LANGUAGES if (found := room.views.wording_history(item.code, tongue))
    }
    lessons = tuple(lesson for lesson, _link in room.views.lessons_behind(LinkedNoun.TEMPLATE, item.code))
    if incident:
        try:
            next_at = room.clock.now_ms() // NEXT_MS * NEXT_MS + NEXT_MS
            page, _is_exercise = room.templates.filled(item.code, incident, next_at=next_at)
            number = room.views.incident(incident).number
        except Refusal:
            incident = ""
        else:
            return TemplateShown(item, page.texts, number, page.missing, versions, lessons)
    texts = {tongue: {part: item.wording(tongue).part(part) for part in PARTS} for tongue in LANGUAGES}
    return TemplateShown(item, texts, versions=versions, lessons=lessons)


def template_columns() -> tuple[Column[Template], ...]:
    return (
        Column("code", N_("Code"), lambda row, _now: row.code, order=lambda row: row.code, width=58, whole=True),
        Column(
            "name", N_("Template"), lambda row, _now: row.name(language()), order=lambda row: row.name(language()),
            bold=True, tone=lambda row, _now: "muted" if row.retired else "",
        ),
        Column("state", N_("State"), lambda row, _now: state_said(row), width=92, tone=state_tone, can_go=True),
    )  # fmt: skip


def state_said(row: Template) -> str:
    """What a person must know of it at a glance; "" for one as it shipped."""
    if row.retired:
        return pgettext("template", "put aside")
    if not row.ships:
        return pgettext("template", "ours")
    return pgettext("template", "changed") if row.changed else ""


def state_tone(row: Template, _now: int) -> str:
    return "muted" if row.retired else "accent"


def audiences_said(row: Template, audiences: AudienceBook) -> str:
    return ", ".join(audiences.name(code, language()) for code in row.audiences)


def matches(row: Template, sought: str, audiences: AudienceBook) -> bool:
    """Whether every word that is sought stands in its code, name, purpose or audiences."""
    said = f"{row.code} {row.name(language())} {row.purpose(language())} {audiences_said(row, audiences)}".casefold()
    return all(word in said for word in sought.casefold().split())


def facts_of(row: Template, audiences: AudienceBook) -> list[tuple[str, str]]:
    """Label and words, in the order of reading."""
    kinds, reviews = set(ChannelKind), set(ReviewKind)
    found = [
        (_("Audiences"), audiences_said(row, audiences)),
        (_("Channels"), ", ".join(channel_kind_word(ChannelKind(kind)) for kind in row.channels if kind in kinds)),
        (_("Checks before approval"), checks_said(row, reviews)),
        (_("Approved by"), ", ".join(row.approvers)),
        (_("Status that it announces"), status_word(row.status, language())),
        (_("Must say"), " · ".join(row.must.get(language(), ()))),
    ]
    return [(label, said) for label, said in found if said]


def checks_said(row: Template, reviews: set[ReviewKind]) -> str:
    if row.preapproved:
        return _("none for the first message of a SEV1: approved in advance")
    return ", ".join(review_word(ReviewKind(kind)) for kind in row.reviews if kind in reviews) or pgettext(
        "checks", "none"
    )


def measure_said(part: str, text: str, *, filled: bool) -> tuple[str, str]:
    """How long a part is, and the tone of that; a text with variables in it is not measured."""
    if not filled or part not in ("brief", "sms"):
        return "", ""
    text = MISSING.sub("[?]", text)
    if part == "brief":
        said = _("{n} of {most} characters").format(n=len(text), most=BRIEF_MOST)
        return said, "late" if len(text) > BRIEF_MOST else "muted"
    counted = length(text)
    said = ngettext("{n} segment", "{n} segments", counted.segments).format(n=counted.segments)
    beyond = " ".join(counted.beyond[:6])
    more = _("because of {letters}").format(letters=beyond) if beyond else ""
    return " · ".join(word for word in (said, counted.encoding.value, more) if word), "muted"


def coloured(text: str, book: TemplateBook, tongue: str, *, variable: str, missing: str) -> str:
    """A text as rich text: variables in one colour, what is missing in another by its label; nothing else is markup."""

    def dressed(found: re.Match[str]) -> str:
        said = found[0]
        lacking = MISSING.fullmatch(said)
        if lacking is not None:
            label = html.escape(book.label(lacking[1], tongue))
            return f'<span style="color:{missing}; font-weight:600">⟨{label}⟩</span>'
        return f'<span style="color:{variable}">{html.escape(said)}</span>'

    out, at = [], 0
    for found in VARIABLE.finditer(text):
        out += [html.escape(text[at : found.start()]), dressed(found)]
        at = found.end()
    out.append(html.escape(text[at:]))
    return "".join(out).replace("\n", "<br>")
