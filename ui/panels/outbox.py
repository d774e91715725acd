"""The outbox: what waits and whether it may still go, and the ledger; on top, that the network is back."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.incoming_words import mode_incident
from ui.panels.outbox_ledger import LedgerList
from ui.panels.outbox_lines import OutboxList
from ui.widgets.part_switch import PartSwitch
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.sending_words import odd_said
from warroom.words import _, ngettext


class OutboxPanel(Spoken, QWidget):
    """Nothing here goes by itself: somebody looks at each line and presses a key."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines, self.ledger = OutboxList(desk), LedgerList(desk)
        self._parts: dict[str, OutboxList | LedgerList] = {"outbox": self.lines, "ledger": self.ledger}
        self._switch = PartSwitch(self._parts, self)
        self.back = ToneLabel(desk.look, "accent", bold=True, wrap=True, parent=self)
        self.odd = ToneLabel(desk.look, "late", bold=True, wrap=True, parent=self)
        self._answer = QPushButton(self)
        self._build()
        self._say()
        self.lines.read.connect(self._say)
        self._answer.clicked.connect(lambda _checked=False: self.lines.answer_odd())
        for each in self._parts.values():
            each.record_chosen.connect(self.record_chosen)

    def show_incident(self, incident: str | None) -> None:
        """Whose mode is shown, real or exercise."""
        current = mode_incident(self._desk, incident)
        for each in self._parts.values():
            each.show_current(current)

    def open_part(self, part: str) -> None:
        """Show the outbox (`outbox`) or the ledger (`ledger`)."""
        self._switch.open(part)

    def reveal(self, sending: str) -> None:
        """Show this line of the ledger."""
        self.open_part("ledger")
        self.ledger.reveal(sending)

    # Building

    def _build(self) -> None:
        odd = QHBoxLayout()
        odd.setSpacing(12)
        odd.addWidget(self.odd, 1)
        odd.addWidget(self._answer)
        top = QVBoxLayout()
        top.setContentsMargins(20, 12, 20, 0)
        top.setSpacing(8)
        top.addLayout(self._switch)
        top.addWidget(self.back)
        top.addLayout(odd)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._switch.stack, 1)
        self.open_part("outbox")

    @Slot()
    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        self._switch.buttons["outbox"].setText(_("Outbox"))
        self._switch.buttons["ledger"].setText(_("Ledger"))
        self._answer.setText(_("Say what was done…"))
        self.setAccessibleName(_("Outbox"))
        back = [line for line in self.lines.lines if line.returned_at is not None and line.state.waits]
        if back:
            said = ngettext(
                "What was down is back since {at}: {n} message waits. Look at it, then send it.",
                "What was down is back since {at}: {n} messages wait. Look at each, then send it.",
                len(back),
            )
            at = phrases.moment(max(line.returned_at or 0 for line in back), now)
            self.back.setText(said.format(at=at, n=len(back)))
        self.back.setVisible(bool(back))
        odd = self.lines.odd
        self.odd.setText(odd_said(odd[0], now) if odd else "")
        self.odd.setVisible(bool(odd))
        self._answer.setVisible(bool(odd) and not self._desk.room.read_only)

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A page that comes to the front answers Enter and the arrows at once."""
        super().focusInEvent(event)
        if (shown := self._switch.stack.currentWidget()) is not None:
            shown.setFocus(event.reason())
