"""F1: every key of the window on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.widgets.quick_chips import said_of_a_call
from warroom.phrases import labelled
from warroom.words import _

HEIGHT = 420


class KeysDialog(PlainDialog):
    """The verbs that have a key, and how a line of the log is written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=640)
        self._desk = desk
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(desk.look.px(HEIGHT))
        self.body.addWidget(self._area)
        self.leave.hide()
        self.primary.clicked.connect(self.accept)
        self._say()

    def _lines(self) -> list[tuple[str, str]]:
        keyed = [(verb.keys, verb.words()) for verb in self._desk.verbs if verb.shortcut]
        written = [
            ("F2 … F11", _("the kind of the entry; the chips under the line show them")),
            *((each.key, labelled(_("a call"), each.words())) for each in said_of_a_call()),
            (_("Enter"), _("save the entry")),
            ("14:32  -20", _("it happened at 14:32, or 20 minutes ago")),
            (_("yesterday 23:50"), _("it happened yesterday at 23:50")),
            (_("from:Léa  to:Karim"), _("who called, and who was called; phone, radio or in person may follow")),
            ("@Léa 15:30", _("an action for Léa, due at 15:30")),
            ("!", _("a key event")),
            ("+", _("to be verified")),
        ]
        return [*keyed, *written]

    def _say(self) -> None:
        self.heading.setText(_("Keys"))
        self.intro.setText(_("Ctrl+K finds everything by its name."))
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(self._lines()):
            for column, (text, role) in enumerate(((keys, "title"), (words, ""))):
                label = QLabel(text, page)
                label.setProperty("role", role)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(column == 1)
                grid.addWidget(label, row, column)
        self._area.setWidget(page)
        self.primary.setText(_("Close"))
        super()._say()
