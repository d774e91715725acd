"""Templates on paper: what each is for and must say, and its texts, filled for an incident or with their variables.

For the binder that works without a computer, and for whoever checks a text with a pen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from warroom.commands.cell_words import seat_word
from warroom.commands.channel_words import channel_kind_word
from warroom.commands.message_words import review_word
from warroom.commands.template_words import part_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.channels import ChannelKind
from warroom.domain.messages import PARTS, ReviewKind
from warroom.domain.sms import length
from warroom.domain.template_book import Template
from warroom.domain.template_filling import MISSING
from warroom.reports.document import Block, Facts, Paragraph, Section, Tone
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.words import _, language, ngettext

NAMES = {"fr": "Français", "en": "English"}  # languages, each in its own
Texts = Mapping[str, Mapping[str, str]]  # language → part → text
Labels = Callable[[str, str], str]  # variable, language → what it is called


@dataclass(frozen=True, slots=True)
class Page:
    """One template and its texts, and the variables that are missing in them."""

    template: Template
    texts: Texts
    missing: tuple[str, ...] = ()


def sheet_of(made: Made, pages: Iterable[Page], audiences: AudienceBook, labels: Labels, *, about: str = "") -> Leaflet:
    """Templates as PDF and HTML; `about` names the incident they are filled for. Raises Trouble."""
    heads, told = made.views.heads(), list(pages)
    title = _("Message templates")
    name = f"templates-{told[0].template.code}" if len(told) == 1 else "templates"
    facts = [(_("Templates"), str(len(told))), (_("Printed"), made.full(made.now_ms))]
    if about:
        facts.insert(0, (_("Filled for"), about))
    sections = tuple(section for page in told for section in _sections(page, audiences, labels))
    document = document_of(
        made, heads, name=name, title=title, reference=title, facts=Facts(tuple(facts)), sections=sections
    )
    return of_document(made, document, heads)


def _sections(page: Page, audiences: AudienceBook, labels: Labels) -> list[Section]:
    item, spoken = page.template, language()
    said = [
        (_("When and why"), item.purpose(spoken)),
        (_("Audiences"), ", ".join(audiences.name(code, spoken) for code in item.audiences)),
        (_("Channels"), ", ".join(channel_kind_word(ChannelKind(kind)) for kind in item.channels)),
        (_("Checks before approval"), ", ".join(review_word(ReviewKind(kind)) for kind in item.reviews)),
        (_("Approved by"), ", ".join(dict.fromkeys(seat_word(code) for code in item.approvers))),
        (_("Must say"), " · ".join(item.must.get(spoken, ()))),
        (_("Missing"), ", ".join(labels(name, spoken) for name in page.missing)),
    ]
    facts = Facts(tuple((label, value) for label, value in said if value))
    head = Section(f"{item.code} · {item.name(spoken)}", (facts,))
    return [head, *(_texts(tongue, parts, labels) for tongue, parts in page.texts.items())]


def _texts(tongue: str, parts: Mapping[str, str], labels: Labels) -> Section:
    blocks: list[Block] = []
    for part in PARTS:
        if text := on_paper(parts.get(part, ""), tongue, labels):
            blocks.append(Paragraph(_part_title(part, text), Tone.MUTED))
            blocks += [Paragraph(line) for line in text.split("\n") if line.strip()]
    return Section(NAMES.get(tongue, tongue), tuple(blocks), level=2)


def on_paper(text: str, tongue: str, labels: Labels) -> str:
    """A text whose missing variables are to be written in by hand: `[? next update]`."""
    return MISSING.sub(lambda found: f"[? {labels(found[1], tongue)}]", text)


def _part_title(part: str, text: str) -> str:
    if part == "brief":
        return f"{part_word(part)} · {_characters(len(text))}"
    if part == "sms":
        counted = length(text)
        segments = ngettext("{n} segment", "{n} segments", counted.segments).format(n=counted.segments)
        return f"{part_word(part)} · {segments} ({counted.encoding.value})"
    return part_word(part)


def _characters(count: int) -> str:
    return ngettext("{n} character", "{n} characters", count).format(n=count)
