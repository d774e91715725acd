"""Spoken: a mix-in for widgets that say all their words anew when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent


def is_left(widget: object) -> bool:
    """Whether the room behind a widget is closed: what is still on its way out must not ask it for words."""
    desk = getattr(widget, "desk", None) or getattr(widget, "_desk", None)
    room = desk.room if desk is not None else getattr(widget, "_room", None)
    return room is not None and room.is_closed


class Spoken:
    """Stands before the Qt class among the bases; `_say` sets all words and is also called by the constructor."""

    def _say(self) -> None:
        raise NotImplementedError

    # What Qt asks

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and not is_left(self):
            self._say()
        super().changeEvent(event)  # type: ignore[misc]  # the Qt class comes after this one
