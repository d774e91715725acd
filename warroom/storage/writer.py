"""The writer: one thread that owns every write to one room file, in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from warroom.errors import Trouble
from warroom.words import _

Result = TypeVar("Result")
IDLE_S = 0.2


def closed() -> Trouble:
    return Trouble("room-closed", _("This room is closed."), safe=_("Nothing was changed."), todo=_("Open it again."))


class Writer:
    """Runs jobs one after another; `settle` runs after each, once its asker was told.

    `idle` runs when nothing waits, and is told whether that has lasted a while; True asks for another turn at once.
    """

    def __init__(self, *, name: str, idle: Callable[[bool], bool], settle: Callable[[], None]) -> None:
        self._jobs: queue.SimpleQueue[tuple[Callable[[], object], Future[object]] | None] = queue.SimpleQueue()
        self._idle, self._settle = idle, settle
        self._closed = False
        self._closing = threading.Lock()  # nothing is queued behind the end
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], Result]) -> Future[Result]:
        """Queue a job; its future ends after the job's transaction is on disk, or with the job's error."""
        future: Future[Result] = Future()
        with self._closing:
            if self._closed:
                raise closed()
            self._jobs.put((job, future))  # type: ignore[arg-type]  # one queue carries every result type
        return future

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        busy, quiet = True, True
        while True:
            try:
                item = self._jobs.get(timeout=0.0 if busy else IDLE_S)
            except queue.Empty:
                quiet = quiet or not busy
                busy = self._idle(quiet)
                continue
            if item is None:
                return
            job, future = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # the error travels to whoever asked
                future.set_exception(error)
            self._settle()
            busy, quiet = True, False
