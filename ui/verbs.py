"""Verbs: everything a person can do, once: words, icon, shortcut, when. Menus, palette and keys read this registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to do; `words` is asked again after a change of language, `enabled` each time it matters."""

    id: str
    words: Callable[[], str]
    run: Callable[[], object]
    shortcut: str
    icon: str
    group: str
    enabled: Callable[[], bool]
    action: QAction

    def use(self) -> bool:
        """Do it if it can be done now; says whether it was."""
        if not self.enabled():
            return False
        self.run()
        return True

    @property
    def keys(self) -> str:
        """The shortcut as the system writes it."""
        return QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class Verbs(QObject):
    """The registry. Its actions work in the window that `settle` names; later verbs join it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verbs: dict[str, Verb] = {}
        self._home: QWidget | None = None
        self._still: tuple[str, ...] | None = None  # while shut, the verbs that work all the same

    def add(
        self,
        id: str,  # noqa: A002  (what the rest of the window calls it)
        words: Callable[[], str],
        run: Callable[[], object],
        *,
        shortcut: str = "",
        icon: str = "",
        group: str = "",
        enabled: Callable[[], bool] | None = None,
    ) -> QAction:
        """Register a verb; a second verb of the same id replaces the first."""
        if (former := self._verbs.pop(id, None)) is not None:
            self._part(former)
        action = QAction(words(), self)
        action.setObjectName(id)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        verb = Verb(id, words, run, shortcut, icon, group, enabled or _always, action)
        action.triggered.connect(lambda _checked=False: verb.use())
        self._verbs[id] = verb
        action.setEnabled(self._still is None or id in self._still)
        if self._home is not None:
            self._home.addAction(action)
        return action

    def settle(self, window: QWidget) -> None:
        """From now on the shortcuts work in this window."""
        self._home = window
        window.installEventFilter(self)
        for verb in self._verbs.values():
            window.addAction(verb.action)

    def shut(self, still: Iterable[str]) -> None:
        """Only these verbs have their keys until `open`."""
        self._still = tuple(still)
        for verb in self._verbs.values():
            verb.action.setEnabled(verb.id in self._still)

    def open(self) -> None:
        """All verbs have their keys again."""
        self._still = None
        for verb in self._verbs.values():
            verb.action.setEnabled(True)

    def remove(self, id: str) -> None:  # noqa: A002
        """Forget a verb; unknown ids are fine."""
        if (verb := self._verbs.pop(id, None)) is not None:
            self._part(verb)

    def use(self, id: str) -> bool:  # noqa: A002
        """Do a verb by its id, as a button does; False when it cannot be done now. Raises KeyError."""
        return self._verbs[id].use()

    def __getitem__(self, id: str) -> Verb:  # noqa: A002
        return self._verbs[id]

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._verbs

    def __iter__(self) -> Iterator[Verb]:
        return iter(tuple(self._verbs.values()))

    def _part(self, verb: Verb) -> None:
        if self._home is not None:
            self._home.removeAction(verb.action)
        verb.action.deleteLater()

    # What Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() is QEvent.Type.LanguageChange:
            for verb in self._verbs.values():
                verb.action.setText(verb.words())
        return False


def _always() -> bool:
    return True
