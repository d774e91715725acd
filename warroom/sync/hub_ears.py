"""Ears: a thread for each hub among a room's remotes, so that what others push there comes here at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from warroom.sync.hub_news import News

log = logging.getLogger(__name__)

CLOSING_WAIT = 2.0  # seconds that closing waits for them all; one that is just connecting ends by itself


@dataclass(frozen=True, slots=True)
class _Ear:
    url: str
    stop: threading.Event
    thread: threading.Thread


class Ears:
    """Listens to hubs, by the names of their remotes, until `stop`. For one thread at a time."""

    def __init__(self, room: str, on_news: Callable[[str], None]) -> None:
        """`on_news` gets the remote's name, on a thread of ours, and must not block."""
        self._room, self._on_news = room, on_news
        self._ears: dict[str, _Ear] = {}

    def follow(self, hubs: Mapping[str, str]) -> None:
        """From now on listen to these and no others: name → URL. An address that is none is left to who goes there."""
        for name in [name for name, ear in self._ears.items() if hubs.get(name) != ear.url]:
            self._ears.pop(name).stop.set()
        for name, url in hubs.items():
            if name not in self._ears:
                self._ears[name] = self._begun(name, url)

    def stop(self) -> None:
        """End all of it."""
        ears, self._ears = list(self._ears.values()), {}
        for ear in ears:
            ear.stop.set()
        until = time.monotonic() + CLOSING_WAIT
        for ear in ears:
            if ear.thread is not threading.current_thread():
                ear.thread.join(max(0.0, until - time.monotonic()))

    def _begun(self, name: str, url: str) -> _Ear:
        stop = threading.Event()
        thread = threading.Thread(target=self._listen, args=(name, url, stop), name="warroom-hub", daemon=True)
        thread.start()
        return _Ear(url, stop, thread)

    def _listen(self, name: str, url: str, stop: threading.Event) -> None:
        try:
            News(url, self._room, known=0).follow(stop, lambda: self._on_news(name))
        except Exception as error:  # a hub is still looked at now and then
            if not stop.is_set():
                log.error("A hub is no longer listened to: %s", type(error).__name__)
