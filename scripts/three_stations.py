"""Three laptops of the demonstration that worked apart, for pictures: what was carried, heard, and is to be settled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warroom import words
from warroom.clock import FixedClock
from warroom.commands import AddAction, ChangeSeverity, LogEntry
from warroom.demo import PASSPHRASE, make_demo
from warroom.domain.incidents import Mode, Severity
from warroom.domain.sticks import Looked, Stick
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room
from warroom.sync import bulletins

NOW_MS = 1_795_440_727_000  # 23 November 2026, 14:32:07 in Paris
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
LABEL = "CELLULE-2"
SAID: dict[str, dict[str, Any]] = {
    "fr": {
        "B": ("Lyon", "M. Diallo", "Contournement en place pour 40 % des appels", "contournement pour 40 %"),
        "C": ("Strasbourg", "N. Petit", "Le second lien tient depuis dix minutes", "Rappeler l’opérateur à 15 h"),
        "A": "fonction critique arrêtée",
    },
    "en": {
        "B": ("Lyon", "M. Diallo", "A workaround carries 40 % of the calls", "workaround for 40 %"),
        "C": ("Strasbourg", "N. Petit", "The second link has held for ten minutes", "Call the carrier back at 15:00"),
        "A": "a vital function stands still",
    },
}


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """The folder of another laptop's station meanwhile."""
    former = os.environ.get("WARROOM_HOME")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["WARROOM_HOME"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("WARROOM_HOME") if former is None else os.environ.update(WARROOM_HOME=former)


@contextmanager
def on_battery(percent: int) -> Iterator[None]:
    """What a laptop says of its battery meanwhile."""
    measured, bulletins.power = bulletins.power, lambda: (percent, False)
    try:
        yield
    finally:
        bulletins.power = measured


def joined(room: Room, folder: Path, *, letter: str, clock: FixedClock, language: str) -> Room:
    """Another laptop that comes in by a file and a code."""
    name, member, *_said = SAID[language][letter]
    file = folder / f"{letter}.warroom-invitation"
    code = room.invite(file, label=name, letter=letter, argon2=QUICK)
    made = Room.join(
        file,
        folder / letter / "room.warroom",
        code=code,
        station=letter,
        passphrase=PASSPHRASE,
        argon2=QUICK,
        clock=clock,
        machine=letter.encode() * 32,
        backups=False,
    )
    made.sit_down(member)
    return made


def worked_apart(folder: Path, language: str) -> tuple[Room, Looked, str]:
    """Station A, the stick that B just wrote, and the incident; B's clock is two minutes ahead."""
    words.speak(language)
    clock, ahead = FixedClock(NOW_MS - 70 * 60_000), FixedClock(NOW_MS - 68 * 60_000)
    room = make_demo(folder / "demo.warroom", language=language, clock=clock)
    incident = _gravest(room)
    said = SAID[language]
    with at_home(folder / "b"), on_battery(84):
        b = joined(room, folder, letter="B", clock=ahead, language=language)
    with at_home(folder / "c"), on_battery(31):
        c = joined(room, folder, letter="C", clock=clock, language=language)
        _pass(clock, ahead, 23)
        c.do(LogEntry(incident=incident, text=said["C"][2])).result()
        c.write_bundle(folder / "c.warroom-bundle")
    room.read_bundle(folder / "c.warroom-bundle")
    with at_home(folder / "b"), on_battery(84):
        b.write_bundle(folder / "b.warroom-bundle")
        room.read_bundle(folder / "b.warroom-bundle")
        _pass(clock, ahead, 17)
        _judge(b, incident, Severity.SIGNIFICANT, said["B"][3])
        b.do(LogEntry(incident=incident, text=said["B"][2], key_event=True)).result()
        b.do(AddAction(incident=incident, text=said["C"][3], owner=said["C"][1])).result()
        _judge(room, incident, Severity.MAJOR, said["A"])
        room.exchange.keep_read()
        _pass(clock, ahead, 30)
        stick = folder / LABEL
        stick.mkdir()
        b.sticks.write(stick)
        b.close()
    with at_home(folder / "c"):
        c.close()
    return room, room.sticks.look(Stick(stick, LABEL, 8 * 10**9, 16 * 10**9, read_only=False)), incident


def _judge(room: Room, incident: str, severity: Severity, reason: str) -> None:
    room.do(ChangeSeverity(incident=incident, severity=severity, reason=reason)).result()


def _pass(clock: FixedClock, ahead: FixedClock, minutes: int) -> None:
    for each in (clock, ahead):
        each.advance(seconds=60 * minutes)


def _gravest(room: Room) -> str:
    live = room.views.incidents(mode=Mode.REAL, live_only=True)
    return str(min(live, key=lambda item: item.gravity.value or len(Severity)).id)
