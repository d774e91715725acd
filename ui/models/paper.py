"""What the page about paper says: printed copies and how old they are, sheets and whether they came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.paper_words import overtaken_by, print_word, sheet_word
from warroom.domain.incidents import Mode
from warroom.domain.paper import CameBack, Overtaken, Printout, Sheet, SheetState
from warroom.room import Views
from warroom.words import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One printed copy, the numbers of what it shows, and what it does not show any more."""

    copy: Printout
    incidents: str
    overtaken: Overtaken


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One numbered sheet, the copy it was printed with, and who brought it back."""

    sheet: Sheet
    copy: str
    back: tuple[CameBack, ...]

    @property
    def is_out(self) -> bool:
        return self.sheet.state is SheetState.BLANK

    @property
    def came_twice(self) -> bool:
        """Whether two stations typed it without seeing each other."""
        return len({party.station for party in self.back}) > 1


def copies_of(views: Views) -> list[CopyRow]:
    """Every printed copy, those that are about first; read in a task."""
    numbers: dict[str, str] = {incident.id: incident.number for incident in views.incidents(mode=Mode.BOTH)}
    return [
        CopyRow(
            copy,
            ", ".join(filter(None, (numbers.get(each, "") for each in (copy.incident, *copy.others)))),
            views.overtaken(copy) if copy.is_about else Overtaken(),
        )
        for copy in views.printouts()
    ]


def sheets_of(views: Views) -> list[SheetRow]:
    """Every sheet, those that are out first; read in a task."""
    sheets = views.sheets()
    back = views.came_back([sheet.number for sheet in sheets if sheet.state is SheetState.TRANSCRIBED])
    copies = {copy.id: copy.number for copy in views.printouts()}
    return [SheetRow(sheet, copies.get(sheet.printout, ""), tuple(back.get(sheet.number, ()))) for sheet in sheets]


def copy_columns() -> Sequence[Column[CopyRow]]:
    return (
        Column("number", N_("No."), lambda row, _now: row.copy.number, bold=True, width=76, whole=True),
        Column("kind", N_("What"), lambda row, _now: print_word(row.copy.kind), width=128),
        Column("incidents", N_("Incidents"), lambda row, _now: row.incidents, tone=_muted, width=88, can_go=True),
        Column(
            "printed", N_("Printed"), lambda row, now: phrases.moment(row.copy.printed_at, now),
            order=lambda row: row.copy.printed_at, width=96, whole=True,
        ),
        Column("by", N_("By"), lambda row, _now: row.copy.by, tone=_muted, width=108, can_go=True),
        Column("place", N_("Where it hangs"), lambda row, _now: _place(row)),
        Column("state", N_("State"), lambda row, now: copy_state(row, now), tone=copy_tone, width=204),
    )  # fmt: skip


def sheet_columns() -> Sequence[Column[SheetRow]]:
    return (
        Column("number", N_("Sheet"), lambda row, _now: row.sheet.number, bold=True, width=84, whole=True),
        Column("copy", N_("Set of papers"), lambda row, _now: row.copy or "—", tone=_muted, width=128, can_go=True),
        Column("state", N_("State"), lambda row, _now: sheet_state(row), tone=sheet_tone, width=224),
        Column("who", N_("By"), lambda row, now: sheet_who(row, now)),
    )


def copy_state(row: CopyRow, now_ms: int) -> str:
    """`up to date`, `out of date since 14:31`, `withdrawn 15:02`."""
    if row.copy.withdrawn_at is not None:
        return _("withdrawn {time}").format(time=phrases.moment(row.copy.withdrawn_at, now_ms))
    if row.overtaken.since is None:
        return _("up to date")
    return _("out of date since {time}").format(time=phrases.moment(row.overtaken.since, now_ms))


def copy_tone(row: CopyRow, _now: int) -> str:
    if not row.copy.is_about:
        return "muted"
    return "good" if row.overtaken.is_current else "due"


def copy_about(row: CopyRow, now_ms: int) -> str:
    """What the chosen copy means, in sentences."""
    copy = row.copy
    said = []
    if copy.sheets_from:
        said.append(_("Blank sheets {first} to {last}.").format(first=copy.sheets_from, last=copy.sheets_to))
    if copy.fingerprint:
        said.append(_("Journal {fingerprint} on every page.").format(fingerprint=copy.fingerprint))
    if not copy.is_about:
        said.append(_("Withdrawn by {name}.").format(name=copy.withdrawn_by or "—"))
    elif row.overtaken.is_current:
        said.append(_("It shows what the room knows."))
    else:
        since = phrases.moment(row.overtaken.since or now_ms, now_ms)
        said.append(_("{number} is out of date since {since}: {what}.").format(
            number=copy.number, since=since, what=overtaken_by(row.overtaken)
        ))  # fmt: skip
        said.append(_("Print it again, and take the old copies down."))
    return " ".join(said)


def sheet_state(row: SheetRow) -> str:
    if row.came_twice:
        return _("transcribed twice")
    return sheet_word(row.sheet.state)


def sheet_tone(row: SheetRow, _now: int) -> str:
    if row.came_twice:
        return "due"
    return {SheetState.TRANSCRIBED: "good", SheetState.VOID: "muted"}.get(row.sheet.state, "")


def sheet_who(row: SheetRow, now_ms: int) -> str:
    """Who brought it back and when, or who made it void and why."""
    if row.back:
        return ", ".join(_came_back(party, now_ms) for party in row.back)
    if row.sheet.state is SheetState.VOID:
        return " · ".join(part for part in (row.sheet.voided_by, row.sheet.reason) if part)
    return ""


def _came_back(party: CameBack, now_ms: int) -> str:
    entries = ngettext("{n} entry", "{n} entries", party.entries).format(n=party.entries)
    who = _("{name} ({letter})").format(name=party.by or "—", letter=party.station)
    return f"{who} · {phrases.moment(party.at, now_ms)} · {entries}"


def sheet_about(row: SheetRow) -> str:
    """What the chosen sheet means, in a sentence."""
    if row.came_twice:
        return _("Two stations typed this sheet apart. Compare their entries in the log; correct what is there twice.")
    if row.is_out:
        return _("It is somewhere on paper. When it comes back, type it below; if it never will, make it void.")
    return ""


def _place(row: CopyRow) -> str:
    if row.copy.copies > 1:
        count = ngettext("{n} copy", "{n} copies", row.copy.copies).format(n=row.copy.copies)
        return " · ".join(part for part in (row.copy.place, count) if part)
    return row.copy.place or "—"


def _muted(_row: object, _now: int) -> str:
    return "muted"
