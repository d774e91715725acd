"""What can be done with lessons, wherever one is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.widgets.lesson_block import LessonBlock
from warroom.commands import RetireLesson


class LessonDeeds:
    """The dialogs and commands of lessons, opened over a widget."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def follow(self, block: LessonBlock) -> None:
        """Do what this block asks for."""
        block.amend_asked.connect(self.amend)
        block.share_asked.connect(self.share)
        block.link_asked.connect(self.link)
        block.retire_asked.connect(self.retire)

    def add(self, *, incident: str = "", rex: str = "") -> None:
        from ui.dialogs.lesson import LessonDialog

        LessonDialog(self._desk, None, incident=incident, rex=rex, parent=self._owner.window()).open()

    def amend(self, record: str) -> None:
        from ui.dialogs.lesson import LessonDialog

        lesson = self._desk.room.views.lesson(record)
        if lesson is not None and not self._desk.room.read_only:
            LessonDialog(self._desk, lesson, parent=self._owner.window()).open()

    def share(self, record: str) -> None:
        from ui.dialogs.lesson import ShareLessonDialog

        if (lesson := self._desk.room.views.lesson(record)) is not None:
            ShareLessonDialog(self._desk, lesson, self._owner.window()).open()

    def link(self, record: str) -> None:
        from ui.dialogs.lesson import LinkLessonDialog

        if (lesson := self._desk.room.views.lesson(record)) is not None:
            LinkLessonDialog(self._desk, lesson, self._owner.window()).open()

    def retire(self, record: str) -> None:
        """It no longer holds; Ctrl+Z takes it back."""
        self._desk.tasks.follow(self._desk.room.do(RetireLesson(lesson=record)), owner=self._owner)
