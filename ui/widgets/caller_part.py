"""The caller: how whoever phoned or wrote was known, and a warning as long as nobody verified them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.choice import Choice, Way
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.said_ahead import caller_word, check_word
from warroom.domain.decisions import CallerCheck, How, is_unverified
from warroom.words import _

CHECKS = (CallerCheck.CODE_WORD, CallerCheck.CALL_BACK, CallerCheck.IN_PERSON, CallerCheck.NONE)


def caller_ways(checks: tuple[CallerCheck, ...] = CHECKS) -> list[Way[CallerCheck]]:
    """How a caller can be known, chosen by 1, 2, 3."""
    return [
        Way(check, words=partial(check_word, check), meaning=partial(caller_word, check), key=str(at))
        for at, check in enumerate(checks, start=1)
    ]


class CallerPart(Spoken, QWidget):
    """A line of a form, for what comes from afar; the reason is asked for while the caller is unverified."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._how = ""
        self._check = Choice(look, caller_ways(), self, in_a_row=True)
        self._warning = ToneLabel(look, "due", bold=True, wrap=True, parent=self)
        self.reason = QLineEdit(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._check, self._warning, self.reason):
            column.addWidget(widget)
        self.setFocusProxy(self._check)
        self._check.chosen.connect(self._show)
        self._say()
        self.show_how("")

    @property
    def is_asked(self) -> bool:
        """Only what comes from afar asks who called."""
        return self._how in (How.PHONE, How.WRITTEN)

    @property
    def is_unverified(self) -> bool:
        """What comes so, from a caller known so far only so."""
        return is_unverified(self._how, self.value() or CallerCheck.UNSAID)

    def value(self) -> CallerCheck | None:
        """What was chosen; None before anything was, and for what does not come from afar."""
        return self._check.value() if self.is_asked else None

    def choose(self, check: CallerCheck) -> None:
        self._check.choose(check)
        self._show()

    def why(self) -> str:
        """Why it is taken all the same, while the caller is unverified."""
        return self.reason.text() if self.is_unverified else ""

    def show_how(self, how: str) -> None:
        """How it came, in the words of the domain."""
        self._how = how
        self._show()

    @Slot()
    def _show(self) -> None:
        for widget in (self._warning, self.reason):
            widget.setVisible(self.is_unverified)
        self.changed.emit()

    def _say(self) -> None:
        self._warning.setText(
            _("Nobody verified the caller: ask for the code word, or call back on a number known before.")
        )
        self._check.setAccessibleName(_("Caller"))
        self.reason.setAccessibleName(_("Why all the same"))
        self.reason.setPlaceholderText(_("Why all the same"))
        self._check.say()
