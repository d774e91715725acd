"""Crash reports: what went wrong in our code, written down without a word of what the room holds."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from warroom import __version__
from warroom.errors import WarroomError
from warroom.identity.places import leaves_no_trace

KEPT = 20
FOLDER = "crashes"
_GRAVE = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class CrashReports(QObject):
    """Catches what nobody else caught, on any thread; `written` says where the report is, on the screen's thread."""

    written = Signal(object)  # Path of the report, or None when even that could not be written
    _caught = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / FOLDER
        self._caught.connect(self._write, Qt.ConnectionType.QueuedConnection)
        self._before: tuple[Callable[..., object], Callable[..., object]] | None = None

    def install(self) -> None:
        """From now on nothing fails silently."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)

    def remove(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None
            qInstallMessageHandler(None)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._caught.emit(report_of(error, trace, thread=threading.current_thread().name))

    def _on_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
            name = caught.thread.name if caught.thread else ""
            self._caught.emit(report_of(caught.exc_value, caught.exc_traceback, thread=name))

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in _GRAVE:
            report = f"{_head()}\nQt: {kind.name}\n{context.file}:{context.line} {context.function}\n"
            # After a fatal message Qt ends the program: nothing queued would be heard.
            self._write(report) if kind is QtMsgType.QtFatalMsg else self._caught.emit(report)
        print(message, file=sys.stderr)  # noqa: T201  (where Qt itself would have put it)

    def _write(self, text: str) -> None:
        if leaves_no_trace():
            self.written.emit(None)
            return
        path: Path | None = self._folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        try:
            assert path is not None
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(text, encoding="utf-8")
            for old in sorted(self._folder.glob("*.txt"))[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            path = None
        self.written.emit(path)


def report_of(error: BaseException, trace: TracebackType | None, *, thread: str) -> str:
    """Where in our code it happened and of which kind it was. Messages and values stay out: they may quote the room."""
    lines = [_head(), f"thread {thread}"]
    seen: BaseException | None = error
    while seen is not None:
        code = f" {seen.code}" if isinstance(seen, WarroomError) else ""
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}{code}")
        frames = traceback.extract_tb(trace if seen is error else seen.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def _head() -> str:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return (
        f"Warroom {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {system}\n"
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    )


def _short(filename: str) -> str:
    """The end of the path: its beginning may name the person."""
    return "/".join(Path(filename).parts[-3:])
