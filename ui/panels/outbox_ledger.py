"""The ledger: every try to bring a message to somebody, whoever made it, with its proof; nothing is ever taken out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from ui.models.outbox import ledger_columns, whole_ledger_line
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from ui.widgets.tone import ToneLabel
from warroom.domain.messages import Result, Sending
from warroom.domain.outbox import LedgerLine
from warroom.words import _, ngettext


class LedgerList(FieldList[LedgerLine]):
    """B notes that what was sent was read back, O opens the message."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    nouns = ("incident", "release", "sending", "channel")

    def go_on(self) -> None:
        self.open_message()

    def read_back(self) -> None:
        from ui.dialogs.read_back import ReadBackDialog

        if (line := self._chosen()) is not None and line.sending.result is Result.SENT:
            release = self._desk.room.views.release(line.sending.release)
            if release is not None:
                ReadBackDialog(self._desk, release, self, confirms=line.sending).open()

    def open_message(self) -> None:
        if (line := self._chosen()) is not None:
            self.record_chosen.emit(line.sending.incident, "message", line.sending.message)

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return ((self._back, "B", self.read_back), (self._message, "O", self.open_message))

    # What the register asks

    def _chosen(self) -> LedgerLine | None:
        row = self._table.current()
        return row if isinstance(row, LedgerLine) else None

    def _record(self, row: LedgerLine) -> Sending:
        return row.sending

    def _build(self) -> None:
        self._back, self._message = QPushButton(self), QPushButton(self)
        model = self._new_model(ledger_columns())
        self._frame(ActionsTable(model, self._desk.look, parent=self), ())
        self.about = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(2, self.about)
        self._enable()

    def _read(self, _job: Job) -> list[LedgerLine]:
        return self._desk.room.views.ledger(mode=self.mode)

    def _in_order(self, rows: list[LedgerLine]) -> list[LedgerLine]:
        return rows

    def _enable(self) -> None:
        line = self._chosen()
        self._back.setEnabled(self.can_write() and line is not None and line.sending.result is Result.SENT)
        self._message.setEnabled(line is not None)
        self.about.setText(whole_ledger_line(line, self._desk.room.clock.now_ms()) if line is not None else "")
        self.about.setVisible(line is not None)

    def _say(self) -> None:
        count = len(self._rows)
        self._say_count(ngettext("{n} line", "{n} lines", count).format(n=count), late=0)
        self._title.setText(_("Ledger of sendings"))
        self._back.setText(_("Read back…"))
        self._message.setText(_("Open the message"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Ledger of sendings"))
        self._table.say_empty(_("Nothing was sent yet. Who sends or posts a message is listed here, with the proof."))
        self._model.retranslate()
