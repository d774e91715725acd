"""A text that several write: a draft letter by letter, in the room after a pause, never over unseen words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.conflicts import Place
from warroom.errors import Trouble

DRAFT_MS = 400
PAUSE_MS = 2_500  # of the keyboard, after which others see what was typed

Seen = Mapping[str, Place]


class KeptText(QObject):
    """One field of one record. What somebody else wrote comes in wherever nothing is typed."""

    moved = Signal(object, object)  # the command, and the MovedMeanwhile that stopped it
    changed = Signal()  # what stands here is no longer what was typed: somebody else wrote

    def __init__(self, desk: Desk, owner: QWidget, place: str, write: Callable[[str, Seen], Command[Any]]) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._place, self._write = desk, owner, place, write
        self._base: str | None = None  # as the room had it when typing began
        self._typed = ""
        self._seen: Seen = {}
        self._sent: str | None = None  # on its way, or written and not read back yet
        self._has_draft = self._again = self._is_given_up = False
        self._draft, self._pause = QTimer(self), QTimer(self)
        for timer, pause, then in ((self._draft, DRAFT_MS, self.keep), (self._pause, PAUSE_MS, self.settle)):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(then)

    @property
    def value(self) -> str:
        """What stands here now."""
        return self._typed

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not in the room yet."""
        return self._differs(self._sent if self._sent is not None else self._base)

    def load(self, text: str, seen: Seen) -> None:
        """What the room has now; `seen` are the ops that wrote it."""
        was, is_first = self._typed, self._base is None
        sent = self._sent
        if sent is not None:
            if seen == self._seen and text != sent:
                return  # read before it was written
            self._sent, self._base = None, sent
        if is_first or self._is_given_up or not self._differs(self._base):
            self._base, self._typed, self._seen, self._is_given_up = text, text, seen, False
        elif text == self._base:
            self._seen = seen
        if is_first:
            self._take_draft()
        if self._again and self.is_dirty:
            self._again = False
            self.settle()
        elif not self.is_dirty:
            self.keep()
        if self._typed != was:
            self.changed.emit()

    def type(self, text: str) -> None:
        """Somebody typed: a draft in a moment, in the room after a pause."""
        if text == self._typed:
            return
        self._typed = text
        self._draft.start()
        self._pause.start()

    def give_up(self) -> None:
        """Somebody chose what stands in the room: it is shown as soon as it is read."""
        self._is_given_up = True

    @Slot()
    def settle(self) -> None:
        """Write what is typed into the room."""
        self._pause.stop()
        if self._base is None or self._desk.room.is_closed or self._desk.room.read_only or not self.is_dirty:
            return
        if self._sent is not None:
            self._again = True  # as soon as what is on its way has arrived
            return
        self.keep()
        text = self._typed
        command = self._write(text, self._seen)
        self._sent = text
        self._desk.tasks.follow(
            self._desk.room.do(command), owner=self, failed=lambda error: self._refused(command, error)
        )

    @Slot()
    def keep(self) -> None:
        """Keep what is not in the room as a draft, so that a crash loses nothing."""
        self._draft.stop()
        room = self._desk.room
        if self._base is None or room.is_closed or room.read_only:
            return
        is_unsaved = self._differs(self._base)
        if not is_unsaved and not self._has_draft:
            return
        self._has_draft = is_unsaved
        kept = json.dumps({"typed": self._typed, "base": self._base}, ensure_ascii=False) if is_unsaved else ""
        try:
            future = room.keep_draft(self._place, kept)
        except Trouble as trouble:
            self._desk.notices.show(trouble, parent=self._owner)
            return
        self._desk.tasks.follow(future, owner=self)

    def _refused(self, command: Command[Any], error: Exception) -> None:
        self._sent = None
        self.keep()
        if isinstance(error, MovedMeanwhile):
            self.moved.emit(command, error)
        else:
            self._desk.notices.show(error, parent=self._owner)

    def _differs(self, base: str | None) -> bool:
        return self._typed.strip() != (base or "").strip()

    def _take_draft(self) -> None:
        """What a crash or a closed window left; where the room has other words by now, whoever writes is asked."""
        try:
            found = json.loads(self._desk.room.draft(self._place) or "{}")
        except ValueError:
            return
        if not isinstance(found, dict) or not isinstance(found.get("typed"), str):
            return
        self._has_draft, base = True, str(found.get("base") or "")
        if base.strip() != (self._base or "").strip():
            self._base, self._seen = base, {}
        self._typed = found["typed"]
