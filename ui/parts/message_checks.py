"""The checks of a message: what is awaited from whom and until when, what passed, what was sent back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.message_part import MessagePart
from ui.widgets.lines import Block
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.message_words import review_word
from warroom.domain.message_state import answer_due, awaited_of, holds
from warroom.domain.messages import Review, ReviewKind, Verdict
from warroom.words import _, ngettext


class ChecksPart(MessagePart):
    """Awaited ones first, with their countdown; the verdict is one click away."""

    verdict_asked = Signal(str)  # review
    escalation_asked = Signal(str)  # review
    check_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ask = self.add_head_button(
            lambda: _("Ask"), self.check_asked.emit, tip=lambda: _("Ask somebody to check this message")
        )
        self._say()

    def refresh(self) -> None:
        if self.shown is None:
            return
        self._ask.setVisible(not self.shown.is_frozen and not self.desk.room.read_only)
        reviews = self.shown.facts.reviews
        awaited = [each for each in reviews if each.verdict is Verdict.NONE]
        given = sorted((each for each in reviews if each.verdict is not Verdict.NONE), key=lambda each: -(each.at or 0))
        lines: list[QWidget] = [self._awaited(each) for each in awaited]
        lines += [self._given(each) for each in given]
        if not lines:
            lines.append(self.empty_line(_("No check was asked for.")))
        self.fill(lines)
        self.set_note(ngettext("{n} awaited", "{n} awaited", len(awaited)).format(n=len(awaited)) if awaited else "")

    def _awaited(self, review: Review) -> Block:
        now, due = self.now(), answer_due(review)
        block = Block(self.desk.look, self)
        when = phrases.due(due, now) if due is not None else _("awaited")
        who = awaited_of(review, now)
        kind = review_word(review.kind)
        what = phrases.labelled(kind, who) if who else kind
        more = _("gone to the deputy, asked of {name}").format(name=review.asked_of) if who != review.asked_of else ""
        block.say(when, due_tone(due, now), what, more)
        if not self.desk.room.read_only:
            block.add_button(_("Answer…"), lambda: self.verdict_asked.emit(review.id))
            if review.deputy and review.escalated_at is None:
                block.add_button(_("To the deputy"), lambda: self.escalation_asked.emit(review.id))
        block.chosen.connect(lambda: self.verdict_asked.emit(review.id))
        return block

    def _given(self, review: Review) -> Block:
        assert self.shown is not None
        block, now = Block(self.desk.look, self), self.now()
        is_old = not holds(review, self.shown.facts.digest)
        passed = review.verdict is Verdict.PASSED
        word = self._verdict_word(review)
        at = phrases.moment(review.at, now) if review.at is not None else ""
        tone = "muted" if is_old else "good" if passed else "late"
        old = _("about other words: it no longer counts") if is_old and not self.shown.is_frozen else ""
        exception = _("by exception: {reason}").format(reason=review.exception) if review.exception else ""
        more = " · ".join(part for part in (old, exception, review.remark) if part)
        block.say(f"{at} {word}".strip(), tone, f"{review_word(review.kind)} · {review.by}", more)
        return block

    def _verdict_word(self, review: Review) -> str:
        if review.verdict is Verdict.SENT_BACK:
            return _("sent back")
        return _("approved") if review.kind is ReviewKind.APPROVAL else _("checked")

    def _say(self) -> None:
        self.set_title(_("Checks"))
        super()._say()
