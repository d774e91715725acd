"""One step of a review: its part, where it has one, and its sections under it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_wizard import RexView
from ui.rex_steps import PARTS, ShowsRex
from ui.widgets.own_section import OwnSection
from ui.widgets.rex_remarks import RexRemarks
from ui.widgets.rex_section_card import SectionCard
from ui.widgets.side_column import Flowing
from warroom.domain.rex import Step


@runtime_checkable
class ShowsRexView(Protocol):
    """A part of ours, which needs no reading of its own."""

    def show_view(self, view: RexView) -> None: ...


@runtime_checkable
class Settles(Protocol):
    """A part that keeps what is half typed."""

    def settle(self) -> None: ...


class StepView(QScrollArea):
    """Built when the step is first shown; cards stay while their sections do, so that nothing typed moves."""

    def __init__(self, desk: Desk, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.step = desk, step
        self._rex = ""
        self.cards: dict[str, SectionCard] = {}
        self.remarks: dict[str, RexRemarks] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Flowing()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 12, 12)
        self._column.setSpacing(12)
        build = PARTS.get(step)
        self.part = build(desk, inside) if build is not None else None
        if self.part is not None:
            self._column.addWidget(self.part, 1)
        self.own = OwnSection(desk, inside) if step is Step.LESSONS else None
        if self.own is not None:
            self._column.addWidget(self.own)
        self._column.addStretch(0 if self.part is not None else 1)
        self.setWidget(inside)

    def show_view(self, view: RexView) -> None:
        """This review as the room has it now."""
        if view.rex.id != self._rex:
            self.leave()
            self._rex = view.rex.id
        if isinstance(self.part, ShowsRexView):
            self.part.show_view(view)
        elif isinstance(self.part, ShowsRex):
            self.part.show_rex(view.rex)
        if self.own is not None:
            self.own.show_rex(view.rex)
        shown = view.of_step(self.step)
        for code in set(self.cards) - {one.code for one in shown}:
            self.remarks.pop(code, None)
            self._drop(self.cards.pop(code))
        for one in shown:
            if one.code not in self.cards:
                card = self.cards[one.code] = SectionCard(self._desk, self._rex, one, self.widget())
                self._column.insertWidget(self._column.count() - (1 if self.own is None else 2), card)
                remarks = self.remarks[one.code] = RexRemarks(self._desk, card)
                remarks.setContentsMargins(14, 0, 14, 12)
                card.body.addWidget(remarks)
            self.cards[one.code].show_section(one)
            self.remarks[one.code].show_remarks([each for each in view.comments if each.section == one.code])

    def settle(self) -> None:
        """Write what is typed here."""
        for card in self.cards.values():
            card.settle()
        if isinstance(self.part, Settles):
            self.part.settle()

    def leave(self) -> None:
        """Another review comes: what is typed of this one is written first."""
        self.settle()
        for card in self.cards.values():
            self._drop(card)
        self.cards.clear()
        self.remarks.clear()

    def enter(self) -> None:
        """The keyboard comes to the part, else to the first text."""
        if self.part is not None:
            self.part.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.cards:
            next(iter(self.cards.values())).focus_text()

    def open_section(self, code: str) -> bool:
        """The keyboard in this text; False where it is not here."""
        card = self.cards.get(code)
        if card is None:
            return False
        card.focus_text()
        self.ensureWidgetVisible(card)
        return True

    def _drop(self, card: SectionCard) -> None:
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
