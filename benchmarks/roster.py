"""A roster of N people: written, opened, looked through, and how long the screen stands still. Prints JSON.

    python -m benchmarks.roster --people 10000

`page` is from the key to the first lines painted, and to the last line listed; `keys` are letters typed into the
search, each until its list stands; `gaps` are silences of the event loop meanwhile, in milliseconds. Offscreen unless
QT_QPA_PLATFORM says otherwise. Every name, number and firm is invented.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.freeze import FRAME_MS, Heartbeat
from ui.app import Program
from ui.panels.roster import RosterPanel
from ui.settings import Settings
from warroom.commands import AddCard
from warroom.commands.base import handle
from warroom.domain.roster import GivenReach, ReachKind
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
BATCH = 500
PATIENCE_S = 60.0
SEARCHES = ("dupré", "martin sup", "06 39 98 41", "nantes énergie", "zzz")
FIRST = ("Hélène", "Jean", "Nour", "Ali", "Juliette", "Thomas", "Inès", "Paul", "Aïcha", "Marc", "Léa", "Yann", "Zoé")
LAST = ("Dupré", "Martin", "Haddad", "Ben Salah", "Petitjean", "Müller", "Roy", "Le Goff", "Núñez", "Aubry", "Diallo")
JOBS = ("Supervision", "Réseau", "Énergie", "Système", "Juriste", "Communication", "Base de données", "Sécurité")
SITES = ("Lyon", "Nantes", "Paris", "Lille", "Bordeaux", "Rennes", "Marseille", "Strasbourg")


def people_of(count: int) -> list[AddCard]:
    """Invented people, each with a mobile, half of them with a work telephone, all with an address."""
    chance = random.Random(6)
    found = []
    for n in range(count):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}-{chance.choice(LAST)} {n:05d}"
        ways = [GivenReach(kind=ReachKind.MOBILE, value=f"06 39 98 {n // 100 % 100:02d} {n % 100:02d}")]
        ways.append(GivenReach(kind=ReachKind.EMAIL, value=f"p{n}@operateur.example.org"))
        if n % 2:
            ways.append(GivenReach(kind=ReachKind.WORK, value=f"01 99 00 {n // 100 % 100:02d} {n % 100:02d}"))
        found.append(
            AddCard(
                name=name,
                job=chance.choice(JOBS),
                employer="Opérateur Exemple" if n % 7 else "Équipementier Exemple",
                supplier=not n % 7,
                site=chance.choice(SITES),
                source="banc.vcf",
                reaches=tuple(ways),
            )
        )
    return found


def write_people(room: Room, people: list[AddCard]) -> float:
    """Seconds to write them, some hundreds to a transaction, as an import does."""
    began = time.perf_counter()
    for at in range(0, len(people), BATCH):
        part = people[at : at + BATCH]
        room._store.submit(lambda books, part=part: [handle(card, books) for card in part]).result()  # type: ignore[misc]
    return time.perf_counter() - began


def timed(run: Callable[[], Any], times: int = 5) -> float:
    """The median of some runs, in milliseconds."""
    took = []
    for _each in range(times):
        began = time.perf_counter()
        run()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 2)


def looked_up(room: Room) -> dict[str, float]:
    """Questions without a screen: the first reading, and each search of what is kept."""
    views = room.views
    figures = {"first_60_ms": timed(lambda: views.first_roster_lines(60))}
    figures["whole_first_time_ms"] = timed(lambda: views.roster_lines(), times=1)
    for words in SEARCHES:
        figures[f"search_{words}_ms"] = timed(lambda words=words: views.roster_lines(words))  # type: ignore[misc]
    figures["offer_12_ms"] = timed(lambda: views.find_people("mart"))
    figures["duplicates_ms"] = timed(lambda: views.duplicates(), times=1)
    return figures


def until(fact: Callable[[], bool]) -> float:
    """Milliseconds until this is so; raises TimeoutError when it never is."""
    began = time.perf_counter()
    while not fact():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError
    return round((time.perf_counter() - began) * 1000, 1)


def on_screen(room: Room, count: int) -> dict[str, Any]:
    """The page from its key to its last line, and letters typed into its search."""
    program = Program(settings=Settings(path=room.path.parent / "window.json"))
    window = program.show_room(room)
    window.resize(1440, 900)
    until(window.isVisible)
    heart = Heartbeat()
    with heart.listening():
        began = time.perf_counter()
        window.open_page("roster")
        panel = window.pages.page("roster")
        assert isinstance(panel, RosterPanel)
        until(lambda: panel.model.rowCount() > 0)
        panel.table.viewport().repaint()
        first = round((time.perf_counter() - began) * 1000, 1)
        whole = first + until(lambda: panel.model.rowCount() == count)
        until(lambda: panel.alike.text() != "")
    opening = gaps_of(heart)
    keys = []
    with heart.listening():
        for words in SEARCHES:
            panel.search.clear()
            for letter in words:
                said = panel.search.text() + letter
                began = time.perf_counter()
                panel.search.setText(said)
                until(lambda said=said: panel.shown_words == said)  # type: ignore[misc]
                keys.append((time.perf_counter() - began) * 1000)
    typing = gaps_of(heart)
    panel.search.clear()
    until(lambda: panel.model.rowCount() == count)
    with heart.listening():
        for _each in range(20):
            QTest.keyClick(panel.table, Qt.Key.Key_PageDown)
            QCoreApplication.processEvents()
    figures = {
        "page": {"first_lines_ms": first, "whole_ms": round(whole, 1), "gaps": opening},
        "keys": {"p50_ms": round(statistics.median(keys), 1), "max_ms": round(max(keys), 1), "gaps": typing},
        "paging": {"gaps": gaps_of(heart)},
    }
    program.close()
    return figures


def gaps_of(heart: Heartbeat) -> dict[str, float]:
    gaps = sorted(heart.gaps)
    return {
        "max_ms": round(gaps[-1], 1),
        "over_a_frame": sum(gap > FRAME_MS for gap in gaps),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    wanted = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        room = Room.create(
            Path(folder) / "roster.warroom", name="Banc", station="A", passphrase="four calm words here", argon2=QUICK,
            backups=False,
        )  # fmt: skip
        room.sit_down("Léa Martin")
        written = write_people(room, people_of(wanted.people))
        figures: dict[str, Any] = {"people": wanted.people, "written_s": round(written, 1)}
        room._store.roster._all_stale = True
        figures["read"] = looked_up(room)
        room._store.roster._all_stale = True
        figures["screen"] = on_screen(room, wanted.people)
    assert application is not None
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
