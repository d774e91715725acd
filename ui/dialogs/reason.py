"""One question with one answer in words: why an action is skipped, what a review found, why a clock is removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from warroom.commands.base import Command
from warroom.words import _


class ReasonDialog(Form):
    """Asks for a sentence and makes a command of it."""

    def __init__(
        self,
        desk: Desk,
        *,
        title: Callable[[], str],
        verb: Callable[[], str],
        build: Callable[[str], Command[Any]],
        label: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent, width=480)
        self._title, self._verb, self._build = title, verb, build
        self._answer = TextBox(lines=3, parent=self)
        self.add(label or (lambda: _("Reason")), self._answer)
        self._answer.setFocus()

    def title(self) -> str:
        return self._title()

    def verb(self) -> str:
        return self._verb()

    def command(self) -> Command[Any]:
        return self._build(self._answer.toPlainText())
