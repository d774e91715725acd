"""Questions about what something rests on: a reference ("noun id") as the record behind it is called."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from warroom.domain.evidence_refs import Evidence, refers
from warroom.domain.nouns import NOUNS
from warroom.storage.queries.rows import hexed, read
from warroom.storage.sight import MARK, Sight

# What names a record that has no number.
NAMED_BY = {
    "attachment": "name", "service": "name", "figure": "label", "barrier": "text", "submission": "rule",
    "template": "code", "rumour": "text", "affected": "source",
}  # fmt: skip
AT_ONCE = 500  # records of one question


def evidence(conn: apsw.Connection, sight: Sight, said: Iterable[str]) -> list[Evidence]:
    """What each reference names, in the order given; one that is not here says so, one that is no reference is left out."""
    wanted = [pair for each in said if (pair := refers(each)) is not None and pair[0] in NOUNS]
    known: dict[tuple[str, str], Evidence] = {}
    for noun in dict.fromkeys(noun for noun, _ in wanted):
        records = list(dict.fromkeys(record for one, record in wanted if one == noun))
        for start in range(0, len(records), AT_ONCE):
            for found in _of_noun(conn, sight, noun, records[start : start + AT_ONCE]):
                known[noun, found.record] = found
    return [known.get(pair) or Evidence(*pair, is_here=False) for pair in wanted]


def _of_noun(conn: apsw.Connection, sight: Sight, noun: str, records: list[str]) -> list[Evidence]:
    fields = {field.name for field in NOUNS[noun].fields}
    name = "number" if "number" in fields else NAMED_BY.get(noun, "")
    incident = "incident" if "incident" in fields else "parent" if "parent" in fields else "NULL"
    called = f'"{name}"' if name in fields else "NULL"
    marks = ",".join("?" * len(records))
    sql = f'SELECT id, {called}, {incident} FROM "{noun}" WHERE id IN ({marks})'
    found = []
    for row in read(conn, sql, [bytes.fromhex(record) for record in records]):
        said = str(sight.named(noun, ("id", name, "incident"), row)[1] or "")
        found.append(
            Evidence(
                noun=noun,
                record=hexed(row[0]),
                number=said if name == "number" else "",
                name="" if name == "number" or said.startswith(MARK) else said,
                incident=hexed(row[2]),
            )
        )
    return found
