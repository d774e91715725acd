"""Role cards on paper: one page a function, all of a cell in one print (doctrine §2.1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from warroom.commands.cell_words import level_said
from warroom.commands.role_cards import card_of
from warroom.commands.seat_words import limit_said
from warroom.domain.cells import Cell
from warroom.domain.handovers import ChangedCard, Watchword
from warroom.domain.watchwords import current
from warroom.reports.document import Facts, Paragraph, Section
from warroom.reports.html import html_of
from warroom.reports.leaflet import Leaflet, Made, document_of, of_layout
from warroom.reports.seats import SeatOf, held_said, read_chart
from warroom.words import _, pgettext


def cards_leaflet(made: Made, cell: Cell, codes: Collection[str] = ()) -> Leaflet:
    """The cards of these functions, or of all that the cell armed. Raises Trouble; LookupError where none is armed."""
    views = made.views
    with views.unmoving():
        chart = read_chart(views, cell, now_ms=made.now_ms)
        changed, words, heads = views.changed_cards(), views.watchwords(), views.heads()
        covered = ", ".join(f"{incident.number} {incident.title}" for incident in views.covered(cell.id))
    seats = [seat for seat in chart.seats if not codes or seat.code in codes]
    if not seats:
        raise LookupError(", ".join(codes) or cell.number)
    word = current(words, made.now_ms)
    pages = [_page(made, cell, seat, changed, word, covered) for seat in seats]
    alone = seats[0].code.lower() if len(seats) == 1 else ""
    title = (
        _("Role card: {function}").format(function=f"{seats[0].code} {seats[0].name}")
        if alone
        else _("Role cards of crisis cell {number}").format(number=cell.number)
    )
    name = f"warroom-{cell.number}-card-{alone}" if alone else f"warroom-{cell.number}-cards"
    report: dict[str, Any] = {"title": title, "pages": pages}
    document = document_of(
        made,
        heads,
        name=name.lower(),
        title=title,
        reference=cell.number,
        facts=Facts(((_("Crisis cell"), f"{cell.number} · {level_said(cell.level)}"),)),
        sections=tuple(map(_section, pages)),
    )
    return of_layout(
        made,
        "cards.typ",
        report,
        name=name.lower(),
        reference=cell.number,
        heads=heads,
        html=b"".join(html_of(document)),
    )


def _page(
    made: Made, cell: Cell, seat: SeatOf, changed: list[ChangedCard], word: Watchword | None, covered: str
) -> dict[str, Any]:
    card = card_of(seat.code, changed)
    item = seat.function
    relief = " ".join(part for part in (item.relief, made.moment(item.relief_at) if item.relief_at else "") if part)
    facts = [
        (_("Holder"), held_said(seat, made.now_ms)),
        (_("Deputy"), item.deputy),
        (_("Relief"), relief),
        (_("Telephone"), seat.phone),
        (_("Crisis cell"), f"{cell.number} · {level_said(cell.level)}"),
        (_("Incidents"), covered),
    ]
    return {
        "code": seat.code,
        "name": seat.name,
        "facts": [[label, value] for label, value in facts if value],
        "parts": [
            {"title": pgettext("role card", "Mission"), "text": card.mission or _("Not written yet.")},
            {
                "title": _("First actions"),
                "steps": list(card.first),
                "text": "" if card.first else _("Not written yet."),
            },
            {"title": _("To deliver"), "text": card.deliverable or _("Not written yet.")},
            {
                "title": _("Authority and its limits"),
                "text": "\n".join(part for part in (card.authority, limit_said(card.spend_limit)) if part),
            },
            {"title": _("Challenge and answer"), "text": _words(made, word)},
        ],
    }


def _words(made: Made, word: Watchword | None) -> str:
    if word is None:
        return _("None is set for now: call back on a number you know.")
    said = _("Asked “{challenge}”, whoever calls answers “{answer}”.")
    text = said.format(challenge=word.challenge, answer=word.answer)
    return f"{text} " + _("Until {time}.").format(time=made.moment(word.until_at)) if word.until_at else text


def _section(page: dict[str, Any]) -> Section:
    blocks: list[Paragraph | Facts] = [Facts(tuple((label, value) for label, value in page["facts"]))]
    rows = []
    for part in page["parts"]:
        steps = [f"{at}. {said}" for at, said in enumerate(part.get("steps", ()), start=1)]
        rows.append((part["title"], "\n".join([*steps, part["text"]]).strip()))
    blocks.append(Facts(tuple(rows)))
    return Section(f"{page['code']} {page['name']}", tuple(blocks))
