"""Circles through the room's door: which there are, who is in them, which stations hold their keys."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from warroom import commands
from warroom.commands.base import Command
from warroom.domain.circles import BUILT_IN, Circle, key_name
from warroom.domain.ids import PersonId, RecordId
from warroom.errors import Refusal
from warroom.identity.stations import StationIdentity
from warroom.phrases import circle_word, erased_person
from warroom.storage import circles
from warroom.storage.books import ID, named_by, unknown
from warroom.storage.standing import revoked
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.storage.views import Views
from warroom.words import _

Do = Callable[[Command[Any]], Future[Any]]


class Circles:
    """`room.circles`. Ids and names of circles, people and stations are both accepted."""

    def __init__(self, store: Store, identity: StationIdentity, do: Do, views: Views) -> None:
        self._store, self._do, self._views = store, do, views
        store.circles.sit(identity, store.room)

    def all(self) -> list[Circle]:
        """Every circle, the built-in ones first, made or not. Reads the whole journal once: ask from a task."""
        with explained(self._store.vault.path):
            conn = self._store.reader()
            made = {
                row[0].hex(): str(row[1] or "") for row in conn.execute("SELECT id, name FROM circle WHERE NOT _hidden")
            }
            people = frozenset(who for circle in made for who in circles.read_circle(conn, circle).members)
            seats = circles.seats(conn, people) if people else {}
            found = [self._circle(record, name, seats) for record, name in made.items()]
        found += [self._not_made(name) for name in BUILT_IN if self._id(name) not in made]
        order = {name: place for place, name in enumerate(BUILT_IN)}
        return sorted(found, key=lambda circle: (order.get(circle.name, len(order)), circle.name.casefold(), circle.id))

    def names(self) -> list[str]:
        """The key names of every circle, built-in ones first: what a choice offers. Cheap."""
        with explained(self._store.vault.path):
            rows = self._store.reader().execute(
                "SELECT name FROM circle WHERE NOT _hidden AND name IS NOT NULL ORDER BY name, id"
            )
            return list(dict.fromkeys((*BUILT_IN, *(str(row[0]) for row in rows))))

    def members(self, reference: str) -> list[str]:
        """The names of a circle's members, the alias of an erased one, "" for one not known here. Cheap."""
        conn = self._store.reader()
        ids = circles.read_circle(conn, self._id(reference)).members
        named: dict[str, str] = {person.id: person.name for person in self._views.people()}
        gone = conn.execute("SELECT record, alias FROM erasure WHERE noun='person' AND typeof(record)='blob'")
        named |= {record.hex(): erased_person(str(alias)) for record, alias in gone}
        return sorted((named.get(person, "") for person in ids), key=str.casefold)

    def own(self) -> list[str]:
        """The key names of the circles that the person at the keyboard is in. Cheap."""
        person = self._store.author.person
        with explained(self._store.vault.path):
            conn = self._store.reader()
            return [
                name for name in self.names() if person and person in circles.read_circle(conn, self._id(name)).members
            ]

    def get(self, reference: str) -> Circle:
        """One circle. Raises Refusal when there is none."""
        record = self._id(reference)
        found = next((circle for circle in self.all() if circle.id == record), None)
        if found is None:
            raise unknown("circle", reference)
        return found

    def make(self, name: str, members: tuple[str, ...] = ()) -> RecordId:
        made: RecordId = self._do(commands.MakeCircle(name=name, members=members)).result()
        return made

    def add(self, circle: str, person: str) -> None:
        self._do(commands.AddToCircle(circle=circle, person=person)).result()

    def remove(self, circle: str, person: str) -> None:
        """From now on their stations get no key; what they had stays readable there."""
        self._do(commands.RemoveFromCircle(circle=circle, person=person)).result()

    def share(self, circle: str, station: str) -> int:
        """Give a station every key of the circle that is held here; how many it had not."""
        given: int = self._do(commands.ShareCircle(circle=circle, station=station)).result()
        return given

    def drop_station(self, circle: str, station: str) -> None:
        self._do(commands.DropStation(circle=circle, station=station)).result()

    def forget(self) -> None:
        """Let go of every key held in memory: at the lock, at closing. They are opened again when somebody reads."""
        self._store.circles.forget()

    def for_export(self, reference: str | None) -> tuple[Views, str]:
        """The views a document is made of, and the circle's name to mark it with; without a circle, nothing restricted.

        Raises Refusal for a circle that the person at the keyboard is not in.
        """
        if not reference:
            return self._views.within(()), ""
        record, author = self._id(reference), self._store.author
        known = circles.read_circle(self._store.reader(), record)
        if not author.person or author.person not in known.members:
            raise Refusal(
                "not-a-member",
                _("Only members of the circle can export what is restricted to it."),
                safe=_("Nothing was written."),
                todo=_("Export without it, or ask a member."),
            )
        return self._views.within((record,)), circle_word(known.name)

    def _id(self, reference: str) -> RecordId:
        return RecordId(reference) if ID.match(reference) else named_by(self._store.room, "circle", key_name(reference))

    def _circle(self, record: str, name: str, seats: dict[str, set[str]]) -> Circle:
        conn = self._store.reader()
        members = circles.read_circle(conn, record).members
        newest = next(iter(circles.key_ids(conn, record)), "")
        holding = circles.holders(conn, newest) if newest else set()
        sat = {station for member in members for station in seats.get(member, ())} - revoked(conn)
        letters = circles.letters(conn)
        return Circle(
            id=RecordId(record),
            name=name,
            members=tuple(PersonId(person) for person in sorted(members)),
            is_member=self._store.author.person in members,
            has_key=self._store.circles.newest(conn, record) is not None,
            stations=tuple(sorted(letters.get(station, "?") for station in holding)),
            awaiting=tuple(sorted(letters.get(station, "?") for station in sat - holding)),
        )

    def _not_made(self, name: str) -> Circle:
        return Circle(self._id(name), name, (), is_member=False, has_key=False, stations=(), awaiting=(), is_made=False)
