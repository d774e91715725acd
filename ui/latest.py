"""The latest reading: read off the screen's thread, once at a time, and once more when something changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.tasks import Cancelled, Job

Answer = TypeVar("Answer")


class Latest(Generic[Answer]):
    """Asks the same question again and again for one owner; an answer that is already old is not shown.

    What nobody looks at while writing is read `after_ms` later, once for all that changed till then.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        owner: QWidget,
        read: Callable[[Job], Answer],
        show: Callable[[Answer], None],
        after_ms: int = 0,
    ) -> None:
        self._desk, self._owner, self._read, self._show = desk, owner, read, show
        self._job: Job | None = None
        self._again = False
        self._after = QTimer(owner, interval=after_ms, singleShot=True)
        self._after.timeout.connect(self._read_now)

    def ask(self) -> None:
        """Read now or a little later, or as soon as the reading under way has ended."""
        if self._job is not None:
            self._again = True
        elif not self._after.interval():
            self._read_now()
        elif not self._after.isActive():
            self._after.start()

    def _read_now(self) -> None:
        self._again = False
        self._job = self._desk.tasks.run(self._read, owner=self._owner, done=self._take, failed=self._fail)

    def _take(self, answer: Answer) -> None:
        self._job = None
        if self._again:
            self.ask()
        if self._job is None:
            self._show(answer)

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self._desk.notices.show(error, parent=self._owner)
