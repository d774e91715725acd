"""Roster in: files of people into the roster, and how their columns are read (`room.roster_in`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock
from warroom.commands.base import Command, handle
from warroom.commands.people_imports import PersonResult
from warroom.commands.people_mappings import KeepMapping
from warroom.storage.attachments import Step
from warroom.storage.books import Books
from warroom.storage.store import Store
from warroom.storage.views import Views

if TYPE_CHECKING:
    from warroom.formats.people import PeopleReading
    from warroom.formats.people_columns import PeopleMapping
    from warroom.imports import ImportOutcome

KIND = "people"
ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """What a person sees of a table of people before it comes in: columns, first rows, and what each column is."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    targets: Mapping[int, str]
    is_known: bool  # this room read such a file before
    sheets: tuple[str, ...]
    sheet: str
    encoding: str


class Entered(Protocol):
    """What bringing people in needs of its room."""

    clock: Clock
    views: Views

    def do(self, command: Command[Any]) -> Future[Any]: ...


class RosterIn:
    """`room.roster_in`. Everything here blocks; call it from a task."""

    def __init__(self, room: Entered, store: Store) -> None:
        self._room, self._store = room, store

    def takes(self, path: Path, *, kind: str | None = None, mapping: object = None) -> bool:
        """Whether a file holds people: cards, or a table whose headings say so, or as somebody said."""
        from warroom.formats.detect import PEOPLE, kind_of
        from warroom.formats.people_columns import PeopleMapping

        if kind in PEOPLE or isinstance(mapping, PeopleMapping):
            return True
        if mapping is not None or kind not in (None, "csv", "xlsx"):
            return False
        from warroom.imports import bytes_of

        data = bytes_of(path)
        found = kind or kind_of(path.name, data)
        if found == "vcard":
            return True
        return found in ("csv", "xlsx") and self._is_people(data)

    def preview(self, path: Path, *, sheet: str | None = None, kind: str | None = None) -> PeoplePreview | None:
        """The first rows of a table of people and what its columns are; None for any other file. Raises Refusal."""
        from warroom.formats.detect import kind_of
        from warroom.formats.table import Row, preview
        from warroom.imports import bytes_of

        data = bytes_of(path)
        found = kind_of(path.name, data)
        if found not in ("csv", "xlsx") or not (kind == KIND or self._is_people(data, sheet=sheet)):
            return None
        table, rows = preview(data, n=ROWS_SHOWN, sheet=sheet)
        targets, is_known = self._targets(table.columns)
        return PeoplePreview(
            kind=found,
            columns=table.columns,
            rows=tuple(tuple(row.cells) for row in rows if isinstance(row, Row)),
            targets=targets,
            is_known=is_known,
            sheets=table.raw.sheets,
            sheet=sheet or "",
            encoding=table.raw.encoding,
        )

    def bring(
        self,
        path: Path,
        *,
        kind: str | None = None,
        mapping: PeopleMapping | None = None,
        dry_run: bool = False,
        step: Step = lambda done, total: None,
    ) -> ImportOutcome:
        """Bring a file of people in; the same file twice adds nothing. With `dry_run` nothing is kept.

        A mapping that is given is remembered for the next file of the same columns. Raises Refusal when the file as a
        whole is at fault.
        """
        from warroom.imports import ImportOutcome, ImportProblem
        from warroom.people_in import bring_people_in

        reading = self._read(path, kind, mapping, is_kept=not dry_run)
        views = self._room.views
        asked = {"roster": views.roster(), "reaches": views.reaches(), "zone": self._room.clock.moment().zone}

        def bring(do: Callable[[Command[list[PersonResult]]], list[PersonResult]]) -> None:
            brought = bring_people_in(reading, f"{reading.kind}:{path.name}", **asked, do=do, step=step)  # type: ignore[arg-type]
            outcome.added, outcome.changed = _counted(brought.added), _counted(brought.changed)
            outcome.unchanged = _counted(brought.unchanged)
            outcome.flagged = [ImportProblem(path.name, *said) for said in brought.flagged]
            outcome.refused = [ImportProblem(path.name, *said) for said in brought.refused]
            outcome.codes = brought.codes

        outcome = ImportOutcome(kind=reading.kind, dry_run=dry_run)
        if dry_run:
            self._store.rehearse(lambda books: bring(lambda command: handle(command, books))).result()
        else:
            bring(lambda command: self._submitted(command))
        return outcome

    def _submitted(self, command: Command[list[PersonResult]]) -> list[PersonResult]:
        def work(books: Books) -> list[PersonResult]:
            return handle(command, books)

        return self._store.submit(work).result()

    def _read(self, path: Path, kind: str | None, mapping: PeopleMapping | None, *, is_kept: bool) -> PeopleReading:
        from dataclasses import replace

        from warroom.formats.detect import kind_of
        from warroom.formats.people_columns import PeopleMapping
        from warroom.formats.people_table import read_people_table
        from warroom.formats.table import open_table
        from warroom.formats.vcard import read_cards
        from warroom.imports import bytes_of

        data = bytes_of(path)
        if kind == "vcard" or (kind is None and mapping is None and kind_of(path.name, data) == "vcard"):
            return read_cards(data)
        given = mapping or PeopleMapping()
        table = open_table(
            data, sheet=given.sheet, header=given.header, delimiter=given.delimiter, encoding=given.encoding
        )
        if not given.targets:
            return read_people_table(data, replace(given, targets=self._targets(table.columns)[0]))
        reading = read_people_table(data, given)
        if is_kept and table.header_line is not None:
            told = {str(at): target for at, target in given.targets.items()}
            self._room.do(KeepMapping(kind=KIND, columns=table.columns, targets=told, name=path.name)).result()
        return reading

    def _targets(self, columns: tuple[str, ...]) -> tuple[dict[int, str], bool]:
        """What the columns are: as such a file was read before, else as the headings tell."""
        from warroom.formats.people_columns import is_target, suggest_people

        for kept in self._room.views.mappings():
            if kept.kind == KIND and kept.columns == tuple(columns):
                told = {
                    int(at): str(target) for at, target in kept.targets.items() if at.isdigit() and is_target(target)
                }
                return {at: target for at, target in told.items() if at < len(columns)}, True
        return dict(suggest_people(columns).targets), False

    def _is_people(self, data: bytes, *, sheet: str | None = None) -> bool:
        from warroom.errors import Refusal
        from warroom.formats.people_columns import is_people
        from warroom.formats.table import open_table

        try:
            table = open_table(data, sheet=sheet)
        except Refusal:
            return False  # whoever reads it next says why
        return table.header_line is not None and (is_people(table.columns) or self._targets(table.columns)[1])


def _counted(people: int) -> Counter[str]:
    return Counter({"people": people} if people else {})
