"""What became of a message: each release word for word, who let it out, and every way by which it left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.message_part import MessagePart
from ui.widgets.lines import Block
from warroom import phrases
from warroom.commands.sending_words import result_word
from warroom.domain.messages import Release, Result, Sending
from warroom.words import _, ngettext

SHORT = 12  # letters of a digest that people compare


class HistoryPart(MessagePart):
    """The latest first; a click shows the words that went out."""

    release_asked = Signal(str)  # release

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._say()

    def refresh(self) -> None:
        if self.shown is None:
            return
        lines: list[QWidget] = []
        message = self.shown.facts.message
        if message.withdrawn_at is not None:
            lines.append(self._withdrawn())
        for release in sorted(self.shown.releases, key=lambda each: -each.at):
            sent = [line for line in self.shown.sendings if line.release == release.id]
            lines += [self._sending(line) for line in sorted(sent, key=lambda each: -each.at)]
            lines.append(self._release(release))
        lines.append(self._drafted())
        self.fill(lines)
        count = len(self.shown.releases)
        note = ngettext("released once", "released {n} times", count).format(n=count) if count else ""
        self.set_note(note, role="late" if count > 1 else "muted")

    def _release(self, release: Release) -> Block:
        block = Block(self.desk.look, self)
        when = f"{phrases.moment(release.at, self.now())} " + _("released")
        by = _("by {name}").format(name=release.by) if release.by else ""
        approved = _("approved by {name}").format(name=release.approved_by) if release.approved_by else ""
        what = " · ".join(part for part in (by, approved) if part)
        more = [_("by exception: {reason}").format(reason=release.exception)] if release.exception else []
        more += [release.reason] if release.reason else []
        more.append(_("fingerprint {digest}").format(digest=release.digest[:SHORT]))
        block.say(when, "exercise", what, " · ".join(more))
        block.chosen.connect(lambda: self.release_asked.emit(release.id))
        return block

    def _sending(self, line: Sending) -> Block:
        assert self.shown is not None
        block = Block(self.desk.look, self)
        word = result_word(line.result)
        channel = self.shown.channel_names.get(line.channel, "")
        by = _("by {name}").format(name=line.by) if line.by else ""
        what = " · ".join(part for part in (channel, line.recipient, by) if part)
        tone = "late" if line.result in (Result.FAILED, Result.UNCLEAR) else "muted"
        block.say(f"{phrases.moment(line.at, self.now())} {word}", tone, what, line.remark or line.proof)
        return block

    def _withdrawn(self) -> Block:
        assert self.shown is not None
        message, block = self.shown.facts.message, Block(self.desk.look, self)
        at = phrases.moment(message.withdrawn_at or 0, self.now())
        block.say(f"{at} " + _("withdrawn"), "late", message.withdrawn_by, message.withdrawn_because)
        return block

    def _drafted(self) -> Block:
        assert self.shown is not None
        message, block = self.shown.facts.message, Block(self.desk.look, self)
        at = phrases.moment(message.at, self.now()) if message.at is not None else ""
        corrects = self.shown.others.get(message.corrects, "")
        more = _("corrects {number}").format(number=corrects) if corrects else ""
        block.say(f"{at} " + _("drafted"), "muted", message.by, more)
        return block

    def _say(self) -> None:
        self.set_title(_("History"))
        super()._say()
