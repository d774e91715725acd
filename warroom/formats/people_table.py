"""People table: a directory as CSV or a workbook, read row by row into people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from warroom.domain.roster import ReachKind
from warroom.domain.told_people import ToldPerson, ToldReach
from warroom.errors import Refusal
from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.limits import unreadable
from warroom.formats.people import (
    LONGEST_EXTRA,
    LONGEST_REACH,
    LONGEST_REMARK,
    MOST_EXTRA,
    MOST_PEOPLE,
    MOST_REACHES,
    ImportedPerson,
    PeopleReading,
)
from warroom.formats.people_cells import (
    language_codes,
    moment_in,
    needs_in,
    raw_in,
    skills_in,
    teams_in,
    truth_in,
    unapostrophed,
)
from warroom.formats.people_columns import NOTHING, PLACE_LABELS, PeopleMapping, is_target, suggest_people
from warroom.formats.people_csv import KIND_OF
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import Flagged, Refused, Where
from warroom.formats.table import Row, Table, is_workbook, open_table
from warroom.words import _

_NAMES = frozenset({"name", "given", "family", "nickname"})
_SEVERAL = re.compile(r"\s*(?: ::: |\||;|\n)\s*")
_SEVERAL_MAILS = re.compile(r"\s*(?: ::: |[|;,\n])\s*")
_KINDS = {kind.value: kind for kind in ReachKind}
_LABELLED = (
    (re.compile(r"fax|telecop|télécop"), ReachKind.OTHER, "fax"),
    (re.compile(r"mobile|cell|portable|gsm"), ReachKind.MOBILE, ""),
    (re.compile(r"pager|bip"), ReachKind.PAGER, ""),
    (re.compile(r"satell"), ReachKind.SATELLITE, ""),
    (re.compile(r"radio"), ReachKind.RADIO, ""),
    (re.compile(r"work|business|bureau|travail|pro\b|professionnel"), ReachKind.WORK, ""),
    (re.compile(r"home|domicile|personnel|perso\b"), ReachKind.HOME, ""),
)


def read_people_table(data: bytes, mapping: PeopleMapping | None = None) -> PeopleReading:
    """The rows as people. Without a mapping the headings tell; a row without a name is refused with its line.

    Refuses a file that is no table, one without a column of names, and a mapping that does not fit it.
    """
    given = mapping or PeopleMapping()
    table = open_table(data, sheet=given.sheet, header=given.header, delimiter=given.delimiter, encoding=given.encoding)
    targets = mapping.targets if mapping and mapping.targets else suggest_people(table.columns).targets
    _refuse_misfit(targets, table)
    reader = _RowReader(targets, table)
    people: list[ImportedPerson] = []
    refused: list[Refused] = []
    for row in table.rows():
        told = row if isinstance(row, Refused) else reader.read(row)
        if isinstance(told, Refused):
            refused.append(told)
        else:
            people.append(told)
        if len(people) > MOST_PEOPLE:
            raise unreadable("too-many-people", _("The file holds more than {limit} people.").format(limit=MOST_PEOPLE))
    flagged = [
        Flagged(Where(line=line, sheet=table.raw.sheet), Flag(Problem.ABOVE_HEADER, clean_label(text, [])))
        for line, text in table.preamble
    ]
    flagged += [Flagged(person.where, flag) for person in people for flag in person.flags]
    kind = "xlsx" if is_workbook(data) else "csv"
    lineage = "\x1f".join(table.columns)
    return PeopleReading(kind, lineage, tuple(people), tuple(flagged), tuple(refused))


class _RowReader:
    def __init__(self, targets: Mapping[int, str], table: Table) -> None:
        self._columns = [
            (at, target) for at, target in sorted(targets.items()) if is_target(target) and target != NOTHING
        ]
        known = {at for at, _target in self._columns}
        self._others = [(at, clean_label(name, [])) for at, name in enumerate(table.columns) if at not in known]
        self._sheet = table.raw.sheet
        self._headings = table.columns

    def read(self, row: Row) -> ImportedPerson | Refused:
        where, flags = Where(line=row.line, sheet=self._sheet), _short(row)
        cells = [unapostrophed(cell) for cell in row.cells]
        said: dict[str, str] = {}
        grouped: dict[tuple[str, int], dict[str, str]] = {}
        reaches: list[ToldReach] = []
        for at, target in self._columns:
            cell = cells[at].strip()
            if not cell:
                continue
            what, _space, rest = target.partition(" ")
            if rest:
                place, _space, part = rest.partition(" ")
                grouped.setdefault((what, int(place)), {})[part] = cell
            elif target in _KINDS or target in ("phone", "fax"):
                reaches += _reaches(target, cell, flags, heading=self._headings[at])
            else:
                said.setdefault(target, cell)
        for (what, number), parts in grouped.items():
            if what == "organisation":
                for part, target in (
                    ("name", "employer"),
                    ("job", "job"),
                    ("department", "department"),
                    ("site", "site"),
                ):
                    if parts.get(part):
                        said.setdefault(target, parts[part])
            else:
                reaches += _of_group(what, number, parts, flags)
        return self._person(where, said, reaches, cells, flags)

    def _person(
        self, where: Where, said: dict[str, str], reaches: list[ToldReach], cells: Sequence[str], flags: list[Flag]
    ) -> ImportedPerson | Refused:
        texts = {name: clean_label(text, flags) for name, text in said.items() if name not in ("remark", "raw")}
        name = _name(texts, reaches, flags)
        if not name:
            return Refused(where, Problem.NO_NAME)
        if len(reaches) > MOST_REACHES:
            add_flag(flags, Flag(Problem.TOO_MANY_VALUES, str(MOST_REACHES)))
        department = texts.get("department", "")
        fields = _fields(texts) | {"remark": clean(said.get("remark", ""), flags, longest=LONGEST_REMARK)}
        raw = raw_in(said.get("raw", ""), flags)
        extra = list(raw)
        extra += [
            (heading, {}, clean(cells[at], flags, longest=LONGEST_EXTRA))
            for at, heading in self._others
            if cells[at].strip()
        ]
        if department and department != fields["job"]:
            extra.append((self._heading("department"), {}, department))
        if texts.get("nickname") and texts["nickname"] != name:
            extra.append((self._heading("nickname"), {}, texts["nickname"]))
        apart = (department, fields["employer"], fields["site"], fields["job"])
        told = ToldPerson(
            name=name,
            uid=texts.get("uid", "")[:200],
            apart=tuple(text for text in apart if text),
            fields={name: value for name, value in fields.items() if value not in ("", (), None)},
            reaches=tuple(reaches[:MOST_REACHES]),
            skills=skills_in(said.get("skills", ""), flags),
            teams=teams_in(said.get("teams", ""), flags),
            extra=tuple(extra[:MOST_EXTRA]),
        )
        return ImportedPerson(where, told, tuple(flags))

    def _heading(self, target: str) -> str:
        at = next((at for at, found in self._columns if found == target), None)
        return clean_label(self._headings[at], []) if at is not None else target


def _short(row: Row) -> list[Flag]:
    if not row.is_short:
        return []
    return [Flag(Problem.FEWER_CELLS, f"{sum(1 for cell in row.cells if cell)} < {len(row.cells)}")]


def _fields(texts: Mapping[str, str]) -> dict[str, Any]:
    zone = texts.get("zone", "")
    return {
        "job": texts.get("job", "") or texts.get("department", ""),
        "employer": texts.get("employer", ""),
        "supplier": truth_in(texts.get("supplier", "")) or None,
        "site": texts.get("site", ""),
        "languages": language_codes(texts.get("languages", "")),
        "zone": zone if zone and zone in available_timezones() else "",
        "away_until": moment_in(texts.get("away_until", "")),
        "checked_at": moment_in(texts.get("checked_at", "")),
        "checked_by": texts.get("checked_by", ""),
    }


def _name(texts: Mapping[str, str], reaches: Sequence[ToldReach], flags: list[Flag]) -> str:
    """The whole name; else its parts; else what the person is called or written to by."""
    composed = " ".join(filter(None, (texts.get("given"), texts.get("middle"), texts.get("family"))))
    if found := texts.get("name") or composed:
        return found
    mail = next((reach.value for reach in reaches if reach.kind is ReachKind.EMAIL), "")
    found = texts.get("nickname") or mail
    if found:
        add_flag(flags, Flag(Problem.NAME_TAKEN_FROM, found))
    return found


def _reaches(target: str, cell: str, flags: list[Flag], *, heading: str) -> Iterator[ToldReach]:
    """Every value of a cell; several stand on lines, or between the signs that exporters use."""
    kind, label = (ReachKind.OTHER, "fax") if target == "fax" else (_KINDS.get(target), "")
    if kind is ReachKind.ADDRESS:
        yield _reach(kind, ", ".join(cell.split("\n")), "", flags)
        return
    if kind is ReachKind.MESSENGER or (kind is ReachKind.OTHER and not label):
        label = clean_label(heading, [])[:80]
    for value in (_SEVERAL_MAILS if kind is ReachKind.EMAIL else _SEVERAL).split(cell):
        if value.strip():
            yield _reach(kind, value, label, flags)


def _of_group(what: str, number: int, parts: Mapping[str, str], flags: list[Flag]) -> Iterator[ToldReach]:
    label = clean_label(parts.get("label", ""), flags).removeprefix("* ")[:80]
    if what == "address":
        place = PLACE_LABELS.get(number, label)
        lines = parts.get("formatted") or "\n".join(
            text for part in ("street", "more", "box", "city", "region", "code", "country") if (text := parts.get(part))
        )
        yield _reach(
            ReachKind.ADDRESS, ", ".join(dict.fromkeys(filter(None, map(str.strip, lines.split("\n"))))), place, flags
        )
    elif what == "reach":
        yield _ours(parts, label, flags)
    elif parts.get("value"):
        pattern = _SEVERAL_MAILS if what == "email" else _SEVERAL
        for value in pattern.split(parts["value"]):
            if what == "email":
                yield _reach(ReachKind.EMAIL, value, "" if label.casefold() in ("work", "bureau") else label, flags)
            elif what == "im":
                yield _reach(ReachKind.MESSENGER, value, label, flags)
            else:
                yield _telephone(value, label, flags)


def _telephone(value: str, label: str, flags: list[Flag]) -> ToldReach:
    said = label.casefold()
    for pattern, kind, instead in _LABELLED:
        if pattern.search(said):
            return _reach(kind, value, instead, flags)
    return _reach(None, value, "" if said in ("other", "autre", "main", "principal") else label, flags)


def _ours(parts: Mapping[str, str], label: str, flags: list[Flag]) -> ToldReach:
    """A way to reach somebody as our own CSV says it."""
    kind = KIND_OF.get(parts.get("kind", "").casefold(), ReachKind.OTHER)
    return ToldReach(
        kind=kind,
        value=clean_label(parts.get("value", ""), flags)[:LONGEST_REACH],
        label=label,
        needs=needs_in(parts["needs"]) if "needs" in parts else None,
        works=truth_in(parts["works"]) if "works" in parts else None,
        checked_at=moment_in(parts.get("checked_at", "")),
        checked_by=clean_label(parts.get("checked_by", ""), flags),
        remark=clean(parts.get("remark", ""), flags, longest=LONGEST_REMARK),
    )


def _reach(kind: ReachKind | None, value: str, label: str, flags: list[Flag]) -> ToldReach:
    cleaned = clean_label(value, flags)[:LONGEST_REACH]
    return ToldReach(kind, cleaned, label)


def _refuse_misfit(targets: Mapping[int, str], table: Table) -> None:
    if any(not 0 <= at < len(table.columns) for at in targets):
        raise Refusal(
            "mapping-misfit",
            _("The mapping names a column that the table does not have."),
            safe=_("Nothing was imported."),
            todo=_("Choose the columns again."),
        )
    kinds = {target.split(" ")[0] for target in targets.values()}
    if not kinds & (_NAMES | {"email"}):
        raise unreadable(
            "no-name-column",
            _("No column of the table looks like the names of people."),
            todo=_("Say which column holds the names."),
        )
