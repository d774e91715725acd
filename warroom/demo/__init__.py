"""The demonstration: a room made of real public outages and one invented crisis at its worst moment.

It is built by commands, through the same door as everyone uses, with a clock that is told where it is.
"""

from __future__ import annotations

from pathlib import Path

from warroom import words
from warroom.clock import Clock
from warroom.demo.content import content
from warroom.demo.past import bring_in_past
from warroom.demo.reviews import REVIEWS, bring_in_review
from warroom.demo.roster import bring_in_roster
from warroom.demo.story import MINUTE_MS, play, story_clock
from warroom.identity.keys import Argon2Parameters, keys_path
from warroom.room import Room

__all__ = ["PASSPHRASE", "make_demo"]

PASSPHRASE = "demonstration"  # noqa: S105  (public: README and start screen say it; the room holds nothing secret)
ROOM_BORN = -9 * 24 * 60  # minutes from now
KEYBOARD = "L. Martin"

# Weak on purpose: the passphrase is public, and the demonstration must open at once on an old laptop.
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)


def make_demo(path: Path, *, language: str, clock: Clock | None = None, passphrase: str | None = None) -> Room:
    """Make the demonstration at `path` in one language (`fr` or `en`) and open it, L. Martin at the keyboard.

    "Now" is what `clock` says, the wall clock when None; the passphrase is PASSPHRASE when None. Takes a second or two.
    Sentences that the room writes itself come in that language too. Raises Refusal when the file exists, or when the
    clock lies before the outages told, Trouble when its folder is missing or full; an unfinished one leaves no file.
    """
    real = clock or Clock()
    spoken_before = words.language()
    words.speak(language)
    try:
        _write(path, language=words.language(), clock=real, passphrase=passphrase or PASSPHRASE)
    finally:
        words.speak(spoken_before)
    return Room.open(path, passphrase=passphrase or PASSPHRASE, clock=real)


def _write(path: Path, *, language: str, clock: Clock, passphrase: str) -> None:
    crisis, now_ms = content("crisis", language), clock.now_ms()
    for more in ("ahead", "rhythm", "team", "incoming", "channels", "messages", "public", "press", "alerts"):
        crisis["steps"] += content(f"crisis_{more}", language)["steps"]
    told = story_clock(clock)
    told.set(now_ms + ROOM_BORN * MINUTE_MS)
    room = Room.create(
        path,
        name=crisis["room"],
        content=language,
        passphrase=passphrase,
        clock=told,
        argon2=QUICK,
        backups=False,  # a half-told story needs no copy, least of all one dated in the past
    )
    try:
        room.sit_down(KEYBOARD)
        bring_in_past(room, content("past", language))
        for name in REVIEWS:
            bring_in_review(room, content(name, language), now_ms=now_ms)
        bring_in_roster(room, content("roster", language), now_ms=now_ms)
        play(room, [crisis, *content("others", language)], clock=told, now_ms=now_ms)
        room.sit_down(KEYBOARD)
    except BaseException:
        room.close()
        path.unlink(missing_ok=True)
        keys_path(path).unlink(missing_ok=True)
        raise
    room.close()
