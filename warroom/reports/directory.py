"""The crisis directory on one sheet of paper: whom to call first and why, how, and what each way needs (doctrine §2.1).

Front and back of one A4 at most: those who hold functions, are on call or in a rapid-response team come first; as many
others as the sheet holds follow, and it says how many it does not show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import need_word
from warroom.commands.roster_words import reach_word
from warroom.domain.callout import function_rank
from warroom.domain.incidents import Mode
from warroom.domain.needs import Broken, unmet
from warroom.domain.roster import PersonCard, Reach
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.html import html_of
from warroom.reports.leaflet import Leaflet, Made, document_of, of_layout
from warroom.storage.naming import folded_name
from warroom.words import _, ngettext

FIRST_MOST = 120  # people who are called first
OTHERS_MOST = 200  # more fit on no sheet
REACHES_MOST = 4
TEXT_MOST = 90


@dataclass(frozen=True, slots=True)
class Directory:
    """The sheet, and how many people are on it at most."""

    leaflet: Leaflet
    people: int


@dataclass(slots=True)
class Listed:
    """One person of the sheet: why they are called first, and in which order."""

    name: str
    card: PersonCard | None = None
    why: list[str] = field(default_factory=list)
    order: tuple[int, int] = (9, 0)
    phone: str = ""  # typed with a function, where the roster has no number

    def because(self, said: str, order: tuple[int, int]) -> None:
        if said not in self.why:
            self.why.append(said)
        self.order = min(self.order, order)


def directory_of(made: Made) -> Directory:
    """The directory as the room stands. Raises Trouble when it cannot be laid out."""
    views, heads = made.views, made.views.heads()
    cards = views.roster()
    listed = _listed(made, cards)
    first = sorted((each for each in listed.values() if each.why), key=lambda each: (each.order, each.name.casefold()))
    others = [each for each in listed.values() if not each.why]
    reaches: dict[str, list[Reach]] = defaultdict(list)
    for reach in views.reaches():
        reaches[reach.person].append(reach)
    broken = views.broken(mode=Mode.EXERCISE if made.exercise else Mode.REAL)
    rows = [_row(each, reaches, broken, made) for each in first[:FIRST_MOST]]
    more = [_row(each, reaches, broken, made) for each in others[:OTHERS_MOST]]
    title = _("Crisis directory")
    facts = _facts(made, cards, broken)
    report: dict[str, Any] = {
        "title": title,
        "facts": [" · ".join(value for _label, value in facts)],
        "headings": [_("Who"), _("Why first"), _("How to reach them, in this order, and what it needs")],
        "first_title": _("Called first"),
        "others_title": _("Others in the roster"),
        "first": rows,
        "others": more,
        "left": _left_words(),
        "unlisted": max(0, len(first) - FIRST_MOST) + max(0, len(others) - OTHERS_MOST),
        "nobody": _("Nobody is in the roster yet."),
    }
    document = document_of(
        made,
        heads,
        name=_name(),
        title=title,
        reference=title,
        facts=Facts(tuple(facts)),
        sections=tuple(
            Section(heading, (_table(heading, some) if some else Paragraph(_("Nobody."), Tone.MUTED),))
            for heading, some in ((report["first_title"], rows), (report["others_title"], more))
        ),
    )
    html = b"".join(html_of(document))
    leaflet = of_layout(made, "directory.typ", report, name=_name(), reference=title, heads=heads, html=html)
    return Directory(leaflet, len(rows) + len(more))


def _name() -> str:
    return "warroom-directory"


def _listed(made: Made, cards: Iterable[PersonCard]) -> dict[str, Listed]:
    """Everybody by folded name: the roster, and whoever only a function names."""
    views = made.views
    listed = {folded_name(card.name): Listed(card.name, card) for card in cards}
    by_id = {card.id: listed[folded_name(card.name)] for card in cards}
    mode = Mode.EXERCISE if made.exercise else Mode.REAL

    def named(name: str) -> Listed | None:
        return listed.setdefault(folded_name(name), Listed(name)) if name.strip() else None

    for cell in views.cells(mode=mode, live_only=True):
        for function in views.functions(cell.id):
            word, rank = seat_word(function.code, function.label), function_rank(function.code)
            for name, said, after in (
                (function.holder, word, 0),
                (function.deputy, _("{function}, deputy").format(function=word), 1),
                (function.relief, _("{function}, relief").format(function=word), 2),
            ):
                if (who := named(name)) is not None:
                    who.because(said, (after, rank))
                    who.phone = who.phone or (function.phone if name == function.holder else "")
    for duty in views.on_call(made.now_ms):
        who = by_id.get(duty.person) if duty.person else named(duty.name)  # type: ignore[call-overload]
        if who is not None:
            until = made.moment(duty.until_at) if duty.until_at else ""
            said = _("on call: {rotation}").format(rotation=duty.rotation.name)
            who.because(f"{said}, {_('until {time}').format(time=until)}" if until else said, (1, duty.rotation.rank))
    teams = {team.id: team for team in views.teams()}
    for member in views.memberships():
        team, who = teams.get(member.team), by_id.get(member.person)
        if team is not None and who is not None and team.rapid:
            who.because(_("{team} (rapid response)").format(team=team.name), (3, member.rank or 99))
    for team in teams.values():
        who = by_id.get(team.lead)  # type: ignore[call-overload]
        if who is not None:
            who.because(_("leads {team}").format(team=team.name), (4, 0))
    return listed


def _row(each: Listed, reaches: dict[str, list[Reach]], broken: list[Broken], made: Made) -> dict[str, Any]:
    card = each.card
    ways = [_way(reach, broken) for reach in reaches.get(card.id, ())[:REACHES_MOST]] if card else []
    if not ways and each.phone:
        ways = [{"value": each.phone, "what": _("as noted with the function"), "down": ""}]
    about = [card.job, card.employer, card.site] if card else []
    if card and card.away_until and card.away_until > made.now_ms:
        about.append(_("away until {time}").format(time=made.moment(card.away_until)))
    return {
        "name": _short(each.name),
        "about": _short(" · ".join(text for text in about if text)),
        "why": [_short(text) for text in each.why[:4]],
        "ways": ways,
        "none": _("no way to reach them is noted"),
    }


def _way(reach: Reach, broken: list[Broken]) -> dict[str, str]:
    """A number with what it needs; `down` says why it cannot work now."""
    down = unmet(reach.needs, broken)
    label = reach.label or reach_word(reach.kind)
    needs = ", ".join(need_word(need) for need in reach.needs)
    why = ", ".join(_("{need} is down").format(need=need_word(each.need)) for each in down)
    if not reach.works and reach.checked_at:
        why = why or _("did not work when it was tried")
    return {
        "value": _short(reach.value),
        "what": _short(phrases.labelled(label, needs) if needs and not why else label),
        "down": why,
    }


def _table(caption: str, rows: list[dict[str, Any]]) -> Table:
    columns = (Column(_("Who"), 2), Column(_("Why first"), 2), Column(_("How to reach them"), 4))
    return Table(caption, columns, tuple(_cells(row) for row in rows))


def _cells(row: dict[str, Any]) -> Row:
    ways = [f"{way['value']} ({' · '.join(filter(None, (way['what'], way['down'])))})" for way in row["ways"]]
    who = "\n".join(filter(None, (row["name"], row["about"])))
    return Row((who, "\n".join(row["why"]), "\n".join(ways) or row["none"]))


def _facts(made: Made, cards: list[PersonCard], broken: list[Broken]) -> list[tuple[str, str]]:
    down = sorted({need_word(each.need) for each in broken if each.state == "down"})
    count = ngettext("{count} person in the roster", "{count} people in the roster", len(cards))
    rows = [
        (_("Room"), made.views.name()),
        (_("As things stood at"), made.full(made.now_ms)),
        (_("Roster"), count.format(count=len(cards))),
        (_("Down now"), _("down now: {needs}").format(needs=", ".join(down)) if down else ""),
        (_("Exercise"), _("begin each call with “EXERCISE – EXERCISE – EXERCISE”") if made.exercise else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _left_words() -> list[str]:
    """How many people the sheet does not show, at the place of their number."""
    said = ngettext("{count} more person is in the roster.", "{count} more people are in the roster.", 2)
    one = ngettext("{count} more person is in the roster.", "{count} more people are in the roster.", 1)
    before, _count, after = said.partition("{count}")
    return [one.format(count=1), before, after]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TEXT_MOST else line[: TEXT_MOST - 1] + "…"
