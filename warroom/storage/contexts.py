"""Causal contexts: what each writer had merged, in each epoch between two of its ops that say so (`seen`)."""

from __future__ import annotations

from collections.abc import Mapping

import apsw

BATCH = 50_000  # rows kept in memory before they are written


class Contexts:
    """Follows the ops of writers in order, and writes each epoch's complete vector (decision 8)."""

    def __init__(self, conn: apsw.Connection, *, from_the_start: bool = False) -> None:
        self._conn = conn
        self._from_the_start = from_the_start
        self._epochs: dict[bytes, tuple[int, dict[bytes, int]]] = {}
        self._rows: list[tuple[bytes, int, bytes, int]] = []

    def follow(self, writer: bytes, deps: Mapping[str, int]) -> int:
        """The epoch of this writer's next op. Its sequence says what it had written: deps on itself say nothing."""
        epoch = self._epochs.get(writer)
        if epoch is None:
            epoch = self._epochs[writer] = self._stored(writer)
        if not deps:
            return epoch[0]
        cx, vector = epoch[0] + 1, dict(epoch[1])
        for name, seq in deps.items():
            other = bytes.fromhex(name)
            if other != writer:
                vector[other] = max(seq, vector.get(other, 0))
        self._epochs[writer] = cx, vector
        self._rows += [(writer, cx, other, seq) for other, seq in vector.items()]
        if len(self._rows) > BATCH:
            self.save()
        return cx

    def save(self) -> None:
        """Write what was followed; before anything is compared."""
        self._conn.executemany("INSERT INTO seen(bw, cx, aw, seq) VALUES(?,?,?,?)", self._rows)
        self._rows.clear()

    def _stored(self, writer: bytes) -> tuple[int, dict[bytes, int]]:
        if self._from_the_start:
            return 0, {}
        # Read to its end: a question left open here was never let go of, and held the WAL for good (APSW 3.54).
        last = list(self._conn.execute("SELECT cx FROM op WHERE w=? ORDER BY seq DESC LIMIT 1", (writer,)))
        cx = int(last[0][0]) if last else 0
        return cx, dict(self._conn.execute("SELECT aw, seq FROM seen WHERE bw=? AND cx=?", (writer, cx)))
