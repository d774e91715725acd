"""The head of a message: what it is, where it stands, until when, why not yet, and the one button of the next step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.icons import icon
from ui.models.message_view import MessageView
from ui.models.message_words import blockers_said, step_word
from ui.models.messages import TONES, state_word
from ui.widgets.call_line import CallLine
from ui.widgets.elided import ElidedLabel
from ui.widgets.hint_line import HintLine
from ui.widgets.lines import clear
from ui.widgets.pill import Pill
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel, due_tone
from warroom import phrases, words
from warroom.domain.message_approvers import approvers_said
from warroom.domain.messages import MessageState
from warroom.domain.template_book import TemplateBook
from warroom.words import _, pgettext


class MessageHead(Spoken, QWidget):
    """`step_asked` is the primary button; the rest stands in one quiet menu, each with its words."""

    step_asked = Signal()
    details_asked = Signal()
    correction_asked = Signal()
    withdrawal_asked = Signal()
    print_asked = Signal()
    ways_asked = Signal()
    refill_asked = Signal()
    copy_asked = Signal()
    promise_asked = Signal()
    alert_asked = Signal()
    call_answered = Signal(object)  # what an alarm line is about

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: MessageView | None = None
        self._book = TemplateBook()
        look = desk.look
        self._title = ElidedLabel(parent=self)
        self._title.setProperty("role", "page")
        self._state, self._when = Pill(look, parent=self), ToneLabel(look, bold=True, parent=self)
        self._about, self._why = HintLine(look, self), HintLine(look, self)
        self._details = QPushButton(self)
        self._details.setProperty("link", True)
        self._more = QToolButton(self)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self.main = QPushButton(self)
        self.main.setProperty("primary", True)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(10)
        first.addWidget(self._title, 1)
        first.addWidget(self._state)
        first.addWidget(self._when)
        first.addWidget(self._more)
        first.addWidget(self.main)
        second.addWidget(self._about, 1)
        second.addWidget(self._details)
        self.calls = QVBoxLayout()
        self.calls.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(5)
        whole.addLayout(first)
        whole.addLayout(second)
        whole.addWidget(self._why)
        whole.addLayout(self.calls)
        self.main.clicked.connect(lambda _checked=False: self.step_asked.emit())
        self._details.clicked.connect(lambda _checked=False: self.details_asked.emit())
        self._menu.aboutToShow.connect(self._fill_menu)
        look.changed.connect(self._dress)
        self._dress()
        self._say()

    def show_message(self, shown: MessageView, book: TemplateBook) -> None:
        """This message from now on."""
        self._shown, self._book = shown, book
        self._say()

    def tick(self) -> None:
        """Time went on."""
        self._say_when()

    def _say(self) -> None:
        self._more.setToolTip(_("More: correct, withdraw, print"))
        self._more.setAccessibleName(_("More: correct, withdraw, print"))
        self._details.setText(_("Change…"))
        self._details.setToolTip(_("To whom, by what, in which languages, when"))
        shown = self._shown
        if shown is None:
            return
        can_write = not self._desk.room.read_only
        self._title.setText(f"{shown.facts.message.number} · {shown.template}")
        self._state.say(state_word(shown.state), TONES[shown.state])
        self._about.say(self._about_said(shown), "muted")
        self._details.setVisible(can_write and not shown.is_frozen)
        said = blockers_said(shown.blockers, self._book, words.language()) if not shown.is_frozen else ""
        self._why.say(_("Before it can be approved: {why}").format(why=said) if said else "", "due")
        self._why.setVisible(bool(said))
        self.main.setText(main_word(shown))
        self.main.setToolTip(_("Ctrl+Enter"))
        self.main.setVisible(can_write)
        self._say_when()
        self._show_calls()

    def _about_said(self, shown: MessageView) -> str:
        message, now = shown.facts.message, self._desk.room.clock.now_ms()
        after = ""
        if message.next_at is not None:
            after = _("promises the next at {time}").format(time=phrases.moment(message.next_at, now))
        to = _("to {whom}").format(whom=shown.audiences) if shown.audiences else _("to nobody yet")
        ways = ", ".join(name for name in (shown.channel_names.get(each, "") for each in message.channels) if name)
        corrects = shown.others.get(message.corrects, "")
        corrected = _("corrects {number}").format(number=corrects) if corrects else ""
        is_open = shown.approvers and shown.state is not MessageState.APPROVED
        by = _("to be approved by: {who}").format(who=approvers_said(shown.approvers)) if is_open else ""
        return " · ".join(part for part in (to, ways, after, corrected, by) if part)

    def _say_when(self) -> None:
        shown, now = self._shown, self._desk.room.clock.now_ms()
        if shown is None:
            return
        due = shown.facts.message.due_at
        if shown.is_frozen or due is None:
            self._when.setVisible(False)
            return
        self._when.setVisible(True)
        self._when.say(phrases.due(due, now), due_tone(due, now))

    def _show_calls(self) -> None:
        """What calls for somebody, in red, each with its ways to answer."""
        clear(self.calls)
        for call in self._shown.calls if self._shown is not None else ():
            can_answer = not self._desk.room.read_only
            answers = [
                (words_of(), partial(self.call_answered.emit, answer))
                for words_of, answer in call.answers
                if can_answer
            ]
            self.calls.addWidget(CallLine(self._desk.look, call.said, answers, self))

    def _fill_menu(self) -> None:
        """What else can be done with this message now."""
        self._menu.clear()
        shown, can_write = self._shown, not self._desk.room.read_only
        if shown is None:
            return
        is_out = shown.state in (MessageState.RELEASED, MessageState.CORRECTED)
        ways = (
            (_("Write a correction…"), self.correction_asked, can_write and is_out),
            (_("Withdraw…"), self.withdrawal_asked, can_write and shown.state is not MessageState.WITHDRAWN),
            (_("Fill in what is known by now"), self.refill_asked, can_write and not shown.is_frozen),
            (_("Note a promise made in it…"), self.promise_asked, can_write),
            (_("As an alert (CAP)…"), self.alert_asked, can_write and not shown.is_frozen and not shown.is_inside),
            (_("Copy the texts"), self.copy_asked, True),
            (pgettext("message", "Print…"), self.print_asked, True),
            (_("Leaves with no network…"), self.ways_asked, bool(shown.releases)),
        )
        for said, signal, is_offered in ways:
            if is_offered:
                self._menu.addAction(said, signal.emit)

    def _dress(self) -> None:
        self._more.setIcon(icon("more", self._desk.look))


def main_word(shown: MessageView) -> str:
    """The words of the one button: what is to be done next."""
    if shown.wants_correction:
        return _("Write a correction…")
    return _("Send it: outbox") if shown.is_unsent else step_word(shown.step)
