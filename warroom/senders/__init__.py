"""What brings a message out of the room once somebody pressed "send": a mail server, a web service. Nothing else does.

A sender gets one `Parcel` and says one `Outcome`. What failed before a whole message was handed over has certainly not
gone; where the line broke after that, nobody knows, and the outcome says so. A sender writes nothing down: the door
(`warroom/doors/outbox.py`) notes the intent before and the outcome after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.messages import Result
from warroom.errors import Trouble
from warroom.words import _

CONNECT_WAIT = 10.0  # seconds until a place that does not answer is unreachable
ANSWER_WAIT = 20.0  # seconds for one answer
WHOLE_WAIT = 90.0  # seconds for everything: less than `domain.outbox.ATTEMPT_MOST`
LAST_WAIT = 3.0  # seconds that an answer is still waited for after Cancel, once the message is on its way
GLANCE = 0.25  # seconds between two looks whether somebody pressed Cancel
SAID_MOST = 200  # characters kept of what a server says


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to leave: the words of a release, and the key by which a receiver knows it again."""

    key: str = field(repr=False)  # the same for the same message by the same channel, whichever station sends it
    number: str
    incident: str  # its printed number
    texts: Mapping[str, Mapping[str, str]]
    status: str
    audiences: tuple[str, ...]
    released_at: int  # milliseconds UTC
    next_at: int | None
    digest: str
    exercise: bool
    corrects: str = ""  # the number of the message that it corrects
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: SENT (`refused` says who was not reached, and why), FAILED, or UNCLEAR."""

    result: Result
    reached: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    proof: str = ""  # what the other side answered
    sha256: str = ""  # of the bytes that left
    why: str = ""  # for whoever has to do something about it


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a try of a channel found out."""

    is_well: bool
    said: str


class NotSent(Trouble):
    """Nothing left, for sure."""


class Unclear(Trouble):
    """A whole message was handed over, and no answer came: it may have gone."""


class Stopped(Exception):
    """Somebody pressed Cancel; `cause` is what said so."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class Watch:
    """Time left, and whether somebody pressed Cancel. `step` raises to stop, as for every long task."""

    def __init__(
        self, step: Callable[[int, int], None] = lambda done, total: None, *, whole: float = WHOLE_WAIT
    ) -> None:
        self._step = step
        self._ends = time.monotonic() + whole
        self._is_handed = False
        self.done, self.total = 0, 4

    def handed(self) -> None:
        """The message is on its way: Cancel does not call it back any more, it only shortens the wait for an answer."""
        self._is_handed = True

    def look(self) -> None:
        """Raises Stopped, or TimeoutError when everything has taken too long."""
        try:
            self._step(self.done, self.total)
        except Exception as cause:
            if not self._is_handed:
                raise Stopped(cause) from cause
            self._ends = min(self._ends, time.monotonic() + LAST_WAIT)
        if self.left() <= 0:
            raise TimeoutError

    def onward(self) -> None:
        """One part is done."""
        self.done = min(self.done + 1, self.total)
        self.look()

    def left(self, most: float = WHOLE_WAIT) -> float:
        """Seconds left, at most so many."""
        return min(most, self._ends - time.monotonic())


def plain(text: object) -> str:
    """What a server said, fit to be shown: one line, printable, short."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
    return said if len(said) <= SAID_MOST else f"{said[: SAID_MOST - 1]}…"


def not_sent(code: str, message: str, todo: str, **more: Any) -> NotSent:
    """A Trouble that says that nothing left."""
    return NotSent(code, message, safe=more.get("safe") or _("Nothing was sent."), todo=todo)
