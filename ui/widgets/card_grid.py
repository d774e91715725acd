"""Cards side by side, as many in a row as the page is wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

COLUMNS_MOST = 8


def place_cards(grid: QGridLayout, cards: Sequence[QWidget], *, wide: int, card: int) -> None:
    """Lay these cards out anew; `wide` is the place there is and `card` the width of one, in pixels."""
    many = min(COLUMNS_MOST, max(1, wide // card))
    for each in cards:
        grid.removeWidget(each)
    for place, each in enumerate(cards):
        grid.addWidget(each, place // many, place % many)
    for column in range(COLUMNS_MOST):
        grid.setColumnStretch(column, 1 if column < many else 0)
