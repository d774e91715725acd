"""Automatic: one thread a room that exchanges with its remotes by itself, as soon as each can be reached.

It tries at growing intervals while a remote is away, at once when somebody says that the network is back, and a moment
after something was written here. It is started by the window only.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from warroom.domain.exchange import Outcome, Remote
from warroom.errors import WarroomError
from warroom.storage.attachments import Step
from warroom.storage.changes import Change, Feed
from warroom.words import _

log = logging.getLogger(__name__)

AFTER_CHANGES = 4.0  # seconds of quiet that are waited for, so that a burst of entries is one exchange
PROMPTLY = 0.3  # the same for a remote that tells others at once
EVERY = 60.0  # seconds between two looks at a remote that answers
FIRST_RETRY, LAST_RETRY = 10.0, 600.0  # seconds between two tries of one that does not; the wait doubles
SHOWN_EVERY = 0.1  # seconds between two figures of progress
CLOSING_WAIT = 2.0  # seconds that closing waits for an exchange to stop


class Stopped(Exception):
    """The room is being closed; nothing is wrong."""


@dataclass(slots=True)
class _Turn:
    """When a remote is next looked at."""

    due: float = 0.0  # monotonic seconds
    wait: float = 0.0  # since it is away; 0 while it answers
    written: int = -1  # how much the room held at the last exchange that ended well
    shown_at: float = field(default=0.0, repr=False)


class Automatic:
    """Watches the remotes of one room until `stop`."""

    def __init__(
        self,
        *,
        names: Callable[[], list[str]],
        sync: Callable[[str, Step], Outcome],
        written: Callable[[], int],
        publish: Callable[[Remote], None],
        is_prompt: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self._names, self._sync, self._written, self._publish = names, sync, written, publish
        self._is_prompt = is_prompt
        self.states: dict[str, Remote] = {}
        self._turns: dict[str, _Turn] = {}
        self._wake = threading.Condition()
        self._is_stopped = self._is_nudged = False
        self._nudged: set[str] = set()
        self._changed_at: float | None = None
        self._prompt_at: float | None = None
        self._stop_following: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._work, name="warroom-remotes", daemon=True)
        self._thread.start()

    def follow(self, feed: Feed) -> None:
        """Exchange a moment after each change here."""
        self._stop_following = feed.subscribe(self._hear)

    def nudge(self, name: str | None = None) -> None:
        """Try every remote at once, or the one of this name."""
        with self._wake:
            if name is None:
                self._is_nudged = True
            else:
                self._nudged.add(name)
            self._wake.notify()

    def stop(self) -> None:
        """End it. An exchange that goes on stops at its next file; a place that does not answer is not waited for."""
        self._stop_following()
        with self._wake:
            self._is_stopped = True
            self._wake.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(CLOSING_WAIT)

    def _hear(self, change: Change) -> None:
        with self._wake:
            self._changed_at = self._prompt_at = time.monotonic()
            self._wake.notify()

    # On its own thread

    def _work(self) -> None:
        while not self._is_stopped:
            try:
                for name in self._due():
                    self._exchange(name)
            except WarroomError:  # the room file itself is locked or away just now, or closed
                self._rest(least=FIRST_RETRY)
            except Exception as error:
                if not self._is_stopped:  # else the room was closed under it
                    log.error("Watching the remotes failed unexpectedly: %s", type(error).__name__)
                self._rest(least=FIRST_RETRY)
            else:
                self._rest()

    def _due(self) -> list[str]:
        """The remotes whose turn it is."""
        names, now = self._names(), time.monotonic()
        with self._wake:
            is_nudged, self._is_nudged = self._is_nudged, False
            nudged, self._nudged = self._nudged, set()
            is_quiet = self._changed_at is not None and now - self._changed_at >= AFTER_CHANGES
            is_pause = self._prompt_at is not None and now - self._prompt_at >= PROMPTLY
            if is_quiet:
                self._changed_at = None
            if is_pause:
                self._prompt_at = None
        held = self._written() if is_quiet or is_pause else -1
        for gone in self._turns.keys() - set(names):
            del self._turns[gone]
            self.states.pop(gone, None)
        found = []
        for name in names:
            turn = self._turns.setdefault(name, _Turn())
            is_time = is_quiet or (is_pause and self._is_prompt(name))
            has_news = is_time and not turn.wait and turn.written != held
            if is_nudged or name in nudged or has_news or turn.due <= now:
                found.append(name)
        return found

    def _exchange(self, name: str) -> None:
        turn = self._turns[name]
        if self._is_stopped:
            return
        former = self.states.get(name)
        self._show(turn, Remote(name, "", None, None, "", is_busy=True, result=former.result if former else None))
        trouble, result, before = "", None, self._written()
        try:
            result = self._sync(name, lambda done, total: self._step(name, done, total))
        except Stopped:
            return
        except WarroomError as error:
            trouble = error.message
        except Exception as error:
            if not self._is_stopped:  # else the room was closed under it
                log.error("The exchange with a remote failed unexpectedly: %s", type(error).__name__)
            trouble = _("Something happened that the program did not expect ({kind}).").format(
                kind=type(error).__name__
            )
        if self._is_stopped:
            return
        turn.wait = min(max(turn.wait * 2, FIRST_RETRY), LAST_RETRY) if trouble else 0.0
        turn.due = time.monotonic() + (turn.wait or EVERY)
        if result is not None:
            turn.written = before + result.received  # what was written meanwhile is still to be sent
        kept = result or (former.result if former else None)
        self._show(turn, Remote(name, "", None, None, trouble, is_busy=False, result=kept))

    def _step(self, name: str, done: int, total: int) -> None:
        if self._is_stopped:
            raise Stopped
        turn = self._turns[name]
        if done >= total or time.monotonic() - turn.shown_at >= SHOWN_EVERY:
            self._show(turn, replace(self.states[name], done=done, total=total))

    def _show(self, turn: _Turn, state: Remote) -> None:
        turn.shown_at = time.monotonic()
        self.states[state.name] = state
        self._publish(state)

    def _rest(self, *, least: float = 0.01) -> None:
        """Until the next turn, a change that has settled, or a nudge; `least` seconds."""
        with self._wake:
            if self._is_stopped or self._is_nudged or self._nudged:
                return
            now = time.monotonic()
            ends = [turn.due for turn in self._turns.values()]
            if self._changed_at is not None:
                ends.append(self._changed_at + AFTER_CHANGES)
            if self._prompt_at is not None:
                ends.append(self._prompt_at + PROMPTLY)
            self._wake.wait(max(min(ends, default=now + EVERY) - now, least))
