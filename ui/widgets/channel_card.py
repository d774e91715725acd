"""One channel: what it is, what it needs, whether it works now, what to use instead; tried in one click."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.audiences import (
    CardFacts,
    instead_line,
    kind_line,
    needs_said,
    reaches_said,
    state_said,
    title_said,
)
from ui.theme import Look
from ui.widgets.clamped import ClampedText
from ui.widgets.spoken import Spoken
from warroom.domain.audience_book import AudienceBook
from warroom.words import _, pgettext


class ChannelCard(Spoken, QFrame):
    """Greyed out with the reason when the outage breaks what it needs."""

    checked = Signal(str, bool)  # id, whether it works
    amended = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: CardFacts | None = None
        self._book = AudienceBook()
        self._now = 0
        self.setProperty("panel", True)
        self._name = ClampedText(look, lines=1, px=15, bold=True, parent=self)
        self._kind = ClampedText(look, "muted", lines=1, parent=self)
        self._needs = ClampedText(look, lines=2, parent=self)
        self._state = ClampedText(look, lines=3, parent=self)
        self._instead = ClampedText(look, lines=2, bold=True, parent=self)
        self._reaches = ClampedText(look, "muted", lines=2, parent=self)
        self._remark = ClampedText(look, "muted", lines=2, parent=self)
        self.works, self.fails, self.amend = QPushButton(self), QPushButton(self), QPushButton(self)
        self.works.clicked.connect(lambda _checked=False: self._tell(works=True))
        self.fails.clicked.connect(lambda _checked=False: self._tell(works=False))
        self.amend.clicked.connect(lambda _checked=False: self.card and self.amended.emit(self.card.channel.id))
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.works, self.fails, self.amend):
            buttons.addWidget(button)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(4)
        for widget in (
            self._name, self._kind, self._needs, self._state, self._instead, self._reaches, self._remark
        ):  # fmt: skip
            whole.addWidget(widget)
        whole.addStretch(1)
        whole.addLayout(buttons)
        self._say()

    def show_card(self, card: CardFacts, book: AudienceBook, *, now_ms: int, can_write: bool) -> None:
        """Say how it is now."""
        self.card, self._book, self._now = card, book, now_ms
        for button in (self.works, self.fails, self.amend):
            button.setEnabled(can_write)
        self._say()

    def _tell(self, *, works: bool) -> None:
        if self.card is not None:
            self.checked.emit(self.card.channel.id, works)

    def _say(self) -> None:
        self.works.setText(pgettext("channel", "Works"))
        self.fails.setText(_("Fails"))
        self.amend.setText(_("Change…"))
        self.works.setToolTip(_("You tried it just now, and it works"))
        self.fails.setToolTip(_("You tried it just now, and it does not work"))
        self.amend.setToolTip(_("What it needs, whom it reaches, what takes its place"))
        card = self.card
        if card is None:
            return
        is_out = card.channel.retired or not card.usable.works
        state, tone = state_said(card, self._now)
        instead = instead_line(card, self._book)
        for button in (self.works, self.fails):
            button.setVisible(not card.channel.retired)
        self._name.say(title_said(card), "muted" if is_out else "")
        self._kind.say(kind_line(card), "muted")
        self._kind.setVisible(bool(kind_line(card)))
        self._needs.say(needs_said(card.channel), "muted" if is_out else "")
        self._state.say(state, tone)
        self._instead.say(instead)
        self._instead.setVisible(bool(instead))
        self._reaches.say(reaches_said(card, self._book), "muted")
        self._remark.say(card.channel.remark, "muted")
        self._remark.setVisible(bool(card.channel.remark))
        self.setAccessibleName(". ".join(part for part in (title_said(card), state, instead) if part))
        for button in (self.works, self.fails, self.amend):
            button.setAccessibleName(f"{button.text()} {title_said(card)}")
