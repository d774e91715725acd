"""Typst in a process of its own: it keeps everything it ever laid out in memory, some 70 kB an entry, until it ends.

Run as a program it reads one JSON object on standard input and writes the PDF on standard output, or its pages as
pictures, each after its length (8 bytes). It imports nothing of Warroom, so it starts as fast as Python does.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PACKAGED = "--typeset"  # what the packaged program is started with instead of this file
PATIENCE = 600  # seconds
LOOK = 0.1  # seconds between two chances to stop


class NotTypeset(Exception):
    """Typst could not make this document, and why."""


def typeset(layout: Path, *, fonts: Path, report: str, timestamp: int, ask: Callable[[], None] = lambda: None) -> bytes:
    """The PDF of this layout filled with `report` (JSON); `timestamp` is seconds UTC. Raises NotTypeset.

    `ask` is called now and then and may raise: nothing is made then.
    """
    asked = {"layout": str(layout), "fonts": str(fonts), "report": report, "timestamp": timestamp}
    made = _run(asked, ask)
    if not made.startswith(b"%PDF-"):
        raise NotTypeset("no PDF came")
    return made


def typeset_pages(
    layout: Path, *, fonts: Path, report: str, timestamp: int, dpi: int, ask: Callable[[], None] = lambda: None
) -> list[bytes]:
    """The same as one PNG a page, for a printer."""
    asked = {"layout": str(layout), "fonts": str(fonts), "report": report, "timestamp": timestamp, "dpi": dpi}
    made, pages = _run(asked, ask), []
    while made:
        size = int.from_bytes(made[:8], "big")
        pages.append(made[8 : 8 + size])
        made = made[8 + size :]
    if not pages or not all(page.startswith(b"\x89PNG") for page in pages):
        raise NotTypeset("no pages came")
    return pages


def _run(asked: dict[str, object], ask: Callable[[], None]) -> bytes:
    """What the program wrote, through pipes: what is in a report never lies on a disk in clear by the way."""
    try:
        running = subprocess.Popen(
            _program(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black box flashing up on Windows
        )
    except OSError as error:
        raise NotTypeset(str(error)) from error
    with running:
        feeder = _feed(running, json.dumps(asked).encode())
        try:
            made, said = _ended(running, ask)
        except BaseException:
            running.kill()
            raise
        finally:
            feeder.join()
    if running.returncode:
        raise NotTypeset(said.decode("utf-8", "replace").strip()[-2000:])
    return made


def _feed(running: subprocess.Popen[bytes], asked: bytes) -> threading.Thread:
    """Hand it over from a thread of its own: `communicate` writes no more after its first timeout (CPython 3.11), and
    what is larger than a pipe would wait for ever where the program starts slowly."""
    pipe, running.stdin = running.stdin, None
    assert pipe is not None

    def write() -> None:
        with contextlib.suppress(OSError), pipe:  # it ended, and says why itself
            pipe.write(asked)

    feeder = threading.Thread(target=write, name="typeset", daemon=True)
    feeder.start()
    return feeder


def _ended(running: subprocess.Popen[bytes], ask: Callable[[], None]) -> tuple[bytes, bytes]:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return running.communicate(timeout=LOOK)
        except subprocess.TimeoutExpired as waiting:
            ask()
            if time.monotonic() > until:
                raise NotTypeset(str(waiting)) from waiting
        except OSError as error:
            raise NotTypeset(str(error)) from error


def _program() -> Sequence[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, PACKAGED]
    return [sys.executable, str(Path(__file__).resolve())]


def main() -> int:
    """Standard input to standard output."""
    import typst

    asked = json.loads(sys.stdin.buffer.read())
    same: dict[str, Any] = {
        "sys_inputs": {"report": asked["report"]},
        "font_paths": [asked["fonts"]],
        "ignore_system_fonts": True,  # the same pages on every computer
    }
    try:
        if "dpi" in asked:
            made = typst.compile(asked["layout"], format="png", ppi=float(asked["dpi"]), **same)
            pages = made if isinstance(made, list) else [made]
            out = b"".join(len(page).to_bytes(8, "big") + page for page in pages)
        else:
            out = typst.compile(
                asked["layout"],
                pdf_standards=["a-2b", "ua-1"],  # archival, and tagged for screen readers
                timestamp=asked["timestamp"],
                **same,
            )
    except (typst.TypstError, OSError) as error:
        sys.stderr.write(f"{asked['layout']}: {error}\n")
        return 1
    sys.stdout.buffer.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
