"""Tones: what a colour means (late, due, good, muted, a severity), so that no widget names a colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import Look
from warroom.domain.dues import AMBER_MS
from warroom.domain.incidents import Severity
from warroom.domain.services import ServiceState

TOKENS = {
    "": "ink",
    "late": "sev1",
    "due": "sev3",
    "good": "done",
    "muted": "muted",
    "exercise": "exercise",
    "accent": "accent",
    "sev0": "muted",
    "sev1": "sev1",
    "sev2": "sev2",
    "sev3": "sev3",
    "sev4": "sev4",
}

SERVICE_TONES = {
    ServiceState.MAJOR_OUTAGE: "sev1",
    ServiceState.PARTIAL_OUTAGE: "sev2",
    ServiceState.DEGRADED: "sev3",
    ServiceState.OPERATIONAL: "good",
    ServiceState.MAINTENANCE: "accent",
    ServiceState.UNKNOWN: "muted",
}


def tone_color(look: Look, tone: str) -> QColor:
    """The colour of a tone in the light or the dark."""
    return look.color(TOKENS[tone])


def due_tone(due_at: int | None, now_ms: int) -> str:
    """Red when late, amber in the last ten minutes, ink before; times are milliseconds UTC."""
    if due_at is None:
        return ""
    if due_at < now_ms:
        return "late"
    return "due" if due_at - now_ms <= AMBER_MS else ""


def severity_tone(severity: Severity) -> str:
    return f"sev{severity.value}"


class ToneLabel(QLabel):
    """Text in a tone, a size and a weight; it follows the theme."""

    def __init__(
        self,
        look: Look,
        tone: str = "",
        *,
        px: int = 13,
        bold: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._tone, self._px, self._bold = look, tone, px, bold
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)  # what people type is never markup
        self._dress()
        look.changed.connect(self._dress)

    @property
    def tone(self) -> str:
        return self._tone

    def say(self, text: str, tone: str | None = None) -> None:
        """Set the words, and the tone with them."""
        self.setText(text)
        if tone is not None and tone != self._tone:
            self._tone = tone
            self._dress()

    def _dress(self) -> None:
        self.setFont(self._look.font(self._px, QFont.Weight.DemiBold if self._bold else QFont.Weight.Normal))
        palette = QPalette()  # only this role is ours, the rest stays the application's
        palette.setColor(QPalette.ColorRole.WindowText, tone_color(self._look, self._tone))
        self.setPalette(palette)
