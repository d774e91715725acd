"""One line under the name of whoever decides: for how long they have been on duty, where that is long."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.tasks import Job
from ui.widgets.tone import ToneLabel
from warroom.commands.duty_words import decider_said, findings_said
from warroom.domain.fatigue import Tiredness


class TiredLine(QWidget):
    """Follows a field for a name; without one it is about whoever types. `changed` when it comes or goes."""

    changed = Signal()

    def __init__(self, desk: Desk, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._field = desk, field
        self._found: tuple[str, Tiredness] | None = None
        self._latest: Latest[tuple[str, Tiredness]] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._name = self._whose()
        self._said = ToneLabel(desk.look, "due", wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._said)
        self.hide()
        field.textChanged.connect(self._ask)
        self._latest.ask()

    @property
    def text(self) -> str:
        """What it says, "" while there is nothing to say."""
        return self._said.text()

    def say(self) -> None:
        """All words anew, after a change of language."""
        if self._found is None:
            return
        name, tired = self._found
        said = decider_said(name, tired, self._desk.room.clock.now_ms())
        self._said.say(said, "late" if tired.is_over else "due")
        why = findings_said(tired, self._desk.room.clock.now_ms())  # a small screen has one line for it
        self._said.setToolTip(why)
        self._said.setAccessibleDescription(why)
        if self.isHidden() is bool(said):
            self.setVisible(bool(said))
            self.changed.emit()

    def _whose(self) -> str:
        return self._field.text().strip() or self._desk.room.member

    @Slot()
    def _ask(self) -> None:
        self._name = self._whose()
        self._latest.ask()

    def _read(self, _job: Job) -> tuple[str, Tiredness]:
        name = self._name
        return name, self._desk.room.views.tiredness_of(name)

    def _show(self, found: tuple[str, Tiredness]) -> None:
        self._found = found
        self.say()
