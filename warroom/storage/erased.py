"""Erased on request: whose name and which files this room must not keep, and what of an op goes with them.

A person's id is derived from their name, so every station finds a name without ever having known it, and all find the
same: the rule is a pure function of the op and of the erasures.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

import apsw
import orjson

from warroom.domain.ids import named_id
from warroom.domain.nouns import DELETED, NOUNS, Type
from warroom.phrases import erased_person
from warroom.storage.changes import Change
from warroom.storage.naming import folded_name
from warroom.storage.ops import Op
from warroom.words import _

NAME_MOST = 200  # characters; nobody's name is longer
OF_A_PERSON = ("person", "pin")
# What hangs on a person by their id, and the fields that say something of them. Every op on these carries `person`, so
# that the rule stays a pure function of the op.
ABOUT_A_PERSON = {
    "reach": frozenset({"value", "normal", "label", "remark"}),
    "mastery": frozenset({"remark"}),
    "training": frozenset({"by", "remark"}),
    "duty": frozenset({"name", "source"}),
    "presence": frozenset({"place", "remark"}),
}
OF_A_FILE = {"attachment": frozenset({"name", "origin", "chunks"}), "attachment_key": frozenset({"secret"})}
# Fields that programs fill in and read. Who is called “administrator” would take everybody's rights along otherwise.
NEVER_A_NAME = frozenset(
    {
        "number", "zone", "content", "letter", "public_key", "box_key", "enrol_key", "writer", "prefix", "why", "initials",
        "hash", "rights", "heads", "noun", "act", "right", "verdict", "members", "sealed", "alias", "status",
        "state", "original_times", "flags", "kind", "station", "channel", "verification", "priority", "handling",
        "code", "original_time", "parent_noun", "media_type", "sha256", "chunks", "secret", "how", "facts", "digest",
        "signature", "token", "rule", "section", "event", "weight", "fingerprint", "caller_check", "window", "what", "sheet",
        "sheets_from", "sheets_to", "others", "copy_sha256", "sources",
        "need", "needs", "normal", "unit", "hands_over", "hours", "services", "uid", "shape", "result", "columns",
        "targets", "carries", "languages", "challenge", "answer",
        "template", "language", "audience", "audiences", "channels", "reviews", "approvers", "cap", "proof_sha256",
        "heat", "about", "evidence", "proof_evidence", "reader", "currency", "amount", "low", "high", "branch",
        "version", "source_sha256", "files",
    }
)  # fmt: skip
JOINED = frozenset({("rex_comment", "author")})  # several names in one text: who changed one paragraph
NOTE = "INSERT OR REPLACE INTO erased_field(ent, rid, field, w, seq, person) VALUES(?,?,?,?,?,?)"
ALIASES = (
    "SELECT n.ent, n.rid, n.field, e.noun, e.alias FROM erased_field n JOIN erasure e ON e.record=n.person WHERE n.ent IN ({fixed}) "
    "OR EXISTS(SELECT 1 FROM cell c WHERE c.ent=n.ent AND c.rid=n.rid AND c.field=n.field AND c.w=n.w AND c.seq=n.seq)"
)


class Hidden:
    """The people and files erased in a room, and what of an op must not be kept because of them."""

    def __init__(self, room: str, people: Iterable[str], files: Iterable[str]) -> None:
        self.people, self.files = frozenset(people), frozenset(files)
        self.room = room
        self._judged: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    def fields(self, op: Op) -> dict[str, str]:
        """Field → the erased person or file it is about; those whose value was withheld before are among them."""
        if op.noun in OF_A_PERSON and op.record in self.people:
            return {name: op.record for name in (*op.patch, *op.withheld) if name != DELETED}
        found = self._names(op.noun, op.patch) if self.people else {}
        if op.noun in ABOUT_A_PERSON and (whose := op.patch.get("person")) in self.people:
            said = (*op.patch, *op.withheld)
            found |= {name: str(whose) for name in ABOUT_A_PERSON[op.noun] if name in said}
        if op.noun in OF_A_FILE and op.record in self.files:
            found |= {name: op.record for name in OF_A_FILE[op.noun] if name in op.patch or name in op.withheld}
        if op.noun == "entry":
            if op.author in self.people and ("author" in op.patch or "author" in op.withheld):
                found["author"] = op.author
            if op.patch.get("kind") == "automatic" and (person := self._told(op.patch)):
                found["text"] = person
            if self.files and op.patch.get("code") == "attached":
                found |= self._announced(op.patch)
        return found

    def redact(self, op: Op) -> Op:
        """The op without what was erased; itself when nothing of it was."""
        return op.without(self.fields(op))

    def learn(self, names: Iterable[str]) -> None:
        """These are their names: a great many texts are told apart sooner than by their ids, and no differently."""
        known = {folded_name(name): person for name in names if (person := self.whose(name))}
        if set(known.values()) == self.people:
            self._folded = known

    def whose(self, value: str) -> str:
        """The erased person whose whole name this is, "" for anything else."""
        if len(value) > NAME_MOST:
            return ""
        if self._folded:
            return self._folded.get(folded_name(value), "")
        found = self._judged.get(value)
        if found is None:
            person = named_id(self.room, "person", folded_name(value)) if self.room else ""
            found = self._judged[value] = person if person in self.people else ""
        return found

    def _names(self, noun: str, patch: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        known = NOUNS.get(noun)
        for name, value in patch.items():
            if not isinstance(value, str) or not value or (known and name in NEVER_A_NAME):
                continue
            field = known.field(name) if known else None
            if field is None or field.type is Type.TEXT:
                person = self.whose(value) or (self._joined(value) if (noun, name) in JOINED else "")
            else:
                person = self._within(value) if field.type is Type.JSON else ""
            if person:
                found[name] = person
        return found

    def _joined(self, value: str) -> str:
        return next((person for each in value.split(", ") if (person := self.whose(each))), "")

    def _within(self, value: str) -> str:
        """The erased person whose whole name is one of the texts of a JSON field."""
        try:
            parsed = orjson.loads(value)
        except orjson.JSONDecodeError:
            return ""
        return next((person for text in _texts(parsed) if (person := self.whose(text))), "")

    def _told(self, patch: Mapping[str, Any]) -> str:
        """The erased person whom a sentence of the room's own names, as its parameters say; what people wrote stays."""
        text, params = patch.get("text"), patch.get("params")
        if not (self.people and isinstance(text, str) and isinstance(params, str)):
            return ""
        try:
            parsed = orjson.loads(params)
        except orjson.JSONDecodeError:
            return ""
        spoken = folded_name(text)
        named = ((said, self.whose(said)) for said in _texts(parsed))
        return next((person for said, person in named if person and folded_name(said) in spoken), "")

    def _announced(self, patch: Mapping[str, Any]) -> dict[str, str]:
        """The entry that said which file came in holds its name too."""
        try:
            params = orjson.loads(patch.get("params") or "{}")
        except (orjson.JSONDecodeError, TypeError):
            return {}
        file = params.get("attachment") if isinstance(params, dict) else None
        return dict.fromkeys(("text", "params"), file) if isinstance(file, str) and file in self.files else {}


def may_withhold(op: Op) -> bool:
    """Whether an erasure could have withheld what this op does not tell; a carrier that withholds more hides an act."""
    return all(_is_erasable(op.noun, name) for name in op.withheld)


def _is_erasable(noun: str, name: str) -> bool:
    if name == DELETED:
        return False
    if noun in OF_A_PERSON or name in OF_A_FILE.get(noun, ()) or name in ABOUT_A_PERSON.get(noun, ()):
        return True
    if noun not in NOUNS:
        return True
    field = NOUNS[noun].field(name)
    return field is None or (field.type in (Type.TEXT, Type.JSON) and name not in NEVER_A_NAME)


def hidden(conn: apsw.Connection) -> Hidden | None:
    """What was erased in this room; None when nothing was."""
    rows = [
        (noun, record.hex())
        for noun, record in conn.execute("SELECT noun, record FROM erasure")
        if isinstance(record, bytes)
    ]
    if not rows:
        return None
    room = next(iter(conn.execute("SELECT value FROM meta WHERE name='room'")), ("",))[0]
    people = [record for noun, record in rows if noun == "person"]
    return Hidden(str(room or ""), people, [record for noun, record in rows if noun == "attachment"])


def is_erased(conn: apsw.Connection, noun: str, record: str) -> bool:
    """Whether this person or file was erased."""
    sql = "SELECT 1 FROM erasure WHERE noun=? AND record=?"
    return bool(list(conn.execute(sql, (noun, bytes.fromhex(record)))))


def alias_of(conn: apsw.Connection, person: str) -> str:
    """What stands for an erased person, "" for anybody else."""
    sql = "SELECT alias FROM erasure WHERE noun='person' AND record=?"
    row = next(iter(conn.execute(sql, (bytes.fromhex(person),))), None) if person else None
    return str(row[0] or "?") if row else ""


def note(conn: apsw.Connection, op: Op, fields: Mapping[str, str]) -> None:
    """Remember on this station who stood in these fields, so that screens say `person A-P17` there."""
    rid = bytes.fromhex(op.record)
    rows = [(op.noun, rid, name, op.writer, op.seq, bytes.fromhex(about)) for name, about in fields.items()]
    conn.executemany(NOTE, rows)


class AliasesKept:
    """Who stood where a name was erased, read once and kept until something more is erased. Safe from any thread."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bytes], dict[str, str]] | None = None
        self._lock = threading.Lock()

    def hear(self, change: Change) -> None:
        if change.touches("erasure"):
            self._found = None

    def read(self, conn: apsw.Connection) -> Mapping[tuple[str, bytes], Mapping[str, str]]:
        """Noun and id → field → what to show."""
        with self._lock:
            found = self._found
            if found is None:
                found = self._found = aliases(conn)
            return found


def aliases(conn: apsw.Connection) -> dict[tuple[str, bytes], dict[str, str]]:
    """Noun and id → field → what to show where a name was erased."""
    fixed = ", ".join(repr(noun.name) for noun in NOUNS.values() if noun.insert_only)
    found: dict[tuple[str, bytes], dict[str, str]] = {}
    for ent, rid, name, noun, alias in conn.execute(ALIASES.format(fixed=fixed)):
        field = NOUNS[ent].field(name) if ent in NOUNS else None
        if field is None or field.type is not Type.TEXT:
            continue
        said = erased_person(str(alias)) if noun == "person" else _("file erased on request")
        found.setdefault((ent, rid), {})[name] = said
    return found


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
