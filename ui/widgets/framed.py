"""A frame around a table or a list, as the panels have."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


def framed(inside: QWidget, parent: QWidget | None = None) -> QFrame:
    """The widget in a panel of its own."""
    frame = QFrame(parent)
    frame.setProperty("panel", True)
    box = QVBoxLayout(frame)
    box.setContentsMargins(1, 4, 1, 4)
    box.setSpacing(0)
    box.addWidget(inside)
    frame.setFocusProxy(inside)
    return frame
