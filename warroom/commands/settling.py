"""Settling as a verb: take one of the values of a field that nobody chose between, or write another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.cadence import repace
from warroom.commands.cell_words import seat_word
from warroom.commands.circles import settle_members
from warroom.commands.conflict_words import field_word, value_word
from warroom.commands.delegations import may_review
from warroom.commands.entries import write_automatic
from warroom.commands.incidents import check_milestone, stamped_by
from warroom.commands.members import GrantRoles, grant_roles
from warroom.commands.message_desk import both_let_out
from warroom.commands.typed_values import typed_value
from warroom.domain.actions import ActionState
from warroom.domain.authority import goes_out, right_to_settle
from warroom.domain.belonging import incident_of
from warroom.domain.circles import SEALED
from warroom.domain.conflicts import Place
from warroom.domain.correctives import CorrectiveState
from warroom.domain.incidents import Milestone, Status
from warroom.domain.nouns import DELETED, NOUNS
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage import gates
from warroom.storage.books import Books, Row
from warroom.storage.circles import read_circle
from warroom.storage.conflicts import Head, changed_heads, is_stamp, open_fields
from warroom.storage.queries.rows import loaded
from warroom.words import _

SECRET = frozenset({("pin", "hash"), ("attachment_key", "secret")})
MILESTONES = frozenset(Milestone)
# Where the noun's ordinary command writes into the log.
LOGGED = {
    "incident": frozenset({"title", "severity", "vital", "status", "owner", "situation", *MILESTONES}),
    "decision": frozenset({"state", "decided", "review_at"}),
    "action": frozenset({"text", "owner", "due_at", "state"}),
    "corrective": frozenset({"state"}),
    "impact": frozenset({"state"}),
    "due": frozenset({DELETED}),
    "crisis_cell": frozenset({"level", "state", "intent"}),
    "function": frozenset({"holder"}),
}
KEY_EVENTS = frozenset(
    {
        ("incident", "severity"),
        ("incident", "vital"),
        ("incident", "status"),
        ("decision", "decided"),
        ("crisis_cell", "level"),
        ("crisis_cell", "state"),
        ("crisis_cell", "intent"),
    }
)
NEEDED = frozenset(
    {
        ("incident", "title"),
        ("decision", "question"),
        ("action", "text"),
        ("corrective", "text"),
        ("service", "name"),
        ("person", "name"),
        ("crisis_cell", "intent"),
        ("objective", "text"),
        ("freeze", "scope"),
        ("freeze_exception", "text"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleConflict(Command[None]):
    """Take the value that the op `take` wrote, or write `value`.

    `seen` names every head that whoever settles had before their eyes; refused when others are there now. `together`
    takes along what the same act wrote beside it and that is open too.
    """

    noun: str
    record: str
    field: str
    seen: tuple[Place, ...]
    take: Place | None = None
    value: Any = None
    reason: str = ""
    together: bool = False

    def asks(self) -> Right | None:
        return right_to_settle(self.noun, self.field)


@handles(SettleConflict)
def settle_conflict(command: SettleConflict, books: Books) -> None:
    noun, record, name = command.noun, command.record, command.field
    if goes_out(noun, name):
        raise both_went_out()
    row = books.any_row(noun, record) if noun in NOUNS else None
    is_open = open_fields(books.conn, noun, record) if row is not None else {}
    heads = [] if is_stamp(noun, name) else is_open.get(name, [])
    if row is None or {head.place for head in heads} != set(command.seen):
        raise changed_heads()
    if both_let_out(books, noun, row):
        raise both_went_out()
    circle = _circle_read(books, noun, row)
    _check_review(books, noun, row)
    value = _wanted(command, books, heads)
    alongside = _alongside(command, is_open)
    special = SPECIAL.get((noun, name))
    if special is not None:
        special(command, books, value)
        return
    follows: dict[str, Any] = {}
    if command.take is None:
        _check(books, row, noun, name, value)
        alongside = {}
        follows = _follows(command, books, row, value)
    books.write(noun, record, {name: value, **alongside}, follows=follows, settles=command.seen)
    _log(command, books, row, heads, value, circle)
    if noun == "incident" and name in ("severity", "vital"):
        repace(books, books.get("incident", record))


def both_went_out() -> Refusal:
    return Refusal(
        "both-went-out",
        _("Two texts went out: neither can be taken back by choosing the other."),
        safe=_("Both are kept."),
        todo=_("Send out one correction that names both."),
    )


def _wanted(command: SettleConflict, books: Books, heads: list[Head]) -> Any:
    """The value to write: that of the op taken, opened where it is sealed; or the one given, as its field has it."""
    if command.take is None:
        if (command.noun, command.field) in SECRET:
            raise Refusal(
                "secret-unseen",
                _("A PIN cannot be chosen like this."),
                safe=_("Nothing was changed."),
                todo=_("Set a new PIN: it takes the place of both."),
            )
        return typed_value(command.noun, command.field, command.value)
    taken = next((head for head in heads if head.place == command.take), None)
    if taken is None:
        raise changed_heads()
    return _opened(books, command, taken.value)


def _opened(books: Books, command: SettleConflict, value: Any) -> Any:
    """What can be opened is sealed anew, under the key of today; the rest goes on as it is."""
    if not isinstance(value, Mapping) or command.take is None:
        return value
    return books.said_at(command.noun, command.record, command.take, command.field) or value


def _alongside(command: SettleConflict, is_open: Mapping[str, list[Head]]) -> dict[str, Any]:
    """What the op taken wrote beside it, where nothing else is open than what was seen: stamps, and more when asked."""
    found: dict[str, Any] = {}
    for name, heads in is_open.items():
        goes_along = name != command.field and (command.together or is_stamp(command.noun, name))
        values = {head.place: head.value for head in heads}
        if goes_along and values.keys() <= set(command.seen) and command.take in values:
            found[name] = values[command.take]
    return found


def _circle_read(books: Books, noun: str, row: Row) -> str | None:
    """The circle of a restricted record. Refused to whoever is not in it: nobody chooses unread."""
    if noun not in SEALED:
        return None
    circle = books.value("entry" if noun == "entry_mark" else noun, row["id"], "circle")
    if circle and books.author.person not in read_circle(books.conn, circle).members:
        raise Refusal(
            "circle-not-yours",
            _("This is restricted to a circle that you are not in."),
            safe=_("Both values are kept."),
            todo=_("Leave it to somebody who may read it."),
        )
    return circle if isinstance(circle, str) else None


def _check_review(books: Books, noun: str, row: Row) -> None:
    if noun == "delegation" and (row["person"] == books.author.person or not may_review(books, row["right"] or "")):
        books.must(Right.ADMINISTER)


def _check(books: Books, row: Row, noun: str, name: str, value: Any) -> None:
    """The rules of the noun for a value that nobody had written yet."""
    if noun == "incident" and name in MILESTONES and value is not None:
        check_milestone(books, Milestone(name), value, began=row[Milestone.IMPACT_STARTED.value])
    if (noun, name) in NEEDED and not value:
        raise Refusal(
            "value-missing",
            _("This cannot be empty."),
            safe=_("Nothing was changed; every value is kept."),
            todo=_("Write something, or take one of the values."),
        )


def _follows(command: SettleConflict, books: Books, row: Row, value: Any) -> dict[str, Any]:
    """What a new value brings along by itself, as the ordinary command would."""
    if (command.noun, command.field) == ("incident", "status"):
        return dict(stamped_by(Status(value), row, now=books.now))
    if (command.noun, command.field) == ("decision", "decided"):
        said = {"rationale": command.reason} if command.reason else {}
        return {"decided_at": books.now, "typed_by": books.author.name, **said}
    if (command.noun, command.field) == ("function", "holder"):
        return {"since": books.now if value else None, "vacant_since": None if value else books.now}
    if (command.noun, command.field) == ("crisis_cell", "intent"):
        return {"intent_by": books.author.name, "intent_at": books.now}
    if (command.noun, command.field) == ("action", "state"):
        return {"finished_at": books.now if ActionState(value).is_over else None}
    if (command.noun, command.field) == ("corrective", "state"):
        return {"closed_at": books.now if CorrectiveState(value).is_over else None}
    return {}


# What cannot be written without more: keys to share, a last administrator to keep.


def _settle_roles(command: SettleConflict, books: Books, value: Any) -> None:
    roles = gates.roles_said(value)
    grant_roles(GrantRoles(person=command.record, roles=roles, reason=command.reason, settles=command.seen), books)


def _settle_members(command: SettleConflict, books: Books, value: Any) -> None:
    members = frozenset(item for item in loaded(value, []) if isinstance(item, str))
    settle_members(books, command.record, members, settles=command.seen)


SPECIAL: dict[tuple[str, str], Callable[[SettleConflict, Books, Any], None]] = {
    ("grant", "rights"): _settle_roles,
    ("circle", "members"): _settle_members,
}


def _log(command: SettleConflict, books: Books, row: Row, heads: list[Head], value: Any, circle: str | None) -> None:
    """The entry that the ordinary command would leave, with what was chosen, and what was not."""
    noun, name = command.noun, command.field
    incident = books.any_row("incident", incident_of(noun, row, books.any_row) or "0" * 32)
    if name not in LOGGED.get(noun, ()) or incident is None:
        return
    chosen = _word(books, command, value)
    others = [said for said in dict.fromkeys(_said(books, command, head) for head in heads) if said != chosen]
    sentence = _("Settled, {field}: {value}, against {others}.").format(
        field=_about(books, noun, row, name), value=chosen, others=", ".join(others) or "—"
    )
    params = {
        "noun": noun,
        "number": row.get("number") or "",
        "field": name,
        "now": _plain(books, command, value),
        "was": [_plain(books, command, _head_value(books, command, head)) for head in heads],
        "reason": command.reason.strip(),
    }
    text = f"{sentence} {command.reason.strip()}".strip()
    key_event = (noun, name) in KEY_EVENTS
    write_automatic(books, incident, text, code="settled", params=params, key_event=key_event, circle=circle)


def _about(books: Books, noun: str, row: Row, name: str) -> str:
    """`Severity`, or of what belongs to an incident, `Owner of A-A003`."""
    word = field_word(noun, name)
    if noun == "incident":
        return word
    service = books.any_row("service", row.get("service") or "0" * 32) if noun == "impact" else None
    seat = seat_word(row.get("code") or "", row.get("label") or "") if noun == "function" else ""
    what = (service or {}).get("name") or seat or row.get("number") or row.get("label") or ""
    return _("{field} of {record}").format(field=word, record=what) if what else word


def _head_value(books: Books, command: SettleConflict, head: Head) -> Any:
    if isinstance(head.value, Mapping):
        return books.said_at(command.noun, command.record, head.place, command.field)
    return head.value


def _said(books: Books, command: SettleConflict, head: Head) -> str:
    return _word(books, command, _head_value(books, command, head))


def _word(books: Books, command: SettleConflict, value: Any) -> str:
    return value_word(command.noun, command.field, value, now_ms=books.now)


def _plain(books: Books, command: SettleConflict, value: Any) -> Any:
    return value if isinstance(value, bool | int | str) or value is None else _word(books, command, value)
