"""From the start of the process to a window that can be used, beside a window with nothing in it. Prints JSON.

    python -m benchmarks.startup
    python -m benchmarks.startup --room FILE --passphrase-file FILE --runs 5

Milliseconds, medians, offscreen; the small room has a quick passphrase, since stretching one is meant to take time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident

RUNS, ENTRIES = 5, 200

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
print(time.time())
"""

# The same as ui.app.main, ended once the first turn of the event loop has painted the room.
FULL = """
import sys, time
from PySide6.QtCore import QTimer
from ui import app as program_of
def usable(window):
    def told():
        print(time.time(), window.pages.open_page)
        window.close()
    QTimer.singleShot(0, window, told)
show = program_of.Program.show_room
program_of.Program.show_room = lambda program, room: usable(show(program, room))
sys.exit(program_of.main(sys.argv[1:]))
"""


def median_of(code: str, arguments: list[str], *, runs: int, home: Path) -> float:
    """Milliseconds from before the process starts to what it prints, the median of some runs after a first one."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "WARROOM_HOME": str(home), "WARROOM_KEYRING": "off"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it every run would compile the source again
    taken = []
    for _run in range(runs + 1):
        began = time.time()
        told = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=True
        ).stdout
        taken.append((float(told.split()[0]) - began) * 1000)
    return round(statistics.median(taken[1:]), 1)


def make_room(folder: Path) -> list[str]:
    """A small room with one incident; the arguments that open it."""
    os.environ["WARROOM_HOME"] = str(folder)
    room = a_room(folder, backups=False)
    incident = an_incident(room)
    for number in range(ENTRIES):
        an_entry(room, incident.id, text=f"Ligne {number}")
    room.close()
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    return [str(room.path), "--passphrase-file", str(secret)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--room", type=Path)
    parser.add_argument("--passphrase-file", type=Path)
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        given = [str(asked.room), "--passphrase-file", str(asked.passphrase_file)]
        arguments = given if asked.room else make_room(Path(home))
        bare = median_of(BARE, [], runs=asked.runs, home=Path(home))
        full = median_of(FULL, arguments, runs=asked.runs, home=Path(home))
    told = {"bare_window_ms": bare, "warroom_ms": full, "ratio": round(full / bare, 2), "runs": asked.runs}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
