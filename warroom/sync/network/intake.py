"""Intake: one thread lets what came from every peer join the room, so that no line falls silent meanwhile."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Job = Callable[[], None]


@dataclass(order=True, slots=True)
class _Waiting:
    is_file: bool
    number: int
    job: Job = field(compare=False)


class Intake:
    """Runs jobs in order, log entries before files. A job must not raise."""

    def __init__(self, *, name: str, end: Job) -> None:
        """`end` is called on the thread when it ends."""
        self._waiting: list[_Waiting] = []
        self._numbers = itertools.count()
        self._bell = threading.Condition()
        self._is_over = False
        self._end = end
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def put(self, job: Job, *, is_file: bool = False) -> None:
        """Run this soon; forgotten when all is over first. Safe from any thread."""
        with self._bell:
            if not self._is_over:
                heapq.heappush(self._waiting, _Waiting(is_file, next(self._numbers), job))
                self._bell.notify()

    def close(self) -> None:
        """Finish the job at hand, forget the others: the peers still have what they brought."""
        with self._bell:
            self._is_over = True
            self._bell.notify()
        self._thread.join()

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                job()
        finally:
            self._end()

    def _next(self) -> Job | None:
        with self._bell:
            while not self._waiting and not self._is_over:
                self._bell.wait()
            return None if self._is_over else heapq.heappop(self._waiting).job
