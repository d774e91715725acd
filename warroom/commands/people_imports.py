"""People of files as verbs: told apart, added, completed; what people wrote or checked here stays (decision 103).

A file is compared with what files like it said last time (digests in `raw`, by lineage: the columns of a table, the
identifier of a card), so that the same file twice changes nothing, and next month's changes only what changed in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from warroom.commands.base import Command, handle, handles
from warroom.commands.keeping import kept_row
from warroom.commands.people_reaches import KnownReaches, give_reaches
from warroom.commands.skills import Master
from warroom.commands.teams import AddTeam, JoinTeam
from warroom.domain.rights import Right
from warroom.domain.roster import Mastered
from warroom.domain.told_people import Extra, ToldPerson
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.erased import NAME_MOST, is_erased
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field

FILLED = (
    "job",
    "employer",
    "supplier",
    "site",
    "languages",
    "zone",
    "remark",
    "away_until",
    "checked_at",
    "checked_by",
)
OURS_ALONE = ("checked_at", "checked_by")  # taken over where nothing is known, and never compared
FROM, EXTRA = "from", "extra"  # in `raw`: by lineage, digests of what files said; what they say beyond the fields
LINEAGES_MOST = 12
NAMESAKES_MOST = 500


@dataclass(frozen=True, slots=True)
class PersonRemark:
    """What is to be said of one record: a code of `formats/problems.py` and its detail."""

    code: str
    detail: str = ""


@dataclass(slots=True)
class PersonResult:
    """What became of one record: whose card it is, or why it stayed out."""

    person: str = ""
    name: str = ""
    is_new: bool = False
    is_changed: bool = False
    is_refused: bool = False
    remarks: list[PersonRemark] = field(default_factory=list)


@dataclass(slots=True)
class Acquaintance:
    """Who goes by which name, kept across the batches of one file: the room's people, and those the file brought."""

    by_name: dict[str, list[str]] = field(default_factory=dict)  # folded name without what tells apart → person ids
    taken: dict[str, int] = field(default_factory=dict)  # person id → the record of this file that is about them


@dataclass(frozen=True, slots=True)
class Recognised:
    """A record with what the whole file and the room already say of whose it is."""

    position: int
    told: ToldPerson
    person: str = ""  # somebody in the room whom a number, an address or an identifier proves
    same_as: int | None = None  # an earlier record of this file about the same person


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPeople(Command[list[PersonResult]]):
    """Bring people in. Refuses no record for another's sake; `acquaintance` is carried from batch to batch."""

    right = Right.ACT

    people: tuple[Recognised, ...]
    source: str
    lineage: str  # alike for files that replace one another
    acquaintance: Acquaintance


@handles(ImportPeople)
def import_people(command: ImportPeople, books: Books) -> list[PersonResult]:
    return [_import_one(each, command, books) for each in command.people]


def _import_one(each: Recognised, command: ImportPeople, books: Books) -> PersonResult:
    result, told, known = PersonResult(), each.told, command.acquaintance
    name = " ".join(told.name.split())[:NAME_MOST]
    row = _whose(each, name, known, books)
    if row is not None and row["id"] in known.taken and known.taken[row["id"]] != each.position:
        result.remarks.append(PersonRemark("same-card"))
    if row is None or is_erased(books.conn, "person", row["id"]):
        called = _called(told, name, books) if row is None else None
        if called is None:
            result.is_refused = True
            result.remarks.append(PersonRemark("erased-person"))
            return result
        if called != name:
            result.remarks.append(PersonRemark("namesake", called))
        row, result.is_new = _made(called, books), True
        known.by_name.setdefault(base_name(name), []).append(row["id"])
    known.taken.setdefault(row["id"], each.position)
    result.person, result.name = row["id"], row["name"] or name
    if not result.is_new and not row["roster"] and row["left_at"]:
        result.remarks.append(PersonRemark("kept-ours", "left_at"))
        return result
    _fill(row, told, command, result, books)
    return result


# Whose card it is


def base_name(name: str) -> str:
    """A name without the brackets that tell namesakes apart, however it is cased and spaced."""
    bare = name.rstrip()
    if bare.endswith(")") and " (" in bare:
        bare = bare[: bare.rindex(" (")]
    return folded_name(bare)


def _whose(each: Recognised, name: str, known: Acquaintance, books: Books) -> Row | None:
    """The row of the person a record is about, None for somebody new."""
    if each.person and (row := _kept(books, each.person)) is not None:
        return row
    if each.same_as is not None:
        found = next((person for person, record in known.taken.items() if record == each.same_as), "")
        if found and (row := _kept(books, found)) is not None:
            return row
    if (row := books.row("person", books.named("person", name))) is not None and "(" in name and row["roster"]:
        return _kept(books, row["id"])  # told apart in the file already, as we write it
    candidates = [books.named("person", name), *known.by_name.get(base_name(name), ())][:NAMESAKES_MOST]
    rows = {row["id"]: row for person in candidates if (row := _kept(books, person)) is not None}
    apart = digest(*each.told.apart)
    for row in rows.values():
        if (
            each.told.apart
            and apart in said_before(_raw(row), "apart")
            and _may_be(row, each, known, books, is_only=True)
        ):
            return row
    return next((row for row in rows.values() if _may_be(row, each, known, books, is_only=len(rows) == 1)), None)


def _kept(books: Books, person: str) -> Row | None:
    """The row of a person, or of whoever they were merged into."""
    row = books.row("person", person)
    return kept_row(books, row) if row is not None else None


def _may_be(row: Row, each: Recognised, known: Acquaintance, books: Books, *, is_only: bool) -> bool:
    """Whether nothing says that a namesake is somebody else. What proves that they are the same was found before."""
    told, raw = each.told, _raw(row)
    aparts, uids = said_before(raw, "apart"), said_before(raw, "uid")
    if row["id"] in known.taken:
        is_alike = not aparts or not told.apart or digest(*told.apart) in aparts
        return is_alike and not told.reaches and not told.uid and not _differs(row, told)
    if uids and told.uid and digest(told.uid) not in uids:
        return False
    if _differs(row, told):
        return False
    if raw.get(FROM):
        return is_only or not aparts or not told.apart
    theirs = books.where("reach", person=row["id"])
    return not theirs or not told.reaches or not row["roster"]


def _differs(row: Row, told: ToldPerson) -> bool:
    return any(
        row[name] and told.fields.get(name) and folded_name(str(row[name])) != folded_name(str(told.fields[name]))
        for name in ("employer", "site")
    )


def _called(told: ToldPerson, name: str, books: Books) -> str | None:
    """What somebody new is called here: the name, with what tells them apart where it is taken. None for the erased."""
    if is_erased(books.conn, "person", books.named("person", name)):
        return None
    tried = [name]
    tried += [f"{name} ({' '.join(text.split())[:60]})"[:NAME_MOST] for text in told.apart if text.strip()]
    tried += [f"{name} ({number})" for number in range(2, NAMESAKES_MOST)]
    for called in tried:
        person = books.named("person", called)
        if books.any_row("person", person) is None and not is_erased(books.conn, "person", person):
            return called
    return None


def _made(called: str, books: Books) -> Row:
    person = books.named("person", called)
    books.make("person", {"name": called, "roster": True, "number": books.number("person")}, record=person)
    row = books.row("person", person)
    assert row is not None
    return row


# What the card says


def _fill(row: Row, told: ToldPerson, command: ImportPeople, result: PersonResult, books: Books) -> None:
    raw, lineage = _raw(row), digest("uid" if told.uid else command.lineage, told.uid)
    lineages: dict[str, Any] = dict(raw.get(FROM) or {})
    before: dict[str, Any] = dict(lineages.get(lineage) or {})
    patch = _fields(row, told, before.get("fields") or {}, result, books)
    if not row["roster"]:
        patch["roster"] = True
    if not row["source"]:
        patch["source"] = command.source
    reaches, moved = give_reaches(books, row, told, _known_reaches(lineages, lineage), result.remarks)
    moved |= _skills_and_teams(row["id"], told, books, result)
    now = {
        "uid": digest(told.uid) if told.uid else "",
        "apart": digest(*told.apart) if told.apart else "",
        "fields": {
            **(before.get("fields") or {}),
            **{name: digest(_plain(value)) for name, value in told.fields.items()},
        },
        "reaches": sorted(reaches),
        "extra": digest(told.extra) if told.extra else "",
    }
    lineages[lineage] = {name: value for name, value in now.items() if value}
    kept = {**raw, FROM: dict(list(lineages.items())[-LINEAGES_MOST:])}
    if told.uid and not kept.get("uid"):
        kept["uid"] = told.uid
    if told.extra and now["extra"] != before.get("extra"):
        kept[EXTRA] = _extra(raw.get(EXTRA) or [], told.extra)
    result.is_changed = bool(patch) or moved or kept.get(EXTRA) != raw.get(EXTRA)
    if json_field(kept) != json_field(raw):
        patch["raw"] = kept
    if patch:
        books.write("person", row["id"], {}, follows=patch)


def _known_reaches(lineages: Mapping[str, Any], lineage: str) -> KnownReaches:
    said = {key: frozenset(told.get("reaches") or ()) for key, told in lineages.items() if isinstance(told, dict)}
    others = [keys for key, keys in said.items() if key != lineage]
    return KnownReaches(said.get(lineage, frozenset()), frozenset().union(*others))


def _fields(
    row: Row, told: ToldPerson, before: Mapping[str, str], result: PersonResult, books: Books
) -> dict[str, Any]:
    """What to write: what is blank here, and what changed in the file and nobody touched here."""
    patch: dict[str, Any] = {}
    kept, open_ = [], []
    imported = {name: {fields.get(name) for fields in said_before(_raw(row), "fields")} for name in FILLED}
    is_checked = bool(row["checked_at"]) and digest(row["checked_at"]) not in imported["checked_at"]
    for name in FILLED:
        new, ours = _plain(told.fields.get(name)), row[name]
        if new is None or before.get(name) == digest(new) or ours == new:
            continue
        if books.is_disputed("person", row["id"], name):
            open_.append(name)
        elif ours in (None, "", False, "[]") or (digest(ours) in imported[name] and not is_checked):
            patch[name] = new
        elif name not in OURS_ALONE:
            kept.append(name)
    if "checked_at" not in patch:
        patch.pop("checked_by", None)
    for code, names in (("kept-ours", kept), ("needs-eyes", open_)):
        if names:
            result.remarks.append(PersonRemark(code, " ".join(names)))
    return patch


def _plain(value: Any) -> Any:
    """A value as its field holds it: lists as JSON text; None for what says nothing."""
    if value in (None, "", (), []):
        return None
    return json_field(list(value)) if isinstance(value, list | tuple) else value


def _skills_and_teams(person: str, told: ToldPerson, books: Books, result: PersonResult) -> bool:
    """Add what the file knows and the room does not; what the room says of it stays."""
    before = len(books.acts)
    for skill in told.skills:
        record = books.named("mastery", f"{person} {books.named('skill', skill.name)}")
        if books.any_row("mastery", record) is None:
            level = next((level for level in Mastered if level == skill.level), Mastered.ALONE)
            _do(
                Master(person=person, skill=skill.name, level=level, until=skill.until, remark=skill.remark),
                books,
                result,
            )
    for team in told.teams:
        record = books.named("team", team.name)
        if books.any_row("membership", books.named("membership", f"{record} {person}")) is None:
            if books.row("team", record) is None:
                _do(AddTeam(name=team.name), books, result)
            _do(JoinTeam(team=record, person=person, part=team.part, rank=team.rank or 0), books, result)
    return len(books.acts) > before


def _do(command: Command[Any], books: Books, result: PersonResult) -> None:
    try:
        handle(command, books)
    except Refusal as refusal:
        result.remarks.append(PersonRemark("line-not-understood", str(refusal.message)))


def _extra(before: Sequence[Any], told: Sequence[Extra]) -> list[Any]:
    """What files say beyond the fields: properties this one speaks of are as it says them, the others stay."""
    spoken = {name for name, _params, _value in told}
    kept = [item for item in before if isinstance(item, list) and item and item[0] not in spoken]
    return kept + [[name, {key: list(values) for key, values in params.items()}, value] for name, params, value in told]


def said_before(raw: Mapping[str, Any], name: str) -> list[Any]:
    """What every lineage of files said of something: digests of identifiers, or of the fields."""
    lineages = raw.get(FROM)
    told = lineages.values() if isinstance(lineages, dict) else ()
    return [each[name] for each in told if isinstance(each, dict) and each.get(name)]


def _raw(row: Row) -> dict[str, Any]:
    told = orjson.loads(row["raw"] or "{}")
    return told if isinstance(told, dict) else {}


def digest(*values: Any) -> str:
    """A short digest, so that what a file said is compared and not kept twice."""
    return hashlib.sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]
