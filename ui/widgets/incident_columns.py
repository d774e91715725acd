"""The columns of the board: incidents side by side, by status or by severity, a handful of cards in each."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.incidents import hotness
from ui.theme import Look
from ui.widgets.incident_card import IncidentCard
from ui.widgets.tone import ToneLabel
from warroom.commands.said import severity_meaning, severity_word, status_word
from warroom.domain.incidents import Severity, Status
from warroom.room import Card
from warroom.words import ngettext

MOST = 8  # cards in a column; the rest is one click away in the list


class Grouping(enum.StrEnum):
    """What the columns stand for."""

    STATUS = "status"
    SEVERITY = "severity"


LIVE = tuple(status for status in Status if not status.is_over)
GRAVEST_FIRST = (
    Severity.UNDETERMINED,
    Severity.CRITICAL,
    Severity.MAJOR,
    Severity.SIGNIFICANT,
    Severity.MINOR,
)


class IncidentColumn(QWidget):
    """One column: its name and count, its cards, and how many more there are."""

    chosen = Signal(str)
    more_asked = Signal()

    def __init__(self, look: Look, words: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._name, self._count = ToneLabel(look, bold=True, parent=self), ToneLabel(look, "muted", parent=self)
        self._more = QPushButton(self)
        self._more.setProperty("quiet", True)
        self._more.clicked.connect(self.more_asked)
        self._cards: list[IncidentCard] = []
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(self._name)
        head.addWidget(self._count)
        head.addStretch(1)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(self._stack)
        whole.addWidget(self._more)
        whole.addStretch(1)
        self._keep_readable()
        look.changed.connect(self._keep_readable)

    def _keep_readable(self) -> None:
        """Five of them stand side by side in the smallest window."""
        self.setMinimumWidth(self._look.px(144))

    def show_cards(self, cards: Sequence[Card], *, now_ms: int, hottest: str) -> None:
        """The hottest first; cards are kept and told anew, so that the focus stays."""
        self._name.say(self._words())
        self._count.say(str(len(cards)) if cards else "")
        shown = sorted(cards, key=hotness)[:MOST]
        while len(self._cards) < len(shown):
            card = IncidentCard(self._look, self)
            card.chosen.connect(self.chosen)
            self._stack.addWidget(card)
            self._cards.append(card)
        for at, card in enumerate(self._cards):
            card.setVisible(at < len(shown))
            if at < len(shown):
                card.show_card(shown[at], now_ms=now_ms, is_hottest=shown[at].incident.id == hottest)
        left = len(cards) - len(shown)
        self._more.setText(ngettext("{n} more in the list", "{n} more in the list", left).format(n=left))
        self._more.setVisible(left > 0)

    def shown(self) -> list[IncidentCard]:
        """The cards now on screen, from the top."""
        return [card for card in self._cards if not card.isHidden()]


class IncidentColumns(QWidget):
    """All columns of one grouping."""

    chosen = Signal(str)
    more_asked = Signal()

    def __init__(self, look: Look, grouping: Grouping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grouping = grouping
        self.columns: dict[Status | Severity, IncidentColumn] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for key in LIVE if grouping is Grouping.STATUS else GRAVEST_FIRST:
            column = IncidentColumn(look, lambda key=key: _name_of(key), self)  # type: ignore[misc]
            column.chosen.connect(self.chosen)
            column.more_asked.connect(self.more_asked)
            self.columns[key] = column
            row.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)

    def show_cards(self, cards: Sequence[Card], *, now_ms: int) -> None:
        """Share the cards out; the gravest, latest and oldest of all is outlined."""
        hottest = min(cards, key=hotness).incident.id if cards else ""
        for key, column in self.columns.items():
            mine = [card for card in cards if self._key(card) == key]
            column.show_cards(mine, now_ms=now_ms, hottest=hottest)

    def _key(self, card: Card) -> Status | Severity:
        return card.incident.status if self._grouping is Grouping.STATUS else card.incident.gravity


def _name_of(key: Status | Severity) -> str:
    if isinstance(key, Status):
        return status_word(key)
    if key is Severity.UNDETERMINED:
        return severity_word(key)
    return f"{severity_word(key)} {severity_meaning(key)}"
