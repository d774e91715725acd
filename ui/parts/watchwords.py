"""Challenge and answer in force, until when, and what comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import FactLine
from warroom import phrases
from warroom.commands import RevokeWatchword
from warroom.domain.handovers import Watchword
from warroom.words import _, pgettext

SHARE = 120


class WatchwordsPart(Part):
    """The words are shown only when asked for: a room has visitors."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._word: Watchword | None = None
        self._next: Watchword | None = None
        self._is_known = self._is_shown = False
        self._show = self.add_head_button(self._show_words, self._turn)
        self._revoke = self.add_head_button(lambda: _("Revoke"), self._drop, tip=lambda: _("They count no longer."))
        self._set = self.add_head_button(lambda: _("Set…"), self.set_words)
        self._say()

    def show_words(self, word: Watchword | None, following: Watchword | None) -> None:
        """Those that count now, and those that come next."""
        self._word, self._next, self._is_known = word, following, True
        self.refresh()

    def set_words(self) -> None:
        """Set other words for the next period."""
        from ui.dialogs.watchword import WatchwordDialog

        self.ask(WatchwordDialog(self.desk, self))

    def refresh(self) -> None:
        can_write, word = not self.desk.room.read_only, self._word
        self._set.setVisible(can_write)
        self._revoke.setVisible(can_write and word is not None)
        self._show.setVisible(word is not None)
        self._show.setText(self._show_words())
        if word is None:
            said = _("No challenge is set: whoever takes a call can only call back on a number that is known.")
            self.fill([self.empty_line(said)])
        else:
            hidden = "• • • • • •"
            answer = word.answer if self._is_shown else hidden
            lines = [(_("Challenge"), word.challenge if self._is_shown else hidden)]
            lines.append((pgettext("watchword", "Answer"), answer))
            if word.until_at is not None:
                lines.append((_("Counts until"), phrases.moment(word.until_at, self.now())))
            if self._next is not None:
                lines.append((_("Next ones from"), phrases.moment(self._next.from_at, self.now())))
            self.fill([self._line(name, value) for name, value in lines])
        self.set_note("")

    def _line(self, name: str, value: str) -> FactLine:
        line = FactLine(self.desk.look, share=SHARE, parent=self)
        line.say(name, value)
        line.chosen.connect(self._turn)
        return line

    def _turn(self) -> None:
        self._is_shown = not self._is_shown
        self.refresh()

    def _drop(self) -> None:
        if self._word is not None:
            self.do(RevokeWatchword(watchword=self._word.id))

    def _show_words(self) -> str:
        return _("Hide") if self._is_shown else _("Show")

    def _redraw(self) -> None:
        if self._is_known:
            self.refresh()

    def _say(self) -> None:
        self.set_title(_("Challenge and answer"))
        super()._say()
