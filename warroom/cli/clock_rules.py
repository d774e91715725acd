"""`clock ROOM rule`: what an expert changes or adds, field by field or as a file."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import orjson

from warroom.cli.parser import UsageError
from warroom.commands import ChangeRule
from warroom.commands.base import Command
from warroom.commands.clock_rules import unfit
from warroom.domain.clock_rules import RuleFault
from warroom.domain.rulebook import parts_of
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _

LARGEST = 1_000_000  # bytes


def rule_commands(asked: Namespace, room: Room) -> list[Command[Any]]:
    """The commands that a call asks for. Raises UsageError, or Refusal for a file that is none."""
    if asked.file is not None:
        return [ChangeRule(rule=named, body=body, reason=asked.reason) for named, body in _parts(asked.file)]
    if len(asked.what) != 1:
        raise UsageError(
            "usage", _("Say which rule, e.g. NIS2-EW."), todo=_("See: {command} --help").format(command="warroom clock")
        )
    book = room.views.rulebook()
    name = next((rule for rule in book.rules if rule.lower() == asked.what[0].lower()), asked.what[0])
    if asked.reset:
        return [ChangeRule(rule=name)]
    known = {item.rule: item.body for item in room.views.changed_rules()}
    return [ChangeRule(rule=name, body={**known.get(name, {}), **dict(map(_field, asked.set))}, reason=asked.reason)]


def _field(typed: str) -> tuple[str, Any]:
    """`hours=96` as a name and a value; what is no number, true, false or JSON is text."""
    name, is_there, value = typed.partition("=")
    if not is_there:
        raise UsageError("usage", _("A field is written FIELD=VALUE, e.g. hours=96."))
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value.strip()


def _parts(path: Path) -> list[tuple[str, Any]]:
    """The parts of a rules file, each under the name a room keeps it by."""
    try:
        if path.stat().st_size > LARGEST:
            raise unfit(RuleFault(_("larger than one megabyte")))
        found = parts_of(orjson.loads(path.read_bytes()))
    except OSError as error:
        raise Trouble(
            "file-unreadable",
            _("{file} cannot be read.").format(file=path.name),
            safe=_("Nothing was changed."),
            todo=_("Check the path."),
        ) from error
    except orjson.JSONDecodeError as error:
        raise unfit(RuleFault(str(error))) from error
    except RuleFault as fault:
        raise unfit(fault) from fault
    order = {"calendars": 0, "events": 0, "questions": 0, "regimes": 1, "rules": 2}
    return [
        (name if part == "rules" else f"{part}:{name}", dict(body))
        for part, name, body in sorted(found, key=lambda item: order[item[0]])
    ]
