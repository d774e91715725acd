"""Rights: who is in the room, who may do what, who sits at the keyboard, and what was done by delegation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from warroom.clock import Clock
from warroom.domain.members import Delegation, Member, StationOf
from warroom.domain.people import Person
from warroom.domain.rights import HARD_GATES, Right, Role, rights_of
from warroom.errors import Refusal
from warroom.identity.pins import is_the_pin
from warroom.storage import gates
from warroom.storage.journal import set_meta
from warroom.storage.queries.members import pin_record, who_has_a_pin
from warroom.storage.store import Store
from warroom.storage.vault import explained
from warroom.storage.views import Views
from warroom.words import _, ngettext

FREE_TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3_600_000
TRIES = "pin-tries"  # the station's own note of wrong PINs: person → [how many in a row, when the last]


class Rights:
    """The part of a room's door about members. Questions are quick; PINs take some tens of milliseconds."""

    def __init__(self, store: Store, views: Views, clock: Clock, *, sat_down: Callable[[], object]) -> None:
        self._store = store
        self._sat_down = sat_down
        self._views = views
        self._clock = clock
        self._trying = threading.Lock()
        self._tries: dict[str, list[int]] = {}

    # Who

    def members(self) -> list[Member]:
        """Everyone, by name: initials, number, roles, whether they have a PIN, their last act."""
        return self._views.members()

    def stations(self) -> list[StationOf]:
        """Every laptop: letter, key fingerprint, writers, and its revocation."""
        return self._views.stations()

    def roles_of(self, person: str) -> frozenset[Role]:
        """A person's roles now, by id; where grants disagree, what they agree on."""
        with explained(self._views.path):
            return gates.roles_of(self._store.reader(), person)

    def may(self, right: Right) -> bool:
        """Whether the person at the keyboard may do this in their own name. Everybody may, before roles were given."""
        conn, person = self._store.reader(), self._store.author.person
        with explained(self._views.path):
            if right is Right.ADMINISTER:
                return gates.may_administer(conn, person)
            return not gates.has_grants(conn) or right in rights_of(gates.roles_of(conn, person))

    def are_given(self) -> bool:
        """Whether roles were ever given: before that, everybody may do everything."""
        with explained(self._views.path):
            return gates.has_grants(self._store.reader())

    def is_revoked(self) -> bool:
        """Whether this laptop knows that it was cut off: nothing more can be written here."""
        with explained(self._views.path):
            return self._store.is_revoked()

    # By delegation

    def act_by_delegation(self, reason: str) -> None:
        """Say beforehand why the person here does what they have no right to; until somebody else sits down."""
        self._store.act_by_delegation(" ".join(reason.split()))

    @property
    def standing_reason(self) -> str:
        """The reason given beforehand, "" without one."""
        return self._store.author.delegation

    def needs_delegation(self, right: Right) -> bool:
        """Whether doing this now would be by delegation."""
        return right not in HARD_GATES and not self.may(right)

    def delegations(self, *, open_only: bool = False, incident: str | None = None) -> list[Delegation]:
        """What was done by delegation, newest first."""
        return self._views.delegations(open_only=open_only, incident=incident)

    def delegated(self, records: Iterable[str]) -> set[str]:
        """Which of these records were made or changed by delegation."""
        return self._views.delegated(records)

    # At the keyboard

    def sit_down_by(self, initials: str, pin: str = "") -> Person:
        """Change the person at the keyboard in one step, by initials (or name, or id) and PIN; who has none needs none.

        Raises Refusal: `person-unknown`, `person-ambiguous`, `pin-wrong`, `pin-wait`.
        """
        person = self._meant(initials)
        self.admit(person.id, person.name, pin)
        self._store.sit_down(person=person.id, name=person.name)
        if not self._store.vault.read_only:
            self._store.run(lambda conn: set_meta(conn, "local.person", person.id)).result()
        self._sat_down()
        return person

    def admit(self, person: str, name: str, pin: str) -> None:
        """Nobody writes in the name of a person with a PIN without it. Refusal `pin-wrong`, `pin-wait`."""
        if not self.has_pin(person) or self.check_pin(person, pin):
            return
        raise Refusal(
            "pin-wrong",
            _("This is not the PIN of {name}.").format(name=name) if pin else _("{name} has a PIN.").format(name=name),
            safe=_("The person at the keyboard has not changed."),
            todo=_("Try again; an administrator can set a new PIN.") if pin else _("Give the PIN."),
        )

    def has_pin(self, person: str) -> bool:
        """Whether a person, by id, has a PIN."""
        with explained(self._views.path):
            return pin_record(self._store.reader(), person) is not None

    def with_pin(self) -> frozenset[str]:
        """Everyone who has a PIN, by id, in one question."""
        with explained(self._views.path):
            return who_has_a_pin(self._store.reader())

    def check_pin(self, person: str, pin: str) -> bool:
        """Whether this is the person's PIN; False without one. Refusal `pin-wait` after too many wrong ones.

        Blocks for some tens of milliseconds: call it from a task.
        """
        with self._trying:
            count, last = self._wrong_tries(person)
            self._refuse_while_waiting(count, last)
            with explained(self._views.path):
                record = pin_record(self._store.reader(), person)
            is_right = record is not None and is_the_pin(pin, record)
            if not is_right:
                self._note(person, [count + 1, self._clock.now_ms()])
            elif count:
                self._note(person, None)
        return is_right

    def wait_before_pin(self, person: str) -> int:
        """How many seconds must pass before another PIN of this person is looked at."""
        return -(-_wait_ms(*self._wrong_tries(person), now_ms=self._clock.now_ms()) // 1000)

    def _meant(self, typed: str) -> Person:
        typed = " ".join(typed.split()).casefold()
        people = self._views.people()
        found = [person for person in people if typed == person.id]
        found = found or [person for person in people if typed and person.initials.casefold() == typed]
        found = found or [person for person in people if typed and person.name.casefold() == typed]
        if not found:
            raise Refusal(
                "person-unknown",
                _("Nobody here has these initials."),
                safe=_("The person at the keyboard has not changed."),
                todo=_("Type the full name, or add the person."),
            )
        if len(found) > 1:
            names = ", ".join(person.name for person in found)
            raise Refusal(
                "person-ambiguous",
                _("{initials} are the initials of {names}.").format(initials=typed.upper(), names=names),
                safe=_("The person at the keyboard has not changed."),
                todo=_("Give the full name."),
            )
        return found[0]

    def _refuse_while_waiting(self, count: int, last: int) -> None:
        if left := _wait_ms(count, last, now_ms=self._clock.now_ms()):
            seconds = -(-left // 1000)
            raise Refusal(
                "pin-wait",
                ngettext(
                    "Too many wrong PINs: wait {n} second.", "Too many wrong PINs: wait {n} seconds.", seconds
                ).format(n=seconds),
                safe=_("The person at the keyboard has not changed."),
                todo=_("An administrator can set a new PIN."),
            )

    def _wrong_tries(self, person: str) -> tuple[int, int]:
        """How many wrong PINs in a row, and when the last; the worse of what is remembered and what is written down."""
        kept = self._kept_tries().get(person, [0, 0])
        return tuple(max(kept, self._tries.get(person, [0, 0])))  # type: ignore[return-value]  # two numbers

    def _kept_tries(self) -> dict[str, list[int]]:
        said = self._views.local(TRIES)
        found: dict[str, list[int]] = orjson.loads(said) if said else {}
        return found

    def _note(self, person: str, tries: list[int] | None) -> None:
        kept = self._kept_tries()
        for notes in (self._tries, kept):
            notes.pop(person, None)
            if tries:
                notes[person] = tries
        if self._store.vault.read_only:
            return
        text = orjson.dumps(kept).decode()

        def write(conn: Any) -> None:
            set_meta(conn, f"local.{TRIES}", text)

        self._store.run(write).result()


def _wait_ms(count: int, last: int, *, now_ms: int) -> int:
    """Five tries are free; then thirty seconds, doubled by each wrong one. A clock set back only makes it longer."""
    if count < FREE_TRIES:
        return 0
    wait = min(FIRST_WAIT_MS << min(count - FREE_TRIES, 10), LONGEST_WAIT_MS)
    return min(max(last + wait - now_ms, 0), wait)
