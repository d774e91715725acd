"""A hub: pushes a second with 1, 4 and 16 rooms, reading, and the delay from a push to its notice.

Starts a PostgreSQL of its own (with fsync) and prints JSON. Beside each figure stands its floor: the same bytes
inserted by one plain statement a transaction, on as many connections. Ratios carry over to other machines, seconds do
not. `--url` measures another server: an empty database that may be filled.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psycopg
import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.hub_runs import Hand
from tests.servers_postgres import cluster
from tests.warroom.sync.meeting import admitted
from warroom.errors import Refusal
from warroom.room import Room
from warroom.sync.hub import Hub
from warroom.sync.hub_news import News
from warroom.sync.hub_schema import STATE

SIZE = 2_000  # bytes of a sealed run of one or two entries
BULK = 20_000  # bytes of one of 100
PUSHES = 1_200  # over all writers
NOTICES = 100
FILL = 5_000  # runs
ENTRIES = 20


def opened(url: str, room: str, *, notify: bool = True) -> Hub:
    hub = Hub(url, notify=notify)
    hub.open(room, was_here=False)
    return hub


def together(jobs: list[Callable[[], None]]) -> float:
    """Seconds until all are done."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()
    return time.perf_counter() - start


def pushing(url: str, *, rooms: int, writers: int = 1, notify: bool = True) -> float:
    """Pushes a second: each writer pushes one run after the other."""
    hubs = [opened(url, os.urandom(16).hex(), notify=notify) for _ in range(rooms)]
    hubs += [opened(url, hub._ws, notify=notify) for hub in hubs for _ in range(writers - 1)]
    each = PUSHES // len(hubs)

    def push(hub: Hub) -> None:
        for run in prepared[hub]:
            hub.put_runs([run])

    prepared = {hub: _prepared(each) for hub in hubs}
    seconds = together([partial(push, hub) for hub in hubs])
    for hub in hubs:
        hub.close()
    return each * len(hubs) / seconds


def _prepared(count: int) -> list[Any]:
    hand = Hand()
    return [hand.run(seq, size=SIZE) for seq in range(1, count + 1)]


def floor(url: str, *, writers: int) -> float:
    """Plain inserts a second, one a transaction."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS floor (ws text, pos bigint, body bytea, PRIMARY KEY (ws, pos))")
    each, body = PUSHES // writers, os.urandom(SIZE)

    def insert() -> None:
        room = os.urandom(16).hex()
        with psycopg.connect(url, autocommit=True) as conn:
            for pos in range(each):
                conn.execute("INSERT INTO floor VALUES (%s, %s, %s)", (room, pos, body))

    return each * writers / together([insert] * writers)


def reading(url: str) -> dict[str, float]:
    """A room filled in batches, then listed and fetched whole, and asked again when nothing is new."""
    hub, hand = opened(url, os.urandom(16).hex()), Hand()
    runs = [hand.run(seq, size=BULK) for seq in range(1, FILL + 1)]
    filled = together([lambda: _same(hub.put_runs(runs), FILL)])
    names: list[Any] = []
    listed = together([lambda: names.extend(hub.runs())])
    fetched = together([lambda: _same(sum(1 for _ in hub.fetch(names)), FILL)])
    hub.seen()
    asked = together([lambda: _same(len(hub.runs()), 0)])
    hub.close()
    connected = together([lambda: opened(url, hub._ws).close()])
    return {
        "open_ms": connected * 1000,
        "filled_runs_per_s": FILL / filled,
        "listed_runs_per_s": FILL / listed,
        "fetched_runs_per_s": FILL / fetched,
        "fetched_mb_per_s": FILL * BULK / 1e6 / fetched,
        "nothing_new_ms": asked * 1000,
    }


def _same(found: int, wanted: int) -> None:
    assert found == wanted


def noticing(url: str) -> dict[str, float]:
    """Milliseconds from the end of a push to the notice on another connection, and from its beginning."""
    room, told, stop = os.urandom(16).hex(), threading.Semaphore(0), threading.Event()
    heard: list[float] = []

    def hear() -> None:
        heard.append(time.perf_counter())
        told.release()

    hub, news = opened(url, room), News(url, room, known=0)
    listener = threading.Thread(target=news.follow, args=(stop, hear))
    listener.start()
    time.sleep(1.0)
    begun, ended = [], []
    for run in _prepared(NOTICES):
        begun.append(time.perf_counter())
        hub.put_runs([run])
        ended.append(time.perf_counter())
        assert told.acquire(timeout=30)
        time.sleep(0.02)
    stop.set()
    listener.join()
    hub.close()
    whole = sorted((at - start) * 1000 for at, start in zip(heard, begun, strict=True))
    after = sorted((at - end) * 1000 for at, end in zip(heard, ended, strict=True))
    return {
        "push_to_notice_ms_median": statistics.median(whole),
        "push_to_notice_ms_p95": whole[int(len(whole) * 0.95)],
        "after_commit_ms_median": statistics.median(after),
    }


def living(url: str) -> dict[str, float]:
    """Milliseconds from an entry on one laptop until it can be read on another: both exchange by themselves."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        one = stack.enter_context(a_room(folder))
        other = stack.enter_context(admitted(one, folder, patch, member="Marc Petit"))
        incident = an_incident(one)
        for room in (one, other):
            room.remotes.add("hub", url)
            room.remotes.watch()
        waits = sorted(_crossing(one, other, incident.id, f"entry {number}") for number in range(ENTRIES))
        for room in (one, other):
            room.remotes.unwatch()
    return {"entry_to_visible_ms_median": statistics.median(waits), "entry_to_visible_ms_p95": waits[-2]}


def _crossing(one: Room, other: Room, incident: str, text: str) -> float:
    time.sleep(1.0)  # what an earlier entry set going has ended
    start = time.perf_counter()
    an_entry(one, incident, text=text)
    while True:
        with suppress(Refusal):
            if text in [entry.text for entry in other.views.entries(incident)]:
                return (time.perf_counter() - start) * 1000
        time.sleep(0.005)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="measure this server instead of one of our own")
    chosen = parser.parse_args().url
    if chosen:
        figures = measured(chosen)
    else:
        with cluster(fsync="on") as server:
            figures = measured(server.url(server.new_database()))
    print(json.dumps(_rounded(figures), indent=2))


def measured(url: str) -> dict[str, Any]:
    """All figures of one server."""
    figures: dict[str, Any] = {}
    for rooms in (1, 4, 16):
        raw = floor(url, writers=rooms)
        told = pushing(url, rooms=rooms)
        figures[f"{rooms}_rooms"] = {
            "pushes_per_s": told,
            "pushes_per_s_without_notices": pushing(url, rooms=rooms, notify=False),
            "floor_per_s": raw,
            "ratio_to_floor": raw / told,
        }
    figures["1_room_4_writers_pushes_per_s"] = pushing(url, rooms=1, writers=4)
    figures["asks_per_s"] = asking(url)
    figures |= reading(url) | noticing(url) | living(url)
    with psycopg.connect(url) as conn:
        figures["server"] = str((conn.execute("SHOW server_version").fetchone() or ("",))[0])
    return figures


def asking(url: str) -> float:
    """How often a second a hub can be asked whether something came, by 16 laptops that hear no notices."""
    room = os.urandom(16).hex()
    opened(url, room).close()

    def ask() -> None:
        with psycopg.connect(url, autocommit=True, prepare_threshold=None) as conn:
            for _ in range(500):
                conn.execute(STATE, (room,)).fetchone()

    return 16 * 500 / together([ask] * 16)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 2) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
