"""The facts that a message rests on: entries of the log; one that no longer holds stands first, in red."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.message_view import Cited
from ui.parts.message_part import MessagePart
from ui.widgets.lines import Block
from warroom import phrases
from warroom.commands.said import verification_word
from warroom.domain.entries import Verification
from warroom.domain.message_releases import Fallen, RefutedClaim
from warroom.words import _, ngettext


class ClaimsPart(MessagePart):
    """A click opens the entry in the log."""

    cite_asked = Signal()
    keep_asked = Signal(object)  # RefutedClaim
    correction_asked = Signal()
    uncite_asked = Signal(str)  # entry

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._cite = self.add_head_button(
            lambda: _("Cite"), self.cite_asked.emit, tip=lambda: _("An entry that this message rests on")
        )
        self._say()

    def refresh(self) -> None:
        if self.shown is None:
            return
        self._cite.setVisible(not self.shown.is_frozen and not self.desk.room.read_only)
        fallen = {each.claim: each for each in self.shown.facts.refuted}
        cited = sorted(self.shown.cited, key=lambda each: self._rank(fallen.get(each.claim.id)))
        lines: list[QWidget] = [self._block(each, fallen.get(each.claim.id)) for each in cited]
        if not lines:
            said = _("No entry is cited: a refuted fact would not be noticed.")
            lines.append(self.empty_line(said))
        self.fill(lines)
        wrong = sum(1 for each in fallen.values() if not each.is_answered)
        note = ngettext("{n} no longer holds", "{n} no longer hold", wrong).format(n=wrong) if wrong else ""
        self.set_note(note, role="late" if wrong else "muted")

    def _rank(self, refuted: RefutedClaim | None) -> int:
        if refuted is None:
            return 2
        return 1 if refuted.is_answered else 0

    def _block(self, cited: Cited, refuted: RefutedClaim | None) -> Block:
        assert self.shown is not None
        block, entry = Block(self.desk.look, self), cited.entry
        number = entry.number if entry is not None else _("an entry that cannot be read here")
        at = phrases.moment(entry.event_at, self.now()) if entry is not None else ""
        when, tone = f"{at} · {number}" if at else number, ""
        more = verification_word(entry.verification, entry.kind) if entry is not None else ""
        if refuted is not None:
            when, tone, more = self._fallen(refuted, number)
        elif entry is not None and entry.verification is not Verification.VERIFIED:
            tone = "due"
        text = " ".join(entry.text.split()) if entry is not None and not cited.claim.says else cited.claim.says
        block.say(when, tone, text, more)
        if refuted is not None and not refuted.is_answered and not self.desk.room.read_only:
            if self.shown.releases:
                block.add_button(_("Correct it…"), self.correction_asked.emit)
            block.add_button(_("It stands…"), lambda: self.keep_asked.emit(refuted))
        if not self.shown.is_frozen and not self.desk.room.read_only:
            block.add_button(_("Take out"), lambda: self.uncite_asked.emit(cited.claim.entry))
        block.chosen.connect(lambda: self.record_chosen.emit("entry", cited.claim.entry))
        return block

    def _fallen(self, refuted: RefutedClaim, number: str) -> tuple[str, str, str]:
        """What became of the entry: when line, tone, and more about it."""
        if refuted.how is Fallen.REFUTED:
            said = _("{number} is refuted").format(number=number)
        else:
            said = _("{number} is corrected by {other}").format(number=number, other=refuted.by_number)
        if refuted.is_kept:
            why = _("it stands all the same, says {name}: {reason}")
            return said, "muted", why.format(name=refuted.kept_by or "—", reason=refuted.kept_because)
        if refuted.correction:
            more = _("corrected by message {number}").format(number=refuted.correction)
            return said, "muted" if refuted.is_corrected else "due", more
        return said, "late", refuted.reason

    def _say(self) -> None:
        self.set_title(_("Facts"))
        super()._say()
