"""What comes in: taking it in on top, and under it messages, what is said outside, or promises."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.incoming_words import mode_incident
from ui.panels.incoming_intake import IncomingIntake
from ui.panels.incoming_messages import MessagesIn
from ui.panels.incoming_promises import PromisesMade
from ui.panels.incoming_rumours import RumoursHeard
from ui.widgets.part_switch import PartSwitch
from ui.widgets.spoken import Spoken
from warroom.words import _


class IncomingPanel(Spoken, QWidget):
    """Whoever takes calls types without a mouse; whoever triages, watches or keeps promises works in the list."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.intake = IncomingIntake(desk, self)
        self.messages, self.rumours, self.promises = MessagesIn(desk), RumoursHeard(desk), PromisesMade(desk)
        self._lists: dict[str, MessagesIn | RumoursHeard | PromisesMade] = {
            "inbound": self.messages,
            "rumour": self.rumours,
            "promise": self.promises,
        }
        self._switch = PartSwitch(self._lists, self)
        self._build()
        self._say()
        self.intake.received.connect(lambda record: self.reveal("inbound", record, with_keyboard=False))
        for each in self._lists.values():
            each.record_chosen.connect(self.record_chosen)

    def show_incident(self, incident: str | None) -> None:
        """Whose mode is shown, real or exercise, and for which incident a message is taken in."""
        current = mode_incident(self._desk, incident)
        self.intake.show_current(current)
        for each in self._lists.values():
            each.show_current(current)

    def open_part(self, part: str) -> None:
        """Show messages (`inbound`), what is said outside (`rumour`) or promises (`promise`)."""
        self._switch.open(part)

    def reveal(self, noun: str, record: str, *, with_keyboard: bool = True) -> None:
        """Show this record in its list; `with_keyboard` False leaves the keyboard where it is."""
        self.open_part(noun)
        focused = self.window().focusWidget()
        self._lists[noun].reveal(record)
        if not with_keyboard and focused is not None:
            focused.setFocus()

    def settle(self) -> None:
        """Keep what is half typed."""
        self.intake.settle()

    # Building

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(20, 12, 20, 0)
        top.setSpacing(12)
        top.addWidget(self.intake)
        top.addLayout(self._switch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._switch.stack, 1)
        self.open_part("inbound")

    @Slot()
    def _say(self) -> None:
        said = {"inbound": _("Messages"), "rumour": _("Said outside"), "promise": _("Promises")}
        for part, button in self._switch.buttons.items():
            button.setText(said[part])
        self.setAccessibleName(_("Incoming"))

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A page that comes to the front is ready to type; with nothing to type for, the list has the keys."""
        super().focusInEvent(event)
        if self.intake.from_who.isEnabled():
            self.intake.from_who.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (shown := self._switch.stack.currentWidget()) is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
