"""Columns named by hand: what an odd table's columns are, for `import`."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from warroom.cli.parser import Parser
from warroom.errors import Refusal
from warroom.words import _

if TYPE_CHECKING:
    from warroom.doors.roster_in import PeoplePreview
    from warroom.formats.mapping import Mapping
    from warroom.formats.people_columns import PeopleMapping
    from warroom.room import Room

FIELDS = (
    "event", "date", "time", "text", "kind", "author", "from", "to", "channel", "service", "incident", "reference",
)  # fmt: skip
SINGLE = (
    "name", "given", "middle", "family", "nickname", "job", "employer", "department", "supplier", "site", "languages",
    "zone", "remark", "uid", "skills", "teams",
)  # fmt: skip
OF_PEOPLE = (
    *SINGLE, "mobile", "work", "home", "satellite", "pager", "radio", "email", "messenger", "address", "other", "phone",
    "fax",
)  # fmt: skip
NOTHING = "-"  # this column is none of them; its cells are kept in the text
LARGEST = 100_000  # bytes of a map


def column_options(parser: Parser) -> None:
    parser.add_argument(
        "--column",
        metavar="NAME=FIELD",
        action="append",
        default=[],
        help=_("what a column of a table is: its heading or number, and one of {fields}; - for none").format(
            fields=", ".join((*FIELDS, *OF_PEOPLE))
        ),
    )
    parser.add_argument(
        "--map", metavar="FILE", type=Path, help=_("the same for several columns: a JSON object of heading to field")
    )


def named_columns(asked: Namespace) -> dict[str, str]:
    """Heading or number of a column → field. Refuses what names no field."""
    named = _from_file(asked.map) if asked.map else {}
    for given in asked.column:
        heading, _equals, field = given.rpartition("=")
        named[heading] = field
    for heading, field in named.items():
        if not heading.strip() or field.strip() not in (*FIELDS, *OF_PEOPLE, NOTHING):
            raise _refused(
                "column-field",
                _("“{column}” is not a column and what it is.").format(column=f"{heading}={field}"),
                _("Say NAME=FIELD, with one of {fields}.").format(fields=", ".join((*FIELDS, *OF_PEOPLE, NOTHING))),
            )
    return {heading.strip(): field.strip() for heading, field in named.items()}


def mapping_for(
    room: Room, file: Path, named: dict[str, str], *, kind: str | None = None
) -> Mapping | PeopleMapping | None:
    """The mapping that the table suggests, with the columns named by hand; None for a file that is no table."""
    from warroom.imports import preview_table

    people = room.roster_in.preview(file, kind=kind) if named else None
    if people is not None:
        return _of_people(people, file, named)
    preview = preview_table(file) if named else None
    if preview is None:
        return None
    given = {_position(heading, preview.columns, file): field for heading, field in named.items()}
    wanted: dict[str, int | None] = {
        field: None if at in given else at for field, at in preview.suggested.columns.items()
    }
    times = {"event", "date", "time"}
    if times & set(given.values()):  # a suggested time would win over the one named, or be mixed with it
        wanted |= dict.fromkeys(times, None)
    wanted |= {_attribute(field): at for at, field in given.items() if field != NOTHING}
    return replace(preview.suggested, **wanted)  # type: ignore[arg-type]  # names and positions of its columns


def _of_people(preview: PeoplePreview, file: Path, named: dict[str, str]) -> PeopleMapping:
    from warroom.formats.people_columns import PeopleMapping

    given = {_position(heading, preview.columns, file): field for heading, field in named.items()}
    taken = {field for field in given.values() if field in SINGLE}
    targets = {at: target for at, target in preview.targets.items() if at not in given and target not in taken}
    return PeopleMapping(targets | {at: field for at, field in given.items() if field != NOTHING})


def _attribute(field: str) -> str:
    return "from_" if field == "from" else field


def _position(heading: str, columns: tuple[str, ...], file: Path) -> int:
    places = [at for at, column in enumerate(columns) if column.strip().casefold() == heading.casefold()]
    if len(places) == 1:
        return places[0]
    if heading.isascii() and heading.isdigit() and 1 <= int(heading) <= len(columns) and not places:
        return int(heading) - 1
    raise _refused(
        "column-unknown",
        _("{file} has no column “{column}”.").format(file=file.name, column=heading)
        if not places
        else _("{file} has several columns “{column}”.").format(file=file.name, column=heading),
        _("Its columns: {columns}. A number counts from 1.").format(columns=", ".join(columns)),
    )


def _from_file(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as stream:
            said = json.loads(stream.read(LARGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(
            "map-unreadable",
            _("The map {file} cannot be read: {reason}").format(
                file=path, reason=getattr(error, "strerror", None) or error
            ),
            _("It must be a JSON object, such as {example}.").format(example='{"Horodatage": "event"}'),
        ) from error
    if not isinstance(said, dict) or not all(isinstance(field, str) for field in said.values()):
        raise _refused(
            "map-unreadable",
            _("The map {file} is not an object of headings and fields.").format(file=path),
            _("It must be a JSON object, such as {example}.").format(example='{"Horodatage": "event"}'),
        )
    return said


def _refused(code: str, message: str, todo: str) -> Refusal:
    return Refusal(code, message, safe=_("Nothing was imported."), todo=todo)
