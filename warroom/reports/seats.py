"""The chart of a cell: who holds which function, by cell and by the French functional split (ICS 203 and 207)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom import phrases
from warroom.commands.cell_words import level_said, seat_word
from warroom.commands.seat_words import cell_kind_word, split_word
from warroom.domain.cells import Cell, CellKind, Function, Seat, Split, kind_of, resolves_and_leads, split_of
from warroom.domain.ids import PersonId, named_id
from warroom.domain.roster import Reach, ReachKind
from warroom.domain.trained import Trained, TrainedState, how_trained, trained_for
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.html import html_of
from warroom.reports.leaflet import Leaflet, Made, document_of, of_layout
from warroom.storage.naming import folded_name
from warroom.storage.views import Views
from warroom.words import _, ngettext, pgettext

CALLED = frozenset({ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.RADIO})


class Layout(enum.StrEnum):
    """How the chart is drawn."""

    CELLS = "cells"  # decision and operational cell
    SPLIT = "split"  # the French functional split


@dataclass(frozen=True, slots=True)
class SeatOf:
    """One function on the chart. Times are milliseconds UTC."""

    function: Function
    phone: str
    trained: Trained
    is_alarming: bool
    is_both: bool  # its holder coordinates and resolves
    is_armed: bool = True

    @property
    def code(self) -> str:
        return self.function.code

    @property
    def name(self) -> str:
        return seat_word(self.function.code, self.function.label)


@dataclass(frozen=True, slots=True)
class Band:
    """One cell, or one part of the split, with its functions."""

    part: str
    title: str
    seats: tuple[SeatOf, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A cell's functions as they stand now, and those of the doctrine that it has not armed."""

    cell: Cell
    seats: tuple[SeatOf, ...]
    unarmed: tuple[str, ...]  # codes
    now: int

    def bands(self, layout: Layout) -> tuple[Band, ...]:
        """The chart in its parts; the first one commands the others."""
        if layout is Layout.CELLS:
            return tuple(
                Band(kind.value, cell_kind_word(kind), tuple(item for item in self.seats if kind_of(item.code) is kind))
                for kind in CellKind
            )
        return tuple(
            Band(split.value, split_word(split), tuple(item for item in self.seats if split_of(item.code) is split))
            for split in Split
        )


def read_chart(views: Views, cell: Cell, *, now_ms: int) -> Chart:
    """The chart of a cell as of now (milliseconds UTC). Ask in a task."""
    functions = views.functions(cell.id)
    both = resolves_and_leads(functions)
    seats = []
    for item in sorted(functions, key=lambda item: _rank(item.code)):
        person = PersonId(named_id(views.room_id(), "person", folded_name(item.holder)))
        trained = how_trained(trained_for(views.trainings(person), now_ms), person, item.code)
        seats.append(_seat(item, both, _reached(views, person), trained, now_ms))
    armed = {item.code for item in functions}
    return Chart(cell, tuple(seats), tuple(seat.value for seat in Seat if seat.value not in armed), now_ms)


def _rank(code: str) -> tuple[int, str]:
    order = [seat.value for seat in Seat]
    return (order.index(code) if code in order else len(order), code)


def _reached(views: Views, person: str) -> str:
    """The number that is tried first, "" where none is known."""
    found = [reach for reach in views.reaches(person) if reach.kind in CALLED and (reach.works or not reach.checked_at)]
    return _first(found)


def _first(found: Iterable[Reach]) -> str:
    return next((reach.value for reach in found), "")


def _seat(item: Function, both: str, phone: str, trained: Trained, now: int) -> SeatOf:
    return SeatOf(
        function=item,
        phone=(item.phone or phone) if item.holder else item.phone,
        trained=trained,
        is_alarming=item.is_alarming(now),
        is_both=bool(both) and item.holder != "" and item.code in (Seat.COORD, Seat.TECH, Seat.SME),
    )


# In words


def trained_word(trained: Trained) -> str:
    """What the room knows of somebody's training for the function they hold."""
    return {
        TrainedState.TRAINED: pgettext("function", "trained"),
        TrainedState.ENDING: _("training ends soon"),
        TrainedState.EXPIRED: _("training out of date"),
        TrainedState.NEVER: _("no training noted"),
    }[trained.state]


def held_said(seat: SeatOf, now: int) -> str:
    """Who holds it, or for how long nobody has."""
    item = seat.function
    if item.holder:
        return item.holder
    since = phrases.since(item.vacant_since, now) if item.vacant_since is not None else ""
    return _("vacant {since}").format(since=since).strip()


def seat_lines(seat: SeatOf, made: Made) -> list[str]:
    """What else is known of a function: since when, deputy, relief, telephone, training."""
    item, lines = seat.function, []
    if item.holder and item.since:
        lines.append(_("since {time}").format(time=made.moment(item.since)))
    if item.deputy:
        lines.append(_("deputy {name}").format(name=item.deputy))
    if item.relief:
        at = f" {made.moment(item.relief_at)}" if item.relief_at else ""
        lines.append(_("relief {name}").format(name=item.relief) + at)
    if seat.phone:
        lines.append(seat.phone)
    if item.holder:
        lines.append(trained_word(seat.trained))
    if seat.is_both:
        lines.append(_("coordinates and resolves"))
    return lines


def state_of(seat: SeatOf) -> str:
    """`held`, `vacant`, or `alarm`: each has a shape and a word, never a colour alone."""
    if seat.function.holder:
        return "held"
    return "alarm" if seat.is_alarming else "vacant"


# On paper


def chart_leaflet(made: Made, chart: Chart, layout: Layout) -> Leaflet:
    """The chart drawn on one page, and as tables in HTML. Raises Trouble."""
    heads, cell = made.views.heads(), chart.cell
    title = _("Functions of crisis cell {number}").format(number=cell.number)
    facts = _facts(made, chart)
    bands = [band for band in chart.bands(layout) if band.seats]
    report: dict[str, Any] = {
        "title": title,
        "facts": [" · ".join(value for _label, value in facts)],
        "layout": layout.value,
        "bands": [{"title": band.title, "seats": [_box(seat, made) for seat in band.seats]} for band in bands],
        "legend": list(legend().items()),
    }
    document = document_of(
        made,
        heads,
        name=_name(cell),
        title=title,
        reference=cell.number,
        facts=Facts(tuple(facts)),
        sections=tuple(Section(band.title, (_table(band, made),)) for band in bands),
    )
    return of_layout(
        made,
        "chart.typ",
        report,
        name=_name(cell),
        reference=cell.number,
        heads=heads,
        html=b"".join(html_of(document)),
    )


def legend() -> Mapping[str, str]:
    """Each state of a function, and its word."""
    return {
        "held": pgettext("function", "held"),
        "vacant": pgettext("function", "vacant"),
        "alarm": _("vacant too long"),
    }


def _name(cell: Cell) -> str:
    return f"warroom-{cell.number}-functions".lower()


def _facts(made: Made, chart: Chart) -> list[tuple[str, str]]:
    cell = chart.cell
    covered = ", ".join(incident.number for incident in made.views.covered(cell.id))
    vacant = sum(not seat.function.holder for seat in chart.seats)
    rows = [
        (_("Crisis cell"), " · ".join(part for part in (cell.number, cell.name) if part)),
        (_("Level"), level_said(cell.level)),
        (_("Covers"), covered),
        (_("As things stood at"), made.full(made.now_ms)),
        (_("Vacant"), ngettext("{n} vacant", "{n} vacant", vacant).format(n=vacant) if vacant else _("all held")),
    ]
    return [(label, value) for label, value in rows if value]


def _box(seat: SeatOf, made: Made) -> dict[str, Any]:
    return {
        "code": seat.code,
        "name": seat.name,
        "held": held_said(seat, made.now_ms),
        "lines": seat_lines(seat, made),
        "state": state_of(seat),
    }


def _table(band: Band, made: Made) -> Table | Paragraph:
    columns = (
        Column(_("Function"), 2), Column(_("Holder"), 2), Column(_("Deputy"), 1.5), Column(_("Relief"), 1.5),
        Column(_("Telephone"), 1.5), Column(_("Since"), 1), Column(_("Training"), 1.5),
    )  # fmt: skip
    rows = tuple(_row(seat, made) for seat in band.seats)
    return Table(band.title, columns, rows) if rows else Paragraph(_("Nothing."), Tone.MUTED)


def _row(seat: SeatOf, made: Made) -> Row:
    item = seat.function
    relief = f"{item.relief} {made.moment(item.relief_at) if item.relief_at else ''}".strip()
    cells = (
        f"{seat.code} {seat.name}",
        held_said(seat, made.now_ms),
        item.deputy or "—",
        relief or "—",
        seat.phone or "—",
        made.moment(item.since) if item.holder else "—",
        trained_word(seat.trained) if item.holder else "—",
    )
    return Row(cells, Tone.LATE if not item.holder or seat.is_both else Tone.PLAIN)
