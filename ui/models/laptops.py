"""The laptops of the room and what each has proved of itself, a column for each proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.domain.readiness import Proof, Readiness, Standing, standing
from warroom.room import Room
from warroom.words import N_, _

TONES = {Standing.FRESH: "good", Standing.STALE: "due", Standing.FAILED: "due", Standing.MISSING: "due"}
HEADINGS = {
    Proof.LOGS_IN: N_("Login offline"),
    Proof.RUNS: N_("Package"),
    Proof.STICK: N_("Stick"),
    Proof.PRINTS: N_("Printer"),
    Proof.SHEET: N_("Recovery sheet"),
}


@dataclass(frozen=True, slots=True)
class Laptop:
    """One station and its last try of each proof."""

    id: str
    letter: str
    name: str
    is_ours: bool
    proofs: dict[str, Readiness] = field(default_factory=dict)

    def standing(self, proof: Proof, now_ms: int, stale_days: int) -> Standing:
        return standing(self.proofs.get(proof), now_ms=now_ms, stale_days=stale_days)


def laptops_of(room: Room) -> list[Laptop]:
    """Every laptop that was not revoked, ours first. Reads the room: call it from a task."""
    noted = room.views.readiness()
    found = [
        Laptop(
            station.id,
            station.letter,
            station.name,
            station.is_ours,
            {each.what: each for each in noted if each.station == station.id},
        )
        for station in room.views.stations()
        if station.revoked is None
    ]
    return sorted(found, key=lambda laptop: (not laptop.is_ours, laptop.letter, laptop.id))


def laptops_model(
    look: Look, *, now: Callable[[], int], stale_days: Callable[[], int], parent: QObject
) -> TableModel[Laptop]:
    """The table; `stale_days` is asked whenever it is drawn."""
    proofs: list[Column[Laptop]] = [
        Column(
            proof.value,
            HEADINGS[proof],
            text=partial(_said, proof, stale_days),
            order=partial(_at, proof),
            tone=partial(_tone, proof, stale_days),
            width=120,
            whole=True,
        )
        for proof in Proof
    ]
    who: Column[Laptop] = Column("station", N_("Station"), text=lambda row, _now: _named(row), bold=True)
    return TableModel((who, *proofs), ident=lambda row: row.id, look=look, now=now, parent=parent)


def _named(laptop: Laptop) -> str:
    return f"{laptop.letter} · {laptop.name}" if laptop.name else laptop.letter


def _said(proof: Proof, stale_days: Callable[[], int], laptop: Laptop, now_ms: int) -> str:
    """A date; in words what is wrong with it, since a colour alone says nothing."""
    known = laptop.proofs.get(proof)
    if known is None or known.at is None:
        return _("never")
    day = phrases.date(known.at)
    state = laptop.standing(proof, now_ms, stale_days())
    if state is Standing.FAILED:
        return _("no: {date}").format(date=day)
    return _("old: {date}").format(date=day) if state is Standing.STALE else day


def _tone(proof: Proof, stale_days: Callable[[], int], laptop: Laptop, now_ms: int) -> str:
    return TONES[laptop.standing(proof, now_ms, stale_days())]


def _at(proof: Proof, laptop: Laptop) -> int:
    known = laptop.proofs.get(proof)
    return known.at or 0 if known else 0
