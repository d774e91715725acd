"""What the page of functions shows, read in one go off the screen's thread."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.handovers import Handover, Watchword
from warroom.domain.incidents import Incident, Mode
from warroom.domain.watchwords import current, following
from warroom.reports.seats import Chart, read_chart
from warroom.room import Views

FOLLOWED = (
    "crisis_cell", "coverage", "function", "handover", "watchword", "role_card", "training", "reach", "person",
    "incident",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeatsFacts:
    """The cell in question with its functions and handovers; None where no cell covers the incident."""

    incident: Incident | None
    chart: Chart | None
    handovers: tuple[Handover, ...]
    word: Watchword | None  # in force now
    next_word: Watchword | None


def read_seats(views: Views, incident: str | None, now_ms: int) -> SeatsFacts:
    """The cell of an incident, else the only one at work of its mode. Times are milliseconds UTC."""
    about = views.incident(incident) if incident else None
    cell = views.cell_of(incident) if incident else None
    if cell is None:
        mode = Mode.EXERCISE if about is not None and about.exercise else Mode.REAL
        at_work = views.cells(mode=mode, live_only=True)
        cell = at_work[0] if len(at_work) == 1 else None
    words = views.watchwords()
    return SeatsFacts(
        incident=about,
        chart=read_chart(views, cell, now_ms=now_ms) if cell is not None else None,
        handovers=tuple(views.handovers(cell.id)) if cell is not None else (),
        word=current(words, now_ms),
        next_word=following(words, now_ms),
    )
