"""Lines of a sheet as they were understood, before they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.said import channel_word, kind_word, verification_word
from warroom.domain.paper import SheetLine
from warroom.words import N_, _


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One typed line and what it says; None where it cannot be read any more."""

    place: int
    typed: str
    line: SheetLine | None

    @property
    def at(self) -> int | None:
        return self.line.event_at if self.line else None


def line_columns() -> Sequence[Column[ReadLine]]:
    return (
        Column("time", N_("Time"), _time, bold=True, width=140, whole=True),
        Column("kind", N_("Kind"), lambda row, _now: kind_word(row.line.kind) if row.line else "", width=116),
        Column("text", N_("Text"), lambda row, _now: row.line.text if row.line else row.typed),
        Column("more", N_("More"), lambda row, _now: _more(row), width=220, can_go=True),
    )  # fmt: skip


def _time(row: ReadLine, now_ms: int) -> str:
    return phrases.moment(row.at, now_ms) if row.at is not None else "—"


def _more(row: ReadLine) -> str:
    line = row.line
    if line is None:
        return ""
    said = [
        _("from {name}").format(name=line.from_who) if line.from_who else "",
        _("to {name}").format(name=line.to_who) if line.to_who else "",
        _("for {name}").format(name=line.owner) if line.owner else "",
        channel_word(line.channel) if line.channel else "",
        verification_word(line.verification, line.kind),
        _("key event") if line.key_event else "",
        line.services,
    ]
    return " · ".join(part for part in said if part)
