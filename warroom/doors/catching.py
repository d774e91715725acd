"""Catching up: what came in from other laptops since somebody at this one read it."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from warroom.clock import Clock
from warroom.domain.incidents import Mode
from warroom.domain.missed import Missed, News
from warroom.identity.stations import StationIdentity
from warroom.storage.exchange import Vector, vector
from warroom.storage.journal import meta, set_meta
from warroom.storage.queries import missed as asked
from warroom.storage.store import Store
from warroom.storage.vault import explained

UPTO, BEFORE = "local.read-upto", "local.read-before"


class Catching:
    """What `room.exchange` knows of what was read here. It is kept on this station alone."""

    _store: Store
    _identity: StationIdentity
    _clock: Clock

    def missed(self, *, mode: Mode, since: Mapping[bytes, int] | None = None) -> Missed:
        """What came since it was last read, or since a vector; nothing new: what came between the last two readings."""
        with explained(self._store.vault.path):
            conn, own = self._store.reader(), self._identity.station_id.hex()
            upto, at = self._kept(UPTO)
            if since is not None:
                upto, at = dict(since), None
            elif not asked.news(conn, upto, own=own):
                upto, at = self._kept(BEFORE)
            found = asked.missed(conn, upto, self._store.sight(), own=own, mode=mode)
            return Missed(at, tuple(found))

    def news(self) -> list[News]:
        """How many entries of which stations nobody here has read about yet."""
        with explained(self._store.vault.path):
            upto, _at = self._kept(UPTO)
            return asked.news(self._store.reader(), upto, own=self._identity.station_id.hex())

    def keep_read(self) -> None:
        """All that is here now was read; what it began from is remembered, so that it can be read again."""
        if self._store.vault.read_only:
            return
        with explained(self._store.vault.path):
            conn = self._store.reader()
            now = orjson.dumps([self._clock.now_ms(), {w.hex(): seq for w, seq in vector(conn).items()}]).decode()
            former = meta(conn, UPTO)
            self._store.run(lambda writing: _keep(writing, now, former)).result()

    def begin_reading(self) -> None:
        """Nobody read here yet: what is here now is where they come in."""
        if not self._store.vault.read_only and meta(self._store.reader(), UPTO) is None:
            self.keep_read()

    def _kept(self, name: str) -> tuple[Vector, int | None]:
        conn = self._store.reader()
        said = meta(conn, name)
        if not isinstance(said, str):
            return vector(conn), None
        at, kept = orjson.loads(said)
        return {bytes.fromhex(w): seq for w, seq in kept.items()}, at


def _keep(conn: object, now: str, former: object) -> None:
    set_meta(conn, UPTO, now)  # type: ignore[arg-type]
    if isinstance(former, str):
        set_meta(conn, BEFORE, former)  # type: ignore[arg-type]
