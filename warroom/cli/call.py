"""A call: what a verb is given beside its arguments, and what it gives back."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from warroom.errors import WarroomError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found: a document for --json, lines for people, the exit code; `raw` bytes instead of both."""

    document: Any = field(default=None, repr=False)
    lines: Iterable[str] = field(default=(), repr=False)
    code: int = 0
    raw: bytes | None = field(default=None, repr=False)


@dataclass(slots=True)
class Call:
    """One run of one verb: where the window is found, and the progress shown."""

    window: Callable[[str], ModuleType]
    is_json: bool = False
    _shown: str = field(default="", init=False)

    def step(self, done: int, total: int) -> None:
        """Show progress on stderr, on a terminal only."""
        if not sys.stderr.isatty() or total <= 0:
            return
        text = f"{min(done, total) * 100 // total} %"
        if text != self._shown:
            self._shown = text
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()

    def end_of_progress(self) -> None:
        """Wipe the progress before anything else is said."""
        if self._shown:
            self._shown = ""
            sys.stderr.write("\r\x1b[K")

    def note(self, text: str) -> None:
        """Something worth saying that is not the answer, on stderr."""
        self.end_of_progress()
        sys.stderr.write(plain(text) + "\n")


def settle_streams() -> None:
    """UTF-8 whatever the locale or the redirection; somewhere to write when the program has no console."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # started without a console on Windows
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def give(answer: Answer, *, is_json: bool) -> None:
    """Put an answer on stdout."""
    if answer.raw is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.raw)
    elif is_json:
        document = json.dumps(answer.document, ensure_ascii=False, indent=None, separators=(", ", ": "))
        sys.stdout.write(escaped(document) + "\n")
    else:
        for line in answer.lines:
            sys.stdout.write(plain(line) + "\n")
    sys.stdout.flush()


def say_error(call: Call, error: WarroomError, *, code: int | None = None) -> int:
    """One readable line on stderr, or one JSON document; the exit code."""
    call.end_of_progress()
    if call.is_json:
        told = {"code": error.code, "message": error.message, "safe": error.safe, "todo": error.todo}
        line = escaped(json.dumps({"error": told}, ensure_ascii=False))
    else:
        line = one_line(f"warroom: {error}")
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except OSError:
        forget_stdout()  # nobody listens any more; the exit code says it
    return error.exit_code if code is None else code


def forget_stdout() -> None:
    """Whoever read us has left; without this Python would complain once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


# What turns a line around: it could show a text that is not the one kept.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """Text that cannot command the terminal nor turn its lines around, whatever was imported. Lines and tabs stay."""
    return "".join(
        "�" if char in TURNING or not (char.isprintable() or char in "\n\t" or ord(char) > 0x9F) else char
        for char in text
    )


def escaped(document: str) -> str:
    """The same JSON with DEL and the upper control characters written as escapes: json leaves those as they are."""
    return "".join(char if not 0x7F <= ord(char) <= 0x9F else f"\\u{ord(char):04x}" for char in document)


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())
