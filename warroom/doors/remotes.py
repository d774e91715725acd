"""Remotes through the room's door (`room.remotes`): where to exchange, exchanging there, and doing so by itself."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from warroom.clock import Clock
from warroom.domain.audit import Event
from warroom.domain.exchange import Outcome, Remote
from warroom.doors.audit import Audit
from warroom.doors.exchange import Exchange
from warroom.errors import Refusal, Trouble, WarroomError
from warroom.storage.attachments import Step
from warroom.storage.reached import note_copy
from warroom.storage.remotes import UNNAMED, Kept, drop_remote, keep_remote, note_exchange, remote, remotes, unnamed
from warroom.storage.store import Store
from warroom.storage.vault import explained, read_only
from warroom.sync.addresses import address_of, as_url, is_hub, with_password, without_password
from warroom.sync.automatic import Automatic
from warroom.sync.depots import depot_for
from warroom.sync.hub_ears import Ears
from warroom.words import _

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Tested:
    """What a try of a remote found."""

    name: str
    url: str  # without its password
    runs: int  # sealed runs of this room that are there
    strangers: tuple[str, ...]  # names in our folder that are none of ours


class Remotes:
    """`room.remotes`. Everything but `watch`, `unwatch`, `nudge` and `state` blocks: call it from a task."""

    def __init__(self, store: Store, exchange: Exchange, audit: Audit, clock: Clock) -> None:
        self._store, self._exchange, self._audit, self._clock = store, exchange, audit, clock
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # one exchange a place at once
        self._automatic: Automatic | None = None
        self._ears: Ears | None = None
        self._listeners: list[Callable[[Remote], None]] = []

    # Which there are

    def add(self, name: str, url: str, *, password: str | None = None) -> Remote:
        """Keep an address under a name, in place of the one it had; twice is once. Raises Refusal."""
        name, url = _checked(name), as_url(url)
        if password is not None:
            url = with_password(url, password)
        address_of(url)
        before = remote(self._store.reader(), name)
        is_same_place = before is not None and without_password(before.url) == without_password(url)
        if before is None or before.url != url:
            self._store.run(lambda conn: keep_remote(conn, name, url, is_same_place=is_same_place)).result()
            self._audit.note(Event.REMOTE_ADDED, {"name": name, "place": without_password(url)})
            self._hear()
            self.nudge()
        return self._of(name)

    def list(self) -> list[Remote]:
        """Every remote, in the order of names."""
        return [_shown(kept) for kept in remotes(self._store.reader())]

    def remove(self, name: str) -> bool:
        """Forget a remote and what was known of it; what it holds stays there. Whether there was one."""
        if name.startswith(UNNAMED):
            return False
        is_gone = self._store.run(lambda conn: drop_remote(conn, name)).result()
        if is_gone:
            self._audit.note(Event.REMOTE_REMOVED, {"name": name})
            self._hear()
        return is_gone

    def test(self, name_or_url: str) -> Tested:
        """Go there, make our folder if it is not there, and count what it holds. Raises Refusal or Trouble."""
        kept, memory = self._place(name_or_url)
        depot = depot_for(kept.url, memory)
        try:
            depot.open(self._store.room, was_here=bool(memory.get("was_here")))
            memory["was_here"] = True
            found = depot.runs()
        finally:
            depot.close()
        self._note(kept, memory, trouble="", is_done=False)
        strangers = tuple(getattr(depot, "strangers", ()))
        return Tested(_name_of(kept), without_password(kept.url), len(found), strangers)

    # Exchanging

    def sync(self, name_or_url: str, *, step: Step = lambda done, total: None) -> Outcome:
        """One exchange with a remote or an address; when nothing is new it costs a few questions.

        Raises Refusal or Trouble; what had come until then is kept. When `step` raises it stops between two files.
        """
        from warroom.sync.depot_exchange import Visit

        if self._store.vault.read_only:
            raise read_only(self._store.vault.path)
        kept, memory = self._place(name_or_url)
        source = _name_of(kept) or address_of(kept.url).where
        depot = depot_for(kept.url, memory)
        try:
            with self._turns[kept.name]:
                outcome = Visit(depot, self._exchange, self._store, source, memory, step).run()
        except WarroomError as error:
            self._note(kept, memory, trouble=error.message, is_done=False)
            raise
        finally:
            depot.close()
        self._note(kept, memory, trouble="", is_done=True)
        return outcome

    # By itself

    def watch(self) -> None:
        """Exchange with every remote by itself from now on: when it can be reached again, and after changes here."""
        if self._automatic is None and not self._store.vault.read_only:
            self._automatic = Automatic(
                names=lambda: _names(self._store),
                sync=lambda name, step: self.sync(name, step=step),
                written=self._written,
                publish=self._publish,
                is_prompt=lambda name: name in self._hubs(),
            )
            self._automatic.follow(self._store.feed)
            self._ears = Ears(self._store.room, self._automatic.nudge)
            self._hear()

    def unwatch(self) -> None:
        """Stop doing so; an exchange that goes on stops at its next file, and nobody waits for a place that is slow."""
        ears, self._ears = self._ears, None
        if ears is not None:
            ears.stop()
        automatic, self._automatic = self._automatic, None
        if automatic is not None:
            automatic.stop()

    def nudge(self) -> None:
        """Try at once: the network is back, a disk was plugged in, or somebody asks. Does not block."""
        if self._automatic is not None:
            self._automatic.nudge()

    def _written(self) -> int:
        """How much the room holds: another number whenever there is something to send."""
        with explained(self._store.vault.path):
            return sum(self._exchange.vector().values())

    def _hear(self) -> None:
        """Listen to the hubs among the remotes."""
        if self._ears is not None:
            self._ears.follow(self._hubs())

    def _hubs(self) -> dict[str, str]:
        return {kept.name: kept.url for kept in remotes(self._store.reader()) if is_hub(kept.url)}

    @property
    def state(self) -> tuple[Remote, ...]:
        """Every remote, with what goes on there now."""
        live = self._automatic.states if self._automatic is not None else {}
        return tuple(_joined(_shown(kept), live.get(kept.name)) for kept in remotes(self._store.reader()))

    def subscribe(self, listener: Callable[[Remote], None]) -> Callable[[], None]:
        """Hear how each exchange that happens by itself goes on, on its thread; call the result to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def _publish(self, state: Remote) -> None:
        listeners = tuple(self._listeners)
        if not listeners:
            return
        kept = remote(self._store.reader(), state.name)
        if kept is not None:
            shown = _joined(_shown(kept), state)
            for listener in listeners:
                listener(shown)

    # Places

    def _place(self, name_or_url: str) -> tuple[Kept, dict[str, object]]:
        """The remote of this name, or the address itself with what was noted of it before. Raises Refusal."""
        conn, said = self._store.reader(), name_or_url.strip()
        kept = remote(conn, said)
        if kept is None or said.startswith(UNNAMED):
            url = as_url(said)
            if "://" not in url:
                raise _unknown(said)
            address_of(url)
            place = without_password(url)
            named = [each for each in remotes(conn) if without_password(each.url) == place]
            before = named[0] if named else remote(conn, unnamed(place))
            kept = Kept(unnamed(place), url) if before is None else replace(before, url=url)
        return kept, dict(kept.memory)

    def _note(self, kept: Kept, memory: dict[str, object], *, trouble: str, is_done: bool) -> None:
        """Remember what came of it; a room that was closed meanwhile remembers nothing."""
        at = self._clock.now_ms()

        def note(conn: Any) -> None:
            if kept.name.startswith(UNNAMED):
                keep_remote(conn, kept.name, without_password(kept.url), is_same_place=True)
            note_exchange(
                conn,
                kept.name,
                tried_at=at,
                done_at=at if is_done else None,
                trouble=trouble,
                memory=memory,
            )
            if is_done:
                note_copy(conn, "store", _name_of(kept) or without_password(kept.url), at=at)

        with suppress(Trouble):
            self._store.run(note).result()

    def _of(self, name: str) -> Remote:
        kept = remote(self._store.reader(), name)
        assert kept is not None
        return _shown(kept)


def _names(store: Store) -> list[str]:
    with explained(store.vault.path):
        return [kept.name for kept in remotes(store.reader())]


def _shown(kept: Kept) -> Remote:
    return Remote(
        name=kept.name,
        url=without_password(kept.url),
        tried_at=kept.tried_at,
        done_at=kept.done_at,
        trouble=kept.trouble,
    )


def _joined(shown: Remote, live: Remote | None) -> Remote:
    if live is None:
        return shown
    return replace(shown, is_watched=True, is_busy=live.is_busy, done=live.done, total=live.total, result=live.result)


def _name_of(kept: Kept) -> str:
    return "" if kept.name.startswith(UNNAMED) else kept.name


def _checked(name: str) -> str:
    name = " ".join(name.split())
    is_word = name and name.isprintable() and "://" not in name and not name.startswith((UNNAMED, "-"))
    if not is_word or len(name) > LONGEST_NAME:
        raise Refusal(
            "remote-name",
            _("A remote needs a name of at most {n} characters, such as NAS.").format(n=LONGEST_NAME),
            safe=_("Nothing was changed."),
            todo=_("Begin it with a letter, and put no address in it."),
        )
    return name


def _unknown(name: str) -> Refusal:
    return Refusal(
        "remote-unknown",
        _("No remote of this room is called {name}.").format(name=name),
        safe=_("Nothing was changed."),
        todo=_("List them with: warroom remote list ROOM"),
    )
