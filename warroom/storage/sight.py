"""Sight: what the person at this keyboard may read of what is restricted; everyone else sees that something is there.

Readable means that this station holds a share of the key, and that the person is a member of the circle or wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import apsw
import orjson

from warroom.domain.actions import Action
from warroom.domain.circles import SEALED
from warroom.domain.decisions import Decision
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.incidents import Incident
from warroom.errors import Trouble, WrongKey
from warroom.phrases import restricted, restricted_entry
from warroom.storage.books import Author
from warroom.storage.circles import CircleKeys
from warroom.storage.queries.rows import (
    ACTION_FIELDS,
    ATTACHMENT_FIELDS,
    DECISION_FIELDS,
    ENTRY_FIELDS,
    INCIDENT_FIELDS,
    action_of,
    attachment_of,
    decision_of,
    entry_of,
    hexed,
    incident_of,
)
from warroom.words import _

MARK = '{"$sealed":'
Aliases = Mapping[tuple[str, bytes], Mapping[str, str]]  # noun and id → field → who stood there before the erasure

ENTRY_ID, ENTRY_TEXT, ENTRY_AUTHOR, ENTRY_FOLLOW_UP, ENTRY_CIRCLE = (
    ENTRY_FIELDS.index(name) for name in ("id", "text", "author", "follow_up", "circle")
)
DECISION_CIRCLE = DECISION_FIELDS.index("circle")
ATTACHMENT_AUTHOR, ATTACHMENT_CIRCLE = (ATTACHMENT_FIELDS.index(name) for name in ("captured_by", "circle"))


class Sight:
    """Turns rows into what one person may see of them; `only` names the circles that may be opened (None: all)."""

    def __init__(
        self,
        conn: apsw.Connection,
        keys: CircleKeys,
        author: Author,
        *,
        only: Collection[str] | None = None,
        aliases: Aliases | None = None,
    ) -> None:
        self._conn, self._keys, self._author, self._only = conn, keys, author, only
        self._aliases = aliases or {}

    def shows_aliases_in(self, nouns: Collection[str]) -> bool:
        """Whether the name of somebody erased stood in a record of these nouns."""
        return any(noun in nouns for noun, _record in self._aliases)

    def without_aliases(self) -> Sight:
        """The same sight of what is kept: nothing where the name of somebody erased stood."""
        return Sight(self._conn, self._keys, self._author, only=self._only)

    def entry(self, row: tuple[Any, ...]) -> Entry:
        """A row of ENTRY_COLUMNS. Called for every entry of the log: what is not restricted must cost nothing."""
        if self._aliases:
            row = self._named("entry", row[ENTRY_ID], ENTRY_FIELDS, row)
        text = row[ENTRY_TEXT]
        if text is None:
            text = _("withheld")
            row = (*row[:ENTRY_TEXT], text, *row[ENTRY_TEXT + 1 :])
        if row[ENTRY_CIRCLE] is None and not text.startswith(MARK):
            return entry_of(row)
        values, number = list(row), str(row[3] or "")
        circle = hexed(row[ENTRY_CIRCLE])
        name = self._keys.known(self._conn, circle).name
        try:
            self._must_see(circle, author=str(row[ENTRY_AUTHOR] or ""))
            self._open(values, "entry", ENTRY_FIELDS, record=hexed(row[ENTRY_ID]), circle=circle)
            if (said := values[ENTRY_FOLLOW_UP]) and said.startswith(MARK):
                values[ENTRY_FOLLOW_UP] = self._opened(said, "entry_mark", hexed(row[ENTRY_ID]), "follow_up", circle)
            return replace(entry_of(tuple(values)), circle=name)
        except (WrongKey, Trouble) as error:
            is_damaged = isinstance(error, Trouble)
            _empty(values, "entry", ENTRY_FIELDS)
            values[ENTRY_TEXT] = restricted_entry(number, name, damaged=is_damaged)
            values[ENTRY_FOLLOW_UP] = None
            return replace(entry_of(tuple(values)), circle=name, restricted=name or "?", damaged=is_damaged)

    def decision(self, row: tuple[Any, ...]) -> Decision:
        """A row of DECISION_COLUMNS."""
        row = self._named("decision", row[0], DECISION_FIELDS, row)
        if row[DECISION_CIRCLE] is None:
            return decision_of(row)
        values, circle = list(row), hexed(row[DECISION_CIRCLE])
        name = self._keys.known(self._conn, circle).name
        try:
            self._must_see(circle)
            self._open(values, "decision", DECISION_FIELDS, record=hexed(row[0]), circle=circle)
            return replace(decision_of(tuple(values)), circle=name)
        except (WrongKey, Trouble) as error:
            _empty(values, "decision", DECISION_FIELDS)
            said = _("restricted decision {number}").format(number=row[2] or "")
            values[DECISION_FIELDS.index("question")] = restricted(said, name, damaged=isinstance(error, Trouble))
            return replace(decision_of(tuple(values)), circle=name, restricted=name or "?")

    def attachment(self, row: tuple[Any, ...], *, awaited: bool) -> Attachment:
        """A row of ATTACHMENT_COLUMNS."""
        is_erased = "name" in self._aliases.get(("attachment", row[0]), {})
        row = self._named("attachment", row[0], ATTACHMENT_FIELDS, row)
        if row[ATTACHMENT_CIRCLE] is None or is_erased:
            return replace(attachment_of(row, awaited=awaited), erased=is_erased)
        values, circle = list(row), hexed(row[ATTACHMENT_CIRCLE])
        name = self._keys.known(self._conn, circle).name
        try:
            self._must_see(circle, author=str(row[ATTACHMENT_AUTHOR] or ""))
            self._open(values, "attachment", ATTACHMENT_FIELDS, record=hexed(row[0]), circle=circle)
            return replace(attachment_of(tuple(values), awaited=awaited), circle=name)
        except (WrongKey, Trouble) as error:
            _empty(values, "attachment", ATTACHMENT_FIELDS)
            values[ATTACHMENT_FIELDS.index("name")] = restricted(
                _("restricted file"), name, damaged=isinstance(error, Trouble)
            )
            return replace(attachment_of(tuple(values), awaited=awaited), circle=name, restricted=name or "?")

    def named(self, noun: str, fields: Sequence[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row whose first column is its id, with an alias wherever an erased person's name stood."""
        return self._named(noun, row[0], fields, row)

    def secret(self, record: bytes, value: str) -> str:
        """The key of an attachment's bytes, opened when it is sealed and may be. Raises WrongKey or Trouble."""
        if not value.startswith(MARK):
            return value
        sql = "SELECT circle, captured_by FROM attachment WHERE id=?"
        circle, author = next(iter(self._conn.execute(sql, (record,))), (None, ""))
        self._must_see(hexed(circle), author=str(author or ""))
        return self._opened(value, "attachment_key", record.hex(), "secret", hexed(circle))

    def incident(self, row: tuple[Any, ...]) -> Incident:
        """A row of INCIDENT_COLUMNS."""
        return incident_of(self._named("incident", row[0], INCIDENT_FIELDS, row))

    def action(self, row: tuple[Any, ...]) -> Action:
        """A row of ACTION_COLUMNS."""
        return action_of(self._named("action", row[0], ACTION_FIELDS, row))

    def alias(self, noun: str, record: str, name: str) -> str:
        """Who stood in this field before an erasure, as shown; "" for any other."""
        return self._aliases.get((noun, bytes.fromhex(record)), {}).get(name, "")

    def _must_see(self, circle: str, *, author: str = "") -> None:
        is_author = bool(author) and author == self._author.name
        is_member = bool(self._author.person) and self._author.person in self._keys.known(self._conn, circle).members
        if (self._only is not None and circle not in self._only) or not (is_member or is_author):
            raise WrongKey("sealed", "")

    def _open(self, values: list[Any], noun: str, fields: Sequence[str], *, record: str, circle: str) -> None:
        for place, name in enumerate(fields):
            value = values[place]
            if name in SEALED[noun] and isinstance(value, str) and value.startswith(MARK):
                values[place] = self._opened(value, noun, record, name, circle)

    def _opened(self, value: str, noun: str, record: str, name: str, circle: str) -> str:
        try:
            box = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise Trouble("sealed-damaged", "") from error
        return self._keys.open(self._conn, box, circle=circle, noun=noun, record=record, name=name)

    def _named(self, noun: str, record: bytes, fields: Sequence[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row with an alias wherever an erased person's name stood."""
        found = self._aliases.get((noun, record))
        if not found:
            return row
        return tuple(
            found[name] if value is None and name in found else value for name, value in zip(fields, row, strict=False)
        ) + tuple(row[len(fields) :])


def _empty(values: list[Any], noun: str, fields: Sequence[str]) -> None:
    for place, name in enumerate(fields):
        if name in SEALED[noun]:
            values[place] = None
