"""Circles as verbs: make one, let people in and out, share its keys with a station."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.domain.circles import BUILT_IN, key_name
from warroom.domain.conflicts import Place
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.identity.sharing import fresh_key, seal_share
from warroom.phrases import circle_word
from warroom.storage import circles
from warroom.storage.books import ID, Books, no_key, unknown
from warroom.storage.standing import revoked
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCircle(Command[RecordId]):
    """Make a circle of these people (ids or names); the same name is the same circle on every station."""

    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToCircle(Command[None]):
    """Let a person in: they read everything of the circle, also what was written before."""

    circle: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFromCircle(Command[None]):
    """Let a person go: what is written from now on is sealed under a key that their stations do not get."""

    circle: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCircle(Command[int]):
    """Seal every key of a circle that is held here to a station (its letter or id); how many it had not."""

    circle: str
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStation(Command[None]):
    """A station leaves a circle: what is written from now on is sealed under a key that it does not get."""

    circle: str
    station: str


@handles(MakeCircle)
def make_circle(command: MakeCircle, books: Books) -> RecordId:
    books.must(Right.ADMINISTER)
    name = key_name(needed(command.name, code="name-missing", message=_("What is the circle's name?")))
    circle = books.named("circle", name)
    if books.row("circle", circle) is not None:
        raise Refusal(
            "circle-exists",
            _("There is already a circle “{circle}”.").format(circle=circle_word(name)),
            safe=_("Nothing was changed."),
            todo=_("Add people to it instead."),
        )
    members = {person_of(books, said) for said in command.members} | ({books.author.person} - {""})
    _make(books, circle, name, members)
    return circle


@handles(AddToCircle)
def add_to_circle(command: AddToCircle, books: Books) -> None:
    books.must(Right.ADMINISTER)
    circle = restricted_to(books, command.circle)
    person = person_of(books, command.person)
    _keep_members(books, circle, circles.read_circle(books.conn, circle).members | {person})
    for station in circles.seats(books.conn, frozenset({person}))[person]:
        _share_all(books, circle, station)


@handles(RemoveFromCircle)
def remove_from_circle(command: RemoveFromCircle, books: Books) -> None:
    books.must(Right.ADMINISTER)
    circle = circle_of(books, command.circle)
    person = person_of(books, command.person)
    members = circles.read_circle(books.conn, circle).members
    if person not in members:
        raise Refusal("not-a-member", _("This person is not in the circle."), safe=_("Nothing was changed."))
    stay = members - {person}
    _keep_members(books, circle, stay)
    seats = circles.seats(books.conn, members)
    kept = {station for member in stay for station in seats[member]}
    newest = next(iter(circles.key_ids(books.conn, circle)), "")
    named = circles.holders(books.conn, newest) - seats[person] if newest else set()
    _new_key(books, circle, kept | named)


@handles(ShareCircle)
def share_circle(command: ShareCircle, books: Books) -> int:
    circle, station = circle_of(books, command.circle), station_of(books, command.station)
    members = circles.read_circle(books.conn, circle).members
    seats = circles.seats(books.conn, members) if members else {}
    if not any(station in sat for sat in seats.values()):
        books.must(Right.ADMINISTER)  # where a member sits, any holder may share; elsewhere somebody answers for it
    if not circles.key_ids(books.conn, circle) or not books.circles.held(books.conn, circle):
        raise no_key(circles.read_circle(books.conn, circle).name)
    return _share_all(books, circle, station)


@handles(DropStation)
def drop_station(command: DropStation, books: Books) -> None:
    books.must(Right.ADMINISTER)
    circle, station = circle_of(books, command.circle), station_of(books, command.station)
    newest = next(iter(circles.key_ids(books.conn, circle)), "")
    _new_key(books, circle, (circles.holders(books.conn, newest) if newest else set()) - {station}, without=station)


def circle_of(books: Books, said: str) -> RecordId:
    """The circle of this id or name. Raises Refusal when there is none."""
    record = RecordId(said) if ID.match(said) else books.named("circle", key_name(said))
    if books.row("circle", record) is None:
        raise unknown("circle", said)
    return record


def restricted_to(books: Books, said: str) -> RecordId:
    """The circle to restrict something to; a built-in one is made when it is first used."""
    name = key_name(said)
    record = RecordId(said) if ID.match(said) else books.named("circle", name)
    if books.row("circle", record) is not None:
        return record
    if name not in BUILT_IN:
        raise unknown("circle", said)
    books.must(Right.ADMINISTER)
    _make(books, record, name, {books.author.person} - {""})
    return record


def person_of(books: Books, said: str) -> str:
    """The person of this id, number (also one that was erased) or name. Raises Refusal when nobody is called that."""
    if ID.match(said.strip()) and books.row("person", said.strip().lower()) is not None:
        return said.strip().lower()
    if numbered := books.where("person", number=said.strip().upper()):
        return str(numbered[0]["id"])
    for gone in books.where("erasure", alias=said.strip().upper()):
        if gone["noun"] == "person" and books.row("person", str(gone["record"])) is not None:
            return str(gone["record"])
    record = books.named("person", said)
    if books.row("person", record) is None:
        raise unknown("person", said)
    return record


def station_of(books: Books, said: str) -> str:
    """The station of this letter or id. Raises Refusal when there is none."""
    if ID.match(said.strip()) and books.row("station", said.strip().lower()) is not None:
        return said.strip().lower()
    found = books.where("station", letter=said.strip().upper())
    if len(found) != 1:
        raise unknown("station", said)
    return str(found[0]["id"])


def _make(books: Books, circle: str, name: str, members: set[str]) -> None:
    books.make("circle", {"name": name, "members": sorted(members)}, record=circle)
    seats = circles.seats(books.conn, frozenset(members)) if members else {}
    _new_key(books, circle, {station for sat in seats.values() for station in sat})


def settle_members(books: Books, circle: str, members: frozenset[str], *, settles: Collection[Place]) -> None:
    """End a disagreement on who is in a circle: who is let go gets no later key, who is in reads everything."""
    named = {person for head in circles.said_members(books.conn, circle) for person in head}
    held = bool(books.circles.held(books.conn, circle))
    if not held:
        raise no_key(circles.read_circle(books.conn, circle).name)
    _keep_members(books, circle, members, settles=settles)
    if named - members:
        seats = circles.seats(books.conn, members) if members else {}
        _new_key(books, circle, {station for sat in seats.values() for station in sat})
    for sat in (circles.seats(books.conn, members) if members else {}).values():
        for station in sat:
            _share_all(books, circle, station)


def _keep_members(books: Books, circle: str, members: Iterable[str], *, settles: Collection[Place] = ()) -> None:
    books.write("circle", circle, {"members": sorted(members)}, settles=settles)


def drop_everywhere(books: Books, station: str) -> None:
    """What is written from now on in any circle is sealed under a key that this station does not get."""
    for row in books.where("circle"):
        newest = next(iter(circles.key_ids(books.conn, row["id"])), "")
        holding = circles.holders(books.conn, newest) if newest else set()
        if station in holding:
            own = books.circles.station
            _new_key(books, row["id"], holding - {station}, without=station if own in holding else own)


def _new_key(books: Books, circle: str, stations: set[str], *, without: str = "") -> None:
    """A key that is used from now on, sealed to these stations and, if it is not the one to go without, to this one."""
    key = fresh_key()
    record = circles.key_id_of(books.room, key)
    former = [books.row("circle_key", known) for known in circles.key_ids(books.conn, circle)[:1]]
    latest = max((int(row["made_at"] or 0) for row in former if row), default=0)
    made_at = max(books.now, latest + 1)  # newest is used, whatever the clocks say
    books.make("circle_key", {"circle": circle, "made_at": made_at, "made_by": books.author.name}, record=record)
    for station in sorted((stations | {books.circles.station}) - {"", without}):
        _share(books, record, key, station)


def _share_all(books: Books, circle: str, station: str) -> int:
    held = books.circles.held(books.conn, circle)
    lacking = [(record, key) for record, key in held if station not in circles.holders(books.conn, record)]
    return sum(_share(books, record, key, station) for record, key in lacking)


def _share(books: Books, record: str, key: bytes, station: str) -> bool:
    """False for a station whose own key is no sound key, and for one that was revoked: it gets none."""
    if station in revoked(books.conn):
        return False
    row = books.row("station", station)
    try:
        box_key = bytes.fromhex(str((row or {}).get("box_key") or ""))
        sealed = seal_share(key, key_id=record, station_id=station, box_key=box_key)
    except ValueError:
        return False
    books.make("key_share", {"circle_key": record, "station": station, "sealed": sealed})
    return True
