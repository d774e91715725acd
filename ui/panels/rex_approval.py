"""Review and approval: what stands in the way, who is asked, who approved or sent back these very words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_wizard import RexView
from ui.theme import set_property
from ui.widgets.panel import PanelFrame
from ui.widgets.refill import refill
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.rex_words import blocker_said, review_verdict_word, step_word
from warroom.domain.rex import RexApproval, Step
from warroom.domain.rex_state import RexBlocker, RexState
from warroom.words import _, ngettext


class ApprovalPart(Spoken, QWidget):
    """The primary button is the next step: ask, or approve when this person was asked."""

    step_asked = Signal(object)  # Step

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self.in_the_way, self.verdicts = PanelFrame(self), PanelFrame(self)
        self._blockers, self._given = QVBoxLayout(), QVBoxLayout()
        self._where = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        self.ask, self.approve, self.send_back = (QPushButton(self) for _at in range(3))
        for frame, lines in ((self.in_the_way, self._blockers), (self.verdicts, self._given)):
            lines.setContentsMargins(14, 8, 14, 10)
            lines.setSpacing(8)
            frame.body.addLayout(lines)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.ask)
        acts.addWidget(self.approve)
        acts.addWidget(self.send_back)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._where, self.in_the_way, self.verdicts):
            column.addWidget(widget)
        column.addLayout(acts)
        column.addStretch(1)
        self._first = self.ask
        self.ask.clicked.connect(lambda _checked=False: self.ask_approval())
        self.approve.clicked.connect(lambda _checked=False: self.give_approval())
        self.send_back.clicked.connect(lambda _checked=False: self.send_it_back())
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self._say()

    # What is done

    def ask_approval(self) -> None:
        """Ask people to approve it as it is now."""
        from ui.dialogs.rex_approval import AskApprovalDialog

        if self._view is not None:
            AskApprovalDialog(self._desk, self._view, self).open()

    def give_approval(self) -> None:
        """Approve it as it is now."""
        from ui.dialogs.rex_approval import GiveApprovalDialog

        if self._view is not None:
            GiveApprovalDialog(self._desk, self._view, self).open()

    def send_it_back(self) -> None:
        """Say what is to be changed."""
        from ui.dialogs.rex_approval import SendBackDialog

        if self._view is not None:
            SendBackDialog(self._desk, self._view, self).open()

    # Words

    def _say(self) -> None:
        view = self._view
        self.in_the_way.set_title(_("What stands in the way"))
        self.verdicts.set_title(_("Approvals"))
        self.approve.setText(_("Approve…"))
        self.send_back.setText(_("Send back…"))
        if view is None:
            return
        state, can_write = view.standing.state, not self._desk.room.read_only
        is_asked = view.rex.asked_at is not None
        self.ask.setText(_("Ask again…") if is_asked else _("Ask for approval…"))
        is_live = can_write and state is not RexState.DROPPED
        for button in (self.ask, self.approve, self.send_back):
            button.setEnabled(is_live)
        is_approved = state in (RexState.APPROVED, RexState.PUBLISHED) and bool(view.standing.approved_by)
        self._make_primary(None if is_approved else self.approve if state is RexState.IN_REVIEW else self.ask)
        self._where.say(*self._standing(view))
        found = [(step, one) for step in Step for one in view.blocking(step)]
        self._list(self._blockers, [self._blocker(one, step) for step, one in found], _("Nothing stands in the way."))
        approvals = sorted(view.facts.approvals, key=lambda one: -one.at)
        self._list(self._given, [self._verdict(view, one) for one in approvals], _("Nobody has said anything yet."))
        many = len(found)
        self.in_the_way.set_note(ngettext("{n} thing", "{n} things", many).format(n=many) if many else "")

    def _standing(self, view: RexView) -> tuple[str, str]:
        """Where it stands, in a sentence, and its tone."""
        standing, now = view.standing, self._desk.room.clock.now_ms()
        if standing.state is RexState.DROPPED:
            return _("This review is not held: {reason}").format(reason=view.rex.dropped_because), "muted"
        if standing.state is RexState.SENT_BACK and standing.sent_back is not None:
            back = standing.sent_back
            return _("Sent back by {who}: {remark}").format(who=back.by, remark=back.remark), "late"
        if standing.state is RexState.APPROVED and standing.approved_by:
            return _("Approved by {who}, as it is now.").format(who=", ".join(standing.approved_by)), "good"
        if standing.moved and view.rex.asked_at is not None:
            return _("It was changed since: an approval holds only for the words that were approved."), "due"
        if standing.state is RexState.IN_REVIEW and view.rex.asked_at is not None:
            who = ", ".join(standing.waiting_for)
            when = phrases.ago(view.rex.asked_at, now)
            return _("Asked by {by} {when}; waiting for {who}.").format(by=view.rex.asked_by, when=when, who=who), "due"
        if standing.state is RexState.PUBLISHED and standing.approved_by:
            return _("Approved by {who}, as it is now.").format(who=", ".join(standing.approved_by)), "good"
        return _("Nobody has been asked to approve it yet."), "muted"

    def _list(self, lines: QVBoxLayout, widgets: list[QWidget], nothing: str) -> None:
        if not widgets:
            label = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            label.say(nothing)
            widgets = [label]
        refill(lines, widgets)

    def _blocker(self, blocker: RexBlocker, step: Step) -> QWidget:
        said = ToneLabel(self._desk.look, "due", wrap=True, parent=self)
        said.say(f"· {blocker_said(blocker)}")
        words = _("Go to: {step}").format(step=step_word(step))
        return self._line(
            said, words, lambda: self.step_asked.emit(step), phrases.labelled(blocker_said(blocker), words)
        )

    def _verdict(self, view: RexView, one: RexApproval) -> QWidget:
        line, now = QLabel(self), self._desk.room.clock.now_ms()
        line.setWordWrap(True)
        who = _("{who} (typed by {typed})").format(who=one.by, typed=one.typed_by) if one.typed_by else one.by
        parts = [f"{review_verdict_word(one.verdict)} · {who} · {phrases.moment(one.at, now)}"]
        if one.digest != view.standing.digest:
            parts.append(_("it was changed since"))
        parts += [text for text in (one.remark, one.exception) if text]
        line.setText(" · ".join(parts))
        return line

    def _line(self, said: QWidget, words: str, run: Callable[[], object], told: str) -> QWidget:
        line, button = QWidget(self), QPushButton(words, self)
        button.setProperty("link", True)
        button.setAccessibleName(told)
        button.clicked.connect(lambda _checked=False: run())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(said, 1)
        row.addWidget(button)
        return line

    def _make_primary(self, chosen: QPushButton | None) -> None:
        """None once it is approved: then the next step is."""
        for button in (self.ask, self.approve):
            if bool(button.property("primary")) is not (button is chosen):
                set_property(button, "primary", button is chosen)
        self._first = chosen or self.ask

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._first.setFocus()
