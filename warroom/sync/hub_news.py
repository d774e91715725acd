"""News from a hub: waiting for its notices, and asking now and then wherever notices do not come."""

from __future__ import annotations

import enum
import hashlib
import re
import time
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from warroom.sync import hub_schema as sql
from warroom.sync.hub_line import connect, connection_params

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

TURN = 0.5  # seconds after which `stop` is looked at again
ASK_OFTEN = 3.0  # seconds, until notices have proved that they come
ASK_SELDOM = 30.0  # seconds, once they have
AWAY_MOST = 30.0  # seconds between two tries to reach a hub that is away
PATIENCE = 20.0
_POSITION = re.compile(r"[0-9]{1,18}")


class Hearing(enum.StrEnum):
    """How news of a hub reach us."""

    AWAY = "away"  # it cannot be reached; it is tried again
    ASKING = "asking"  # it is asked every few seconds
    NOTICES = "notices"  # it tells at once


def channel_of(room: str) -> str:
    """The channel of a room: its name says nothing but that it is one."""
    return "warroom_" + hashlib.sha256(room.encode()).hexdigest()[:24]


class News:
    """Follows one room of one hub on a connection of its own.

    A notice is a hint. Through a pooler, between the nodes of a cluster, or with a database that knows none, notices
    do not come, with or without an error: so the position is asked often until a notice came before the answer did,
    and often again as soon as an answer brings what no notice had told.
    """

    def __init__(self, url: str, room: str, *, known: int) -> None:
        self._params = connection_params(url)
        self._room, self._known = room, known
        self.hearing = Hearing.AWAY

    def follow(self, stop: Event, on_news: Callable[[], None]) -> None:
        """Until `stop` is set; that the hub is back is news too. Never raises for what hub or network do."""
        import psycopg

        pause, was_lost = 1.0, False
        while not stop.is_set():
            try:
                with connect(self._params, PATIENCE) as conn:
                    if was_lost:
                        on_news()  # that it is back
                    pause, was_lost = 1.0, False
                    self._stay(conn, stop, on_news)
            except psycopg.Error:
                self.hearing, was_lost = Hearing.AWAY, True
                stop.wait(pause)
                pause = min(pause * 2, AWAY_MOST)

    def _stay(self, conn: Connection, stop: Event, on_news: Callable[[], None]) -> None:
        can_hear = self._asked_for_notices(conn)
        self.hearing = Hearing.ASKING
        ask_at = 0.0
        while not stop.is_set():
            if time.monotonic() >= ask_at:
                if self._has_moved(conn):
                    self.hearing = Hearing.ASKING
                    on_news()
                ask_at = time.monotonic() + (ASK_SELDOM if self.hearing is Hearing.NOTICES else ASK_OFTEN)
            if not can_hear:
                stop.wait(min(TURN, max(0.0, ask_at - time.monotonic())))
            elif self._heard(conn):
                self.hearing = Hearing.NOTICES
                on_news()

    def _asked_for_notices(self, conn: Connection) -> bool:
        import psycopg
        from psycopg import sql as quoted

        try:
            conn.execute(quoted.SQL("LISTEN {}").format(quoted.Identifier(channel_of(self._room))))
        except psycopg.Error:
            if conn.closed:
                raise
            return False
        return True

    def _has_moved(self, conn: Connection) -> bool:
        """Ask how far the room is; a hub that went backwards was wiped or restored, and that is news too."""
        found = conn.execute(sql.STATE, (self._room,)).fetchone()
        pos = found[0] if found is not None and type(found[0]) is int else 0
        has_moved, self._known = pos != self._known, pos
        return has_moved

    def _heard(self, conn: Connection) -> bool:
        """Whether a notice of something new came within one turn."""
        heard = False
        for notice in conn.notifies(timeout=TURN, stop_after=1):
            pos = int(notice.payload) if _POSITION.fullmatch(notice.payload) else 0
            if pos > self._known:
                self._known, heard = pos, True
        return heard
