"""The stakeholders on paper: a map that needs no colour, and beside it the list that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from warroom.commands.press_words import field_word, weight_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.press import WEIGHTS
from warroom.domain.stakeholder_map import Placed, fields_of, placed
from warroom.reports.document import Block, Column, Paragraph, Picture, Row, Section, Table, Tone
from warroom.reports.leaflet import Made
from warroom.reports.visible import printed
from warroom.words import _, language, pgettext

FIELD_W, FIELD_H, EDGE = 202, 120, 84
DOTS, DOT = 7, 26  # in one row of a field, and how far apart
FONT = "Inter, Liberation Sans, sans-serif"
INK, SOFT = "#14181F", "#5B6573"


def stakeholder_section(made: Made) -> Section:
    """The map and the list."""
    found = placed(made.views.stakeholders())
    if not found:
        return Section(_("Stakeholders"), (Paragraph(_("Nobody is listed yet."), Tone.MUTED),))
    book = made.views.audience_book()
    blocks: tuple[Block, ...] = (Picture(map_svg(found), map_said(found)), _table(found, book))
    return Section(_("Stakeholders"), blocks)


def map_svg(found: Sequence[Placed]) -> str:
    """Nine fields; a number in a circle is a stakeholder, in a square a key account."""
    width, height = EDGE + 3 * FIELD_W, 3 * FIELD_H + EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONT}" fill="{INK}">'
    parts = [head]
    for (influence, concern), there in fields_of(found).items():
        x, y = EDGE + (concern - 1) * FIELD_W, (3 - influence) * FIELD_H
        parts.append(f'<rect x="{x}" y="{y}" width="{FIELD_W}" height="{FIELD_H}" fill="none" stroke="{SOFT}"/>')
        said = field_word(influence, concern)
        if said:
            parts.append(f'<text x="{x + 8}" y="{y + 18}" font-size="12" fill="{SOFT}">{_safe(said)}</text>')
        parts += [_dot(one, at, x, y) for at, one in enumerate(there)]
    for weight in WEIGHTS:
        along = EDGE + (weight - 0.5) * FIELD_W
        level = (3.5 - weight) * FIELD_H
        said = _safe(weight_word(weight))
        parts.append(f'<text x="{along}" y="{3 * FIELD_H + 18}" font-size="12" text-anchor="middle">{said}</text>')
        parts.append(f'<text x="{EDGE - 8}" y="{level}" font-size="12" text-anchor="end">{said}</text>')
    across, up = _safe(pgettext("stakeholder", "Concern")), _safe(pgettext("stakeholder", "Influence"))
    middle, turned = EDGE + 1.5 * FIELD_W, f"translate(14 {1.5 * FIELD_H}) rotate(-90)"
    parts.append(f'<text x="{middle}" y="{height - 12}" font-size="13" text-anchor="middle">{across} →</text>')
    parts.append(f'<text transform="{turned}" font-size="13" text-anchor="middle">{up} →</text>')
    return "".join([*parts, "</svg>"])


def map_said(found: Sequence[Placed]) -> str:
    """The same in words."""
    fields = fields_of(found)
    said = [
        _("influence {influence}, concern {concern}: {names}").format(
            influence=weight_word(influence),
            concern=weight_word(concern),
            names=", ".join(printed(one.stakeholder.name) for one in there),
        )
        for (influence, concern), there in sorted(fields.items(), reverse=True)
        if there
    ]
    return "; ".join(said)


def _dot(one: Placed, at: int, x: int, y: int) -> str:
    row, column = divmod(at, DOTS)
    left, top = x + 20 + column * DOT, y + 42 + row * DOT
    shape = (
        f'<rect x="{left - 10}" y="{top - 10}" width="20" height="20" fill="white" stroke="{INK}" stroke-width="1.6"/>'
        if one.stakeholder.key_account
        else f'<circle cx="{left}" cy="{top}" r="10" fill="white" stroke="{INK}" stroke-width="1.6"/>'
    )
    return f'{shape}<text x="{left}" y="{top + 4}" font-size="11" text-anchor="middle">{one.number}</text>'


def _table(found: Sequence[Placed], book: AudienceBook) -> Table:
    columns = (
        Column(_("No.")), Column(_("Who"), 3), Column(_("Audience"), 2), Column(pgettext("stakeholder", "Influence")),
        Column(pgettext("stakeholder", "Concern")), Column(_("Who speaks with them"), 2),
        Column(_("How to reach them"), 3), Column(_("What they expect"), 3),
    )  # fmt: skip
    rows = []
    for one in found:
        who = one.stakeholder
        name = _("{name} (key account)").format(name=who.name) if who.key_account else who.name
        reach = " · ".join(part for part in (who.contact, who.phone, who.mail) if part)
        audience = book.name(who.audience, language()) if who.audience else ""
        weights = (weight_word(who.influence), weight_word(who.concern))
        rows.append(Row((str(one.number), name, audience, *weights, who.owner, reach, who.expects)))
    return Table(_("Stakeholders, the most pressing first; a square on the map is a key account"), columns, tuple(rows))


def _safe(text: str) -> str:
    return escape(printed(text))
