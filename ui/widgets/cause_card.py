"""A cause as it is drawn: what its card says, how tall it is, and its shape, readable in black and white."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.theme import Look
from warroom.commands.cause_words import cause_kind_word, cause_state_word
from warroom.domain.cause_hints import rests_on_something
from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.words import _, ngettext

PAD, SIGN, LETTERS = 8, 12, 13
BOLD = QFont.Weight.DemiBold
LONG = re.compile(r"(\S{18})(?=\S{4})")


@dataclass(frozen=True, slots=True)
class CauseCard:
    """The three lines of a card: what it is, what it says, what shows it."""

    record: str
    kind: CauseKind
    state: CauseState
    head: str
    text: str
    shown: str
    is_bare: bool

    @property
    def said(self) -> str:
        """The card in one sentence, for whoever hears it."""
        return ". ".join(part for part in (self.head, self.text, self.shown) if part)


def card_of(cause: Cause, path: str) -> CauseCard:
    """What the card of a cause says."""
    parts = [path, cause.number, cause_kind_word(cause.kind), cause_state_word(cause.state)]
    return CauseCard(
        cause.id,
        cause.kind,
        cause.state,
        " · ".join(part for part in parts if part),
        cause.text,
        shown_by(cause),
        not rests_on_something(cause),
    )


def shown_by(cause: Cause) -> str:
    """What there is to show for a cause, in a few words."""
    parts = []
    if cause.evidence:
        many = len(cause.evidence)
        parts.append(ngettext("{n} piece of evidence", "{n} pieces of evidence", many).format(n=many))
    if cause.hypothesis:
        parts.append(_("confirmed hypothesis") if cause.state is CauseState.CONFIRMED else _("hypothesis"))
    parts += [" ".join(said.split()) for said in (cause.evidence_text, cause.change) if said.strip()]
    return " · ".join(parts) or _("nothing shows it yet")


def height_of(card: CauseCard, look: Look, width: float) -> float:
    """How tall a card is at this width."""
    inner = width - look.px(2 * PAD)
    plain = QFontMetricsF(look.font(LETTERS))
    return (
        plain.lineSpacing() * 2
        + _tall(breakable(card.text), QFontMetricsF(look.font(LETTERS, BOLD)), inner)
        + look.px(2 * PAD)
    )


def paint_card(
    painter: QPainter, card: CauseCard, box: QRectF, look: Look, *, is_current: bool, is_focused: bool
) -> None:
    """Draw a card: thick where it is a root, dashed where nothing shows it, struck through where it was refuted."""
    refuted = card.state is CauseState.REFUTED
    pen = QPen(look.color("muted"), 2.2 if card.kind is CauseKind.ROOT else 1)
    if card.is_bare or refuted:
        pen.setStyle(Qt.PenStyle.DashLine)
    if is_current:
        pen = QPen(look.color("accent"), 2.4 if is_focused else 1.6)
    painter.setPen(pen)
    painter.setBrush(look.color("accent_wash" if is_current else "panel"))
    painter.drawRoundedRect(box, 5, 5)
    pad = look.px(PAD)
    inner = box.adjusted(pad, pad, -pad, -pad)
    line = QFontMetricsF(look.font(LETTERS)).lineSpacing()
    paint_sign(painter, card.kind, QPointF(inner.left() + look.px(SIGN) / 2, inner.top() + line / 2), look)
    _line(
        painter,
        card.head,
        QRectF(inner.left() + look.px(SIGN + 6), inner.top(), inner.width() - look.px(SIGN + 6), line),
        look,
        "muted",
    )
    font = look.font(LETTERS, BOLD)
    font.setStrikeOut(refuted)
    painter.setFont(font)
    painter.setPen(look.color("muted" if refuted else "ink"))
    text = QRectF(inner.left(), inner.top() + line, inner.width(), inner.height() - 2 * line)
    painter.drawText(text, Qt.TextFlag.TextWordWrap, breakable(card.text))
    foot = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
    _line(painter, card.shown, foot, look, "sev3" if card.is_bare and not refuted else "muted")


def paint_sign(painter: QPainter, kind: CauseKind, at: QPointF, look: Look) -> None:
    """The shape of a kind: a star sets it off, a triangle fails, a diamond is the root, a disc adds, a ring slept."""
    half = look.px(SIGN) / 2
    painter.setPen(QPen(look.color("ink"), 1.4))
    painter.setBrush(look.color("panel") if kind is CauseKind.LATENT else look.color("ink"))
    if kind is CauseKind.TRIGGER:
        painter.drawLine(at + QPointF(-half, 0), at + QPointF(half, 0))
        painter.drawLine(at + QPointF(-half * 0.5, -half * 0.87), at + QPointF(half * 0.5, half * 0.87))
        painter.drawLine(at + QPointF(-half * 0.5, half * 0.87), at + QPointF(half * 0.5, -half * 0.87))
    elif kind is CauseKind.PROXIMATE:
        painter.drawPolygon(QPolygonF([at + QPointF(0, -half), at + QPointF(half, half), at + QPointF(-half, half)]))
    elif kind is CauseKind.ROOT:
        corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
    else:
        painter.drawEllipse(at, half * 0.75, half * 0.75)


def breakable(text: str) -> str:
    """A text whose very long words may be broken: an address, a hash, a word without end."""
    return LONG.sub("\\1\u200b", text)


def _line(painter: QPainter, text: str, box: QRectF, look: Look, color: str) -> None:
    painter.setFont(look.font(LETTERS))
    painter.setPen(look.color(color))
    said = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)


def _tall(text: str, metrics: QFontMetricsF, width: float) -> float:
    return metrics.boundingRect(
        QRectF(0, 0, max(width, 1), 100_000), int(Qt.TextFlag.TextWordWrap.value), text
    ).height()
