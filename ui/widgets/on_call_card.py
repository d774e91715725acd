"""Who is on call now in one rotation: the name large, until when, who is next, and what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.oncall import head_said, next_said, rotation_said, state_said
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.spoken import Spoken
from warroom.domain.turns import OnCall, Watch
from warroom.words import _

TONES = {Watch.ON: "", Watch.OFF: "muted", Watch.GAP: "late"}


class OnCallCard(Spoken, QFrame):
    """One person, or nobody, with “take” and “replace”."""

    taken = Signal(object)  # an OnCall
    replaced = Signal(object)
    amended = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on: OnCall | None = None
        self._now = 0
        self.setProperty("panel", True)
        self._rotation = ClampedText(look, "muted", lines=1, parent=self)
        self._name = ClampedText(look, lines=1, px=17, bold=True, parent=self)
        self._state = ClampedText(look, lines=2, parent=self)
        self._next = ClampedText(look, "muted", lines=1, parent=self)
        self.take, self.replace, self.amend = QPushButton(self), QPushButton(self), QPushButton(self)
        for button, signal in ((self.take, self.taken), (self.replace, self.replaced), (self.amend, self.amended)):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.on))
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.take, self.replace, self.amend):
            buttons.addWidget(button)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(4)
        for widget in (self._rotation, self._name, self._state, self._next):
            whole.addWidget(widget)
        whole.addStretch(1)
        whole.addLayout(buttons)
        self._say()

    def show_on_call(self, on: OnCall, *, now_ms: int, can_write: bool) -> None:
        """Say who it is now."""
        self.on, self._now = on, now_ms
        for button in (self.take, self.replace, self.amend):
            button.setEnabled(can_write)
        self._say()

    def _say(self) -> None:
        self.take.setText(_("Take"))
        self.replace.setText(_("Replace…"))
        self.amend.setText(_("Change…"))
        self.take.setToolTip(_("You take over until the end of this turn, in one click"))
        self.amend.setToolTip(_("Members, hand-over and hours of this rotation"))
        if self.on is None:
            return
        on = self.on
        self._rotation.say(rotation_said(on))
        self._name.say(head_said(on), TONES[on.state])
        self._state.say(state_said(on, self._now), "due" if on.instead else "")
        self._next.say(next_said(on, self._now))
        self.take.setVisible(on.state is not Watch.OFF)
        self.replace.setVisible(on.state is not Watch.OFF)
        name = f"{rotation_said(on)}: {head_said(on)}"
        self.setAccessibleName(name)
        for button in (self.take, self.replace, self.amend):
            button.setAccessibleName(f"{button.text()} {on.rotation.name}")
