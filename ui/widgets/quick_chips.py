"""The chips of quick entry: each kind under its F-key, what a call says under Alt keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.flow import FlowLayout
from ui.widgets.key_chip import HEIGHT, KeyChip
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.said import kind_word
from warroom.domain.entries import Channel, Kind
from warroom.words import _, pgettext

KINDS = (
    Kind.FACT, Kind.DECISION, Kind.ORDER, Kind.HYPOTHESIS, Kind.REQUEST,
    Kind.REPORT, Kind.COMMUNICATION, Kind.NOTIFICATION, Kind.HANDOVER, Kind.EVIDENCE,
)  # fmt: skip
KEYS = {kind: f"F{place}" for place, kind in enumerate(KINDS, start=2)}  # F1 and F12 are the window's
ALT = "Alt+"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that can be said of a call beside its text."""

    id: str
    key: str
    words: Callable[[], str]
    short: Callable[[], str]


def said_of_a_call() -> tuple[Said, ...]:
    """In the order in which a call is dictated; the letters are the same in every language."""
    return (
        Said("from", "Alt+D", lambda: _("from"), lambda: _("from")),
        Said("to", "Alt+A", lambda: pgettext("addressee", "to"), lambda: pgettext("addressee", "to")),
        Said("when", "Alt+M", lambda: _("minutes ago"), lambda: _("min ago")),
        Said(Channel.PHONE, "Alt+T", lambda: _("telephone"), lambda: pgettext("chip", "tel.")),
        Said(Channel.RADIO, "Alt+R", lambda: _("radio"), lambda: _("radio")),
        Said(Channel.IN_PERSON, "Alt+P", lambda: _("in person"), lambda: pgettext("chip", "in person")),
        Said("verify", "Alt+V", lambda: _("to verify"), lambda: pgettext("chip", "verify")),
        Said("key", "Alt+K", lambda: _("key event"), lambda: pgettext("chip", "key")),
    )


def short_kind(kind: Kind) -> str:
    """A kind in as few letters as a scribe needs."""
    return {
        Kind.FACT: pgettext("chip", "fact"),
        Kind.DECISION: pgettext("chip", "dec."),
        Kind.ORDER: pgettext("chip", "action"),
        Kind.HYPOTHESIS: pgettext("chip", "hyp."),
        Kind.REQUEST: pgettext("chip", "req."),
        Kind.REPORT: pgettext("chip", "rep."),
        Kind.COMMUNICATION: pgettext("chip", "com."),
        Kind.NOTIFICATION: pgettext("chip", "notif."),
        Kind.HANDOVER: pgettext("chip", "hand."),
        Kind.EVIDENCE: pgettext("chip", "evid."),
    }[kind]


class QuickChips(Spoken, QWidget):
    """Shows what is chosen and says what is wanted; it decides nothing."""

    kind_wanted = Signal(object)  # a Kind
    said_wanted = Signal(str)  # the id of a Said

    def __init__(self, look: Look, scope: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._said_ones = look, said_of_a_call()
        self._popups: list[QWidget] = []
        self._runs: dict[str, Callable[[], None]] = {}  # by key, as written
        self.kinds = {kind: KeyChip(look, self) for kind in KINDS}
        self._alt = ToneLabel(look, "muted", parent=self)
        self.said = {each.id: KeyChip(look, self) for each in self._said_ones}
        self._alt.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._rows = (Row(tuple(self.kinds.values())), Row((self._alt, *self.said.values())))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        for row in self._rows:
            whole.addWidget(row)
        for kind, chip in self.kinds.items():
            chip.clicked.connect(partial(self._want_kind, kind))
            self._shortcut(KEYS[kind], scope, partial(self._want_kind, kind))
        for each in self._said_ones:
            self.said[each.id].clicked.connect(partial(self._want_said, each.id))
            self._shortcut(each.key, scope, partial(self._want_said, each.id))
        self._say()

    def show_kind(self, chosen: Kind) -> None:
        for kind, chip in self.kinds.items():
            chip.setChecked(kind is chosen)

    def show_said(self, on: frozenset[str]) -> None:
        """The ids of what is on."""
        for name, chip in self.said.items():
            chip.setChecked(name in on)

    def restyle(self) -> None:
        """Another size of letters."""
        self._alt.setFixedHeight(self._look.px(HEIGHT))
        self._fit()

    def also_over(self, popup: QWidget) -> None:
        """The keys work over a list of names too: Qt gives a popup every key, and its shortcuts to nobody."""
        popup.installEventFilter(self)
        self._popups.append(popup)

    def _want_kind(self, kind: Kind, _checked: bool = False) -> None:
        self.kind_wanted.emit(kind)

    def _want_said(self, name: str, _checked: bool = False) -> None:
        self.said_wanted.emit(name)

    def _shortcut(self, key: str, scope: QWidget, run: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), scope, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(self._run, key))
        self._runs[key] = run

    def _run(self, key: str) -> None:
        for popup in self._popups:
            if popup.isVisible():
                popup.hide()
        self._runs[key]()

    def _write(self, *, kinds_shortly: bool, said_shortly: bool) -> None:
        for kind, chip in self.kinds.items():
            word = kind_word(kind).lower()
            chip.say(KEYS[kind], short_kind(kind) if kinds_shortly else word, word, KEYS[kind])
        for each in self._said_ones:
            word = each.short() if said_shortly else each.words()
            self.said[each.id].say(each.key.removeprefix(ALT), word, each.words(), each.key)

    def _fit(self) -> None:
        """Whole words where one row holds them, short ones where not."""
        self._write(kinds_shortly=False, said_shortly=False)
        if self.width() > 0:
            kinds, said = (row.flow.rows_at(self.width()) > 1 for row in self._rows)
            self._write(kinds_shortly=kinds, said_shortly=said)
        for row in self._rows:
            row.flow.invalidate()

    def _say(self) -> None:
        self._alt.say(ALT)
        self._fit()

    # What Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = QKeySequence(event.keyCombination()).toString()
            if key in self._runs:
                self._run(key)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class Row(QWidget):
    """Chips that wrap."""

    def __init__(self, widgets: tuple[QWidget, ...]) -> None:
        super().__init__()
        self.flow = FlowLayout(self, across=3, down=4)
        for widget in widgets:
            self.flow.addWidget(widget)
