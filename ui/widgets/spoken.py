"""Spoken: a mix-in for widgets that say all their words anew when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent


class Spoken:
    """Stands before the Qt class among the bases; `_say` sets all words and is also called by the constructor."""

    def _say(self) -> None:
        raise NotImplementedError

    # What Qt asks

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)  # type: ignore[misc]  # the Qt class comes after this one
