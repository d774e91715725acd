"""Mappings as verbs: how the columns of a file of people were read, so that the next one is read alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from warroom.commands.base import Command, handles
from warroom.domain.ids import RecordId
from warroom.storage.books import Books
from warroom.storage.projections import json_field

NAME_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMapping(Command[RecordId]):
    """Remember what each column of such a file is: position from 0, as text, to what it holds."""

    kind: str
    columns: tuple[str, ...]
    targets: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


@handles(KeepMapping)
def keep_mapping(command: KeepMapping, books: Books) -> RecordId:
    record = books.named("mapping", f"{command.kind} {json_field(list(command.columns))}")
    row = books.row("mapping", record)
    targets = json_field(dict(command.targets))
    if row is None:
        patch = {"kind": command.kind, "columns": list(command.columns), "targets": dict(command.targets)}
        return books.make("mapping", patch | {"name": command.name[:NAME_MOST]}, record=record)
    if row["targets"] != targets:
        books.write("mapping", record, {}, follows={"targets": targets})
    return record
