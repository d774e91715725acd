"""Typst in a process of its own: it keeps everything it ever laid out in memory, some 70 kB an entry, until it ends.

Run as a program it reads one JSON object on standard input and writes the PDF on standard output. It imports nothing
of Warroom, so it starts as fast as Python does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PACKAGED = "--typeset"  # what the packaged program is started with instead of this file
PATIENCE = 600  # seconds


class NotTypeset(Exception):
    """Typst could not make this document, and why."""


def typeset(layout: Path, *, fonts: Path, report: str, timestamp: int) -> bytes:
    """The PDF of this layout filled with `report` (JSON); `timestamp` is seconds UTC. Raises NotTypeset."""
    asked = {"layout": str(layout), "fonts": str(fonts), "report": report, "timestamp": timestamp}
    try:
        done = subprocess.run(
            _program(),
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black box flashing up on Windows
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotTypeset(str(error)) from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NotTypeset(done.stderr.decode("utf-8", "replace").strip()[-2000:])
    return done.stdout


def _program() -> Sequence[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, PACKAGED]
    return [sys.executable, str(Path(__file__).resolve())]


def main() -> int:
    """Standard input to standard output."""
    import typst

    asked = json.loads(sys.stdin.buffer.read())
    try:
        made = typst.compile(
            asked["layout"],
            sys_inputs={"report": asked["report"]},
            font_paths=[asked["fonts"]],
            ignore_system_fonts=True,  # the same pages on every computer
            pdf_standards=["a-2b", "ua-1"],  # archival, and tagged for screen readers
            timestamp=asked["timestamp"],
        )
    except (typst.TypstError, OSError) as error:
        sys.stderr.write(f"{asked['layout']}: {error}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
