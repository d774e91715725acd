"""Tasks: long work on a few threads, brought back to an owner that still lives, with progress and Cancel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from ui.trouble import Notices

Result = TypeVar("Result")
THREADS = 3
STEP_EVERY = 0.05  # seconds between two steps shown: more would only keep the screen busy


class Cancelled(Exception):
    """The person asked to stop; nothing is wrong."""


class Job:
    """One piece of long work: tells how far it is and stops when asked."""

    def __init__(self, show: Callable[[Job, int, int], None]) -> None:
        self._show = show
        self._stop = threading.Event()
        self._shown_at = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def step(self, done: int, total: int) -> None:
        """Say how far the work is. Raises Cancelled when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._shown_at >= STEP_EVERY:
            self._shown_at = now
            self._show(self, done, total)


class _Listener:
    """Who wants to hear about one job or future; called on the screen's thread only."""

    __slots__ = ("done", "failed", "owner", "progress")

    def __init__(
        self,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.owner, self.done, self.failed, self.progress = owner, done, failed, progress


class Tasks(QObject):
    """The small pool for import, export, search and everything else that may last longer than a frame."""

    _ended = Signal(object, object, object)  # listener, result, error
    _stepped = Signal(object, int, int)  # listener, done, total

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="warroom-task")
        self._jobs: set[Job] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        self._ended.connect(self._bring_back, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._show_step, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Job], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Do the work on another thread; `done` or `failed` is called on the screen's thread if the owner still lives.

        Without `failed` the notices show the error. `failed` also hears Cancelled; without it, cancelling is silent.
        After `close` nothing is begun.
        """
        listener = _Listener(owner, done, failed, progress)
        job = Job(lambda _job, at, total: self._stepped.emit(listener, at, total))
        if self._is_closed:
            job.cancel()
            return job
        with self._lock:
            self._jobs.add(job)
        self._pool.submit(self._work, job, work, listener)
        return job

    def follow(
        self,
        future: Future[Result],
        *,
        owner: QObject,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Hear on the screen's thread how a `room.do(…)` ended; without `failed` the notices show what stopped it."""
        listener = _Listener(owner, done, failed)
        future.add_done_callback(lambda ended: self._tell(listener, ended))

    def close(self) -> None:
        """Stop what runs, wait for the threads, and bring nothing back any more."""
        self._is_closed = True
        with self._lock:
            for job in self._jobs:
                job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, job: Job, work: Callable[[Job], Any], listener: _Listener) -> None:
        try:
            result = work(job)
        except Exception as error:
            self._emit(listener, None, error)
        else:
            self._emit(listener, result, None)
        finally:
            with self._lock:
                self._jobs.discard(job)

    def _tell(self, listener: _Listener, future: Future[Any]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._emit(listener, future.result(), None)
        else:
            self._emit(listener, None, error)

    def _emit(self, listener: _Listener, result: object, error: BaseException | None) -> None:
        if not self._is_closed and isValid(self):
            self._ended.emit(listener, result, error)

    @Slot(object, object, object)
    def _bring_back(self, listener: _Listener, result: object, error: Exception | None) -> None:
        if self._is_closed or not isValid(listener.owner):
            return
        if error is None:
            if listener.done is not None:
                listener.done(result)
        elif listener.failed is not None:
            listener.failed(error)
        elif not isinstance(error, Cancelled):
            self._notices.show(error)

    @Slot(object, int, int)
    def _show_step(self, listener: _Listener, done: int, total: int) -> None:
        if listener.progress is not None and not self._is_closed and isValid(listener.owner):
            listener.progress(done, total)
