"""The menus of the strip, made anew each time they open: every verb in its group, and what a stick is good for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from ui.verbs import Verb, Verbs
from warroom.words import _

GROUPS: dict[str, Callable[[], str]] = {
    "incident": lambda: _("Incident"),
    "log": lambda: _("Log"),
    "go": lambda: _("Go to"),
    "files": lambda: _("Files and printing"),
    "room": lambda: _("Room"),
}
SHOWN_FLAT = ("view", "help")  # language, colours and size must be found at once
STICK = ("read-bundle", "write-bundle", "export")


class VerbMenu(QMenu):
    """Groups as sub-menus; how the window looks and speaks, and help, directly."""

    def __init__(self, verbs: Verbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self.aboutToShow.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        """Say what there is now."""
        self.clear()
        grouped: dict[str, list[Verb]] = {}
        for verb in self._verbs:
            if verb.group:
                grouped.setdefault(verb.group, []).append(verb)
        ordered = [group for group in GROUPS if group in grouped]
        ordered += [group for group in grouped if group not in GROUPS and group not in SHOWN_FLAT]
        for group in ordered:
            said = GROUPS[group]() if group in GROUPS else group
            self._put(self.addMenu(said), grouped[group])
        for group in SHOWN_FLAT:
            if group in grouped:
                self.addSeparator()
                self._put(self, grouped[group])

    def _put(self, menu: QMenu, verbs: list[Verb]) -> None:
        for verb in verbs:
            put_verb(menu, verb)


class StickMenu(QMenu):
    """What a stick is good for; opened by the keyboard, its first line that can be used is chosen."""

    def __init__(self, verbs: Verbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self.aboutToShow.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        """Say what there is now."""
        self.clear()
        for verb in STICK:
            put_verb(self, self._verbs[verb])
        first = next((action for action in self.actions() if action.isEnabled()), None)
        if first is not None:
            self.setActiveAction(first)


def put_verb(menu: QMenu, verb: Verb) -> None:
    """One line of a menu: the verb, its keys, and whether it can be done now."""
    action = menu.addAction(f"{verb.words()}\t{verb.keys}" if verb.keys else verb.words())
    action.setEnabled(verb.enabled())
    action.triggered.connect(lambda _checked=False: verb.use())
