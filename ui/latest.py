"""The latest reading: read off the screen's thread, once at a time, and once more when something changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.tasks import Cancelled, Job

Answer = TypeVar("Answer")


class Latest(Generic[Answer]):
    """Asks the same question again and again for one owner; an answer that is already old is not shown."""

    def __init__(
        self, desk: Desk, *, owner: QWidget, read: Callable[[Job], Answer], show: Callable[[Answer], None]
    ) -> None:
        self._desk, self._owner, self._read, self._show = desk, owner, read, show
        self._job: Job | None = None
        self._again = False

    def ask(self) -> None:
        """Read now, or as soon as the reading under way has ended."""
        if self._job is not None:
            self._again = True
            return
        self._again = False
        self._job = self._desk.tasks.run(self._read, owner=self._owner, done=self._take, failed=self._fail)

    def _take(self, answer: Answer) -> None:
        self._job = None
        if self._again:
            self.ask()
            return
        self._show(answer)

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self._desk.notices.show(error, parent=self._owner)
