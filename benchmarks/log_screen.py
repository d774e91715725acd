"""The log on screen, as a person meets it in a big room: open, read on, write, search, jump. Prints JSON.

    python -m benchmarks.log_screen --entries 1000000
    python -m benchmarks.log_screen --folder FOLDER      (a room made by benchmarks.big_room)

Milliseconds on the screen's thread, offscreen unless QT_QPA_PLATFORM says otherwise; memory in megabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.big_room import FILE, build, open_big
from ui.desk import make_desk
from ui.panels.log import LogPanel
from ui.settings import Settings
from ui.theme import Look
from warroom.domain.incidents import Mode
from warroom.room import LogFilter, Order

WRITES = 200
PATIENCE_S = 60.0


class Paints(QObject):
    """Counts how often the log was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (what Qt asks)
        self.count += event.type() is QEvent.Type.Paint
        return False


class Stand:
    """The log panel of one room, with a clock beside it."""

    def __init__(self, folder: Path) -> None:
        self.app = QApplication.instance() or QApplication([])
        self.memory_before = memory()
        look = Look()
        look.apply()
        began = time.perf_counter()
        self.room = open_big(folder / FILE)
        self.open_ms = since(began)
        self.incident = self.room.views.local("bench")
        self.desk = make_desk(self.room, look=look, settings=Settings(path=folder / "window.json"))
        self.panel = LogPanel(self.desk)
        self.panel.resize(900, 760)
        self.paints = Paints()
        self.panel._view.viewport().installEventFilter(self.paints)

    def until(self, is_so: Callable[[], bool]) -> float:
        """Run the event loop until it is so, and has been painted; milliseconds."""
        began = time.perf_counter()
        while not is_so():
            self._turn(began)
        painted = self.paints.count
        self.panel._view.viewport().update()
        while self.paints.count == painted:
            self._turn(began)
        return since(began)

    def _turn(self, began: float) -> None:
        self.app.processEvents()
        time.sleep(0.0002)  # a window at rest leaves the processor to the other threads
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError("the screen did not answer within a minute")

    def close(self) -> None:
        self.panel.close()
        self.panel.deleteLater()
        self.app.processEvents()
        self.desk.close()

    # What is measured

    def open_log(self) -> dict[str, float]:
        model = self.panel._model
        began = time.perf_counter()
        settled: list[float] = []
        model.settled.connect(lambda: settled.append(since(began)))
        self.panel.show(self.incident)
        self.until(lambda: model.rowCount() > 0 and model.value(0) is not None)
        first = since(began)
        self.until(lambda: bool(settled))
        return {"room_open_ms": self.open_ms, "log_first_page_ms": first, "order_read_ms": settled[0]}

    def write(self) -> dict[str, float]:
        """From Enter to durable and painted."""
        model, field = self.panel._model, self.panel._quick._field
        taken: list[float] = []
        for number in range(WRITES):
            text = f"Entrée de mesure {number}, {time.time_ns()}"
            field.put(text)
            self.app.processEvents()
            began = time.perf_counter()
            QTest.keyClick(field, Qt.Key.Key_Return)
            self.until(lambda text=text: self._is_first(text))
            taken.append(since(began))
        cuts = statistics.quantiles(taken, n=100)
        assert model.rowCount() == self.room.views.tally(self.incident)[0]
        return {"enter_visible_p50_ms": cuts[49], "enter_visible_p99_ms": cuts[98], "enter_visible_max_ms": max(taken)}

    def _is_first(self, text: str) -> bool:
        row = self.panel._model.value(0)
        return row is not None and row.entry.text == text

    def jump(self) -> dict[str, float]:
        view, model = self.panel._view, self.panel._model
        view.setFocus()
        self.app.processEvents()
        last = model.rowCount() - 1
        began = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_End)
        self.until(lambda: model.value(last) is not None and last in view.rows_in_sight())
        end = since(began)
        began = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_Home)
        self.until(lambda: view.is_at_top)
        return {"jump_to_end_ms": end, "jump_home_ms": since(began)}

    def search(self) -> dict[str, float]:
        views = self.room.views
        return {
            "search_rare_ms": timed(lambda: views.search("Roubaix 417", mode=Mode.REAL)),
            "search_two_words_ms": timed(lambda: views.search("latence paiement", mode=Mode.REAL)),
            "search_prefix_ms": timed(lambda: views.search("superv", mode=Mode.REAL)),
        }

    def narrow(self) -> dict[str, float]:
        """Filters and the other order: until the first page is painted, and until the whole order is there."""
        asked = {
            "filter_rare_words": (LogFilter(words="Roubaix 417"), Order.RECORDED),
            "filter_common_words": (LogFilter(words="latence"), Order.RECORDED),
            "filter_key_events": (LogFilter(key_events=True), Order.RECORDED),
            "filter_service": (LogFilter(service="Paiement"), Order.RECORDED),
            "filter_off": (LogFilter(), Order.RECORDED),
            "order_of_events": (LogFilter(), Order.EVENT),
            "order_of_events_common_words": (LogFilter(words="latence"), Order.EVENT),
        }
        said: dict[str, float] = {}
        for name, (wanted, order) in asked.items():
            page, whole = self._filter(wanted, order)
            said |= {f"{name}_page_ms": page, f"{name}_whole_ms": whole}
        return said

    def _filter(self, wanted: LogFilter, order: Order) -> tuple[float, float]:
        model = self.panel._model
        shown: list[bool] = []
        settled: list[float] = []
        began = time.perf_counter()
        notes = (
            (model.rowsInserted, model.rowsInserted.connect(lambda: shown.append(True))),
            (model.rowsRemoved, model.rowsRemoved.connect(lambda: shown.append(True))),
            (model.settled, model.settled.connect(lambda: settled.append(since(began)))),
        )
        model.show(self.incident, wanted, order)
        self.until(lambda: bool(shown or settled) and (model.rowCount() == 0 or model.value(0) is not None))
        page = since(began)
        self.until(lambda: bool(settled))
        for signal, note in notes:
            signal.disconnect(note)
        return page, max(page, settled[0])


def measure(folder: Path) -> dict[str, Any]:
    stand = Stand(folder)
    try:
        said: dict[str, Any] = {"entries": stand.room.views.tally(stand.incident)[0]}
        said |= stand.open_log()
        said |= {"memory_before_mb": stand.memory_before, "memory_open_mb": memory()}
        said |= stand.write() | stand.jump() | stand.search() | stand.narrow()
        said |= {"memory_after_mb": memory()}
        return {name: round(value, 2) if isinstance(value, float) else value for name, value in said.items()}
    finally:
        stand.close()


def timed(question: Callable[[], object]) -> float:
    """The median of five, after one to warm up."""
    question()
    taken = []
    for _turn in range(5):
        began = time.perf_counter()
        question()
        taken.append(since(began))
    return statistics.median(taken)


def since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def memory() -> float:
    return psutil.Process().memory_info().rss / 1e6


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--folder", type=Path, help="a folder with a room made by benchmarks.big_room; made when absent")
    ask.add_argument("--entries", type=int, default=100_000)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        os.environ.setdefault("WARROOM_HOME", str(folder / "home"))
        if not (folder / FILE).exists():
            build(folder, given.entries)
        print(json.dumps(measure(folder), indent=1))


if __name__ == "__main__":
    main()
