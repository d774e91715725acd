"""Handovers of a cell, the newest first: who to whom, and whose signature is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import FactLine
from warroom import phrases
from warroom.commands.seat_words import waits_said
from warroom.domain.handovers import Handover
from warroom.words import _, ngettext

SHARE = 150


class HandoversPart(Part):
    """A click opens the sheet."""

    opened = Signal(str)  # a handover

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._handovers: Sequence[Handover] | None = None
        self._say()

    def show_handovers(self, handovers: Sequence[Handover]) -> None:
        self._handovers = handovers
        self.refresh()

    def refresh(self) -> None:
        handovers = self._handovers or ()
        lines: list[QWidget] = [self._line(item) for item in handovers]
        if not handovers:
            lines = [self.empty_line(_("Nobody has handed over yet: open a function, “Hand over…”."))]
        self.fill(lines)
        waiting = sum(not item.is_signed for item in handovers)
        self.set_note(ngettext("{n} to sign", "{n} to sign", waiting).format(n=waiting) if waiting else "")

    def _line(self, item: Handover) -> FactLine:
        line = FactLine(self.desk.look, share=SHARE, parent=self)
        at = phrases.moment(item.at, self.now()) if item.at else ""
        who = f"{item.leaving} → {item.arriving}" if item.leaving else item.arriving
        waits = waits_said(item)
        line.say(
            f"{item.number}  {item.code}  {at}", who, note=waits or _("signed"), note_tone="due" if waits else "good"
        )
        line.chosen.connect(lambda: self.opened.emit(item.id))
        return line

    def _redraw(self) -> None:
        if self._handovers is not None:
            self.refresh()

    def _say(self) -> None:
        self.set_title(_("Handovers"))
        super()._say()
