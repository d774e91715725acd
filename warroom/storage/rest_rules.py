"""The rules of rest: read once from the program's content, with what this room changed of them."""

from __future__ import annotations

import functools

import apsw
import orjson

from warroom.domain.rest_rules import ChangedRest, RestRule, rules_of, with_changes
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import content_folder
from warroom.storage.sight import Sight


@functools.cache
def shipped() -> tuple[RestRule, ...]:
    """What came with the program. Raises RestFault: then the program is damaged."""
    folder = content_folder().parent / "rest"
    return rules_of(orjson.loads(path.read_bytes()) for path in sorted(folder.glob("*.json")))


def rest_rules(conn: apsw.Connection, sight: Sight) -> tuple[RestRule, ...]:
    """The rules of this room, those that it put out of force too."""
    return with_changes(shipped(), fetch(conn, sight, ChangedRest, "rest_rule", order="code, id"))
