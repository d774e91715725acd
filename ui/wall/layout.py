"""Where everything on the wall stands: sizes of the drawing at 1080 lines, scaled to the screen; nothing under 40."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from ui.theme import FAMILY
from ui.wall.says import Awaited, Figure, Page, Said

HEIGHT, NARROWEST = 1080.0, 1440.0  # of the drawing; a screen of 4:3 is 1440 of its units wide
BODY, HEAD, TITLES, FIGURES, TIME = 40, 40, (58, 50, 44), (64, 56, 48, 44), 168
SIDE, ROW, LINE, GAP = 60.0, 58.0, 50.0, 18.0
LEAST_CAPTION = 150.0
NARROW = 1700.0
SPACES = re.compile(r"[ \t\r\n]+")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
BOLD, PLAIN = QFont.Weight.DemiBold, QFont.Weight.Normal


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text in its place; `text` is what fits, `whole` all of it. Sizes in units of the drawing."""

    place: tuple[float, float, float, float]
    text: str
    px: int
    tone: str = ""
    bold: bool = False
    align: Qt.AlignmentFlag = LEFT
    whole: str = ""

    @property
    def is_cut(self) -> bool:
        return bool(self.whole) and self.whole != self.text


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled area: a line, a pill, a band."""

    place: tuple[float, float, float, float]
    tone: str
    radius: float = 0.0


Piece = Words | Bar


def scale_of(width: float, height: float) -> float:
    """How many pixels a unit of the drawing is on this screen."""
    return min(height / HEIGHT, width / NARROWEST)


@cache
def font_of(px: int, *, bold: bool = False) -> QFont:
    """Inter with tabular figures."""
    font = QFont(FAMILY)
    font.setPixelSize(px)
    font.setWeight(BOLD if bold else PLAIN)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _metrics(px: int, *, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font_of(px, bold=bold))


@lru_cache(maxsize=2_000)  # of a minute to the next most words are the same
def _wide(text: str, px: int, *, bold: bool = False) -> float:
    return _metrics(px, bold=bold).horizontalAdvance(text) + 2


@lru_cache(maxsize=2_000)
def _fitted(text: str, px: int, width: int, *, bold: bool) -> str:
    return _metrics(px, bold=bold).elidedText(text, Qt.TextElideMode.ElideRight, width)


def lay_out(page: Page, size: QSizeF) -> list[Piece]:
    """Every piece of the page for a screen of this size in pixels, in units of the drawing."""
    unit = scale_of(size.width(), size.height())
    return _Layout(size.width() / unit, size.height() / unit).lay(page)


class _Layout:
    """One page laid out from the top and from the bottom; the lists share what is left between them."""

    def __init__(self, width: float, height: float) -> None:
        self._left, self._right, self._top, self._bottom = SIDE, width - SIDE, 44.0, height - 40.0
        self._is_narrow = width < NARROW
        self._pieces: list[Piece] = []

    def lay(self, page: Page) -> list[Piece]:
        if page.exercise:
            self._band(page.exercise)
        self._head(page)
        self._foot(page.foot)
        if page.empty:
            self._put(self._left, self._top + 3 * GAP, self._right, ROW, page.empty, 56)
            return self._pieces
        if page.others:
            self._put(self._left, self._bottom - LINE, self._right, LINE, page.others, BODY, tone="muted")
            self._bottom -= LINE + 8
        if page.alarm is not None:
            self._alarm(page.alarm)
        self._clocks(page.figures)
        if page.decision is not None:
            self._decision(page.decision)
        self._lists(page)
        return self._pieces

    def _put(
        self,
        left: float,
        top: float,
        right: float,
        height: float,
        text: str,
        px: int,
        *,
        tone: str = "",
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        whole = " ".join(_words(text))
        width = max(0.0, right - left)
        fits = _fitted(whole, px, round(width), bold=bold)
        self._pieces.append(Words((left, top, width, height), fits, px, tone, bold, align, whole))

    def _bar(self, left: float, top: float, right: float, height: float, tone: str, radius: float = 0.0) -> None:
        self._pieces.append(Bar((left, top, right - left, height), tone, radius))

    def _band(self, text: str) -> None:
        self._bar(self._left, self._top - 16, self._right, LINE + 4, "exercise", 10)
        self._put(
            self._left, self._top - 16, self._right, LINE + 4, text, BODY, tone="background", bold=True, align=CENTER
        )
        self._top += LINE

    def _head(self, page: Page) -> None:
        clock = _wide(page.time, TIME, bold=True)
        self._put(self._right - clock, self._top - 10, self._right, 150, page.time, TIME, bold=True, align=RIGHT)
        right, left, top = self._right - clock - 2 * GAP, self._left, self._top + 4
        for pill in page.pills:
            width = _wide(pill.text, 50, bold=True) + 44
            self._bar(left, top, left + width, 76, pill.tone, 12)
            self._put(left, top, left + width, 76, pill.text, 50, tone="background", bold=True, align=CENTER)
            left += width + 16
        lines = self._title(page.title, left + (4 if page.pills else 0), right, top)
        self._top = top + 84 + (lines - 1) * 60
        if page.intent:
            under = self._right if lines > 1 else right
            self._put(self._left, self._top, under, LINE, page.intent, BODY, tone="muted")
            self._top += LINE
        self._top = max(self._top, top + 136) + 10
        self._bar(self._left, self._top, self._right, 2, "line")
        self._top += 2 + GAP

    def _title(self, title: str, left: float, right: float, top: float) -> int:
        """As large as fits on one line; else on two, the second one cut."""
        for px in TITLES:
            if _wide(title, px, bold=True) <= right - left:
                self._put(left, top, right, 76, title, px, bold=True)
                return 1
        px = TITLES[-1]
        first, rest = _broken(title, px, right - left)
        self._put(left, top, right, 76, first, px, bold=True)
        if rest:
            self._put(self._left, top + 80, right, 60, rest, px, bold=True)
        return 2 if rest else 1

    def _clocks(self, figures: tuple[Figure, ...]) -> None:
        """In one row, in the largest size that fits; else in two rows. Neither a figure nor a time is ever cut."""
        room = self._room_for(len(figures))
        for px in FIGURES:
            is_large = px == FIGURES[0]  # only where no name is cut for it
            if sum(_wanted(each, px) if is_large else _needed(each, px) for each in figures) <= room:
                self._row(figures, px)
                return
        half = (len(figures) + 1) // 2
        if half == len(figures):
            self._row(figures, px)
            return
        self._is_narrow = False  # two rows are tall enough
        self._clocks(figures[:half])
        self._clocks(figures[half:])

    def _room_for(self, count: int) -> float:
        return self._right - self._left - 2 * GAP * (count - 1)

    def _row(self, figures: tuple[Figure, ...], px: int) -> None:
        """As wide as each needs; what is left over is shared."""
        needed = [_needed(each, px) for each in figures]
        wanted = [_wanted(each, px) for each in figures]
        left, under = self._left, self._top + px * 1.2
        is_tall = self._is_narrow and sum(wanted) > self._room_for(len(figures))  # the time under the name
        for each, width in zip(figures, _shared(needed, wanted, self._room_for(len(figures))), strict=True):
            right, when = left + width, f", {each.moment}"
            self._put(left, self._top, right, px * 1.2, each.figure, px, tone=each.tone, bold=True)
            if is_tall:
                self._put(left, under, right, LINE, each.caption, BODY, tone="muted")
                self._put(left, under + LINE - 4, right, LINE, each.moment, BODY, tone="muted")
                left = right + 2 * GAP
                continue
            name = _fitted(each.caption, BODY, round(width - _wide(when, BODY)), bold=False)
            end = left + _wide(name, BODY)
            self._pieces.append(Words((left, under, end - left, LINE), name, BODY, "muted", whole=each.caption))
            self._put(end, under, right + 2, LINE, when, BODY, tone="muted")
            left = right + 2 * GAP
        self._top = under + (2 * LINE - 4 if is_tall else LINE) + GAP

    def _decision(self, decision: Awaited) -> None:
        self._bar(self._left, self._top, self._left + 10, 2 * LINE + 4, decision.tone)
        left = self._left + 32
        lead = _wide(decision.lead, BODY, bold=True)
        self._put(left, self._top, left + lead, LINE, decision.lead, BODY, tone=decision.tone, bold=True)
        self._put(left + lead + 10, self._top, self._right, LINE, f"· {decision.question}", BODY)
        self._put(left, self._top + LINE, self._right, LINE, decision.under, BODY, tone="muted")
        self._top += 2 * LINE + 4 + GAP

    def _lists(self, page: Page) -> None:
        gutter = 56.0
        middle = self._left + (self._right - self._left - gutter) * (0.56 if page.services else 1.0)
        self._put(self._left, self._top, middle, LINE, page.facts_head, HEAD, tone="muted", bold=True)
        top = self._top + LINE + 4
        if page.facts:
            self._facts(page.facts, top, middle)
        else:
            self._put(self._left, top, middle, ROW, page.no_facts, BODY, tone="muted")
        if page.services:
            self._services(page, middle + gutter, top)

    def _facts(self, facts: tuple[tuple[str, str], ...], top: float, right: float) -> None:
        """Newest first, on two lines where one is too short; the older ones have no room."""
        times = max(_wide(when, BODY) for when, _what in facts)
        left = self._left + times + 26
        for when, what in facts:
            first, rest = _broken(what, BODY, right - left)
            height = ROW + (LINE if rest else 0)
            if top + height > self._bottom:
                first, rest, height = what, "", ROW
            if top + height > self._bottom:
                return
            self._put(self._left, top, self._left + times, ROW, when, BODY, tone="muted")
            self._put(left, top, right, ROW, first, BODY)
            if rest:
                self._put(left, top + LINE, right, ROW, rest, BODY)
            top += height
            self._bar(self._left, top - 1, right, 1, "line")

    def _services(self, page: Page, left: float, top: float) -> None:
        self._put(left, self._top, self._right, LINE, page.services_head, HEAD, tone="muted", bold=True)
        rows = max(1, int((self._bottom - top) // ROW))
        shown = list(page.services)
        if len(shown) > rows:
            shown = [*shown[: rows - 1], (page.more_services(len(shown) - rows + 1), Said(""))]
        for at, (name, state) in enumerate(shown):
            row, width = top + at * ROW, min(_wide(state.text, BODY), (self._right - left) * 0.62)
            self._put(left, row, self._right - width - 20, ROW, name, BODY, tone="" if state.text else "muted")
            if state.text:
                self._put(self._right - width, row, self._right, ROW, state.text, BODY, tone=state.tone, align=RIGHT)
            self._bar(left, row + ROW - 1, self._right, 1, "line")

    def _alarm(self, alarm: Said) -> None:
        top = self._bottom - ROW
        self._bar(self._left, top, self._right, ROW, f"{alarm.tone}_wash", 8)
        self._put(self._left + 24, top, self._right - 24, ROW, f"! {alarm.text}", BODY, tone=alarm.tone, bold=True)
        self._bottom = top - 12

    def _foot(self, foot: tuple[Said, ...]) -> None:
        if not foot:
            return
        top = self._bottom - LINE
        self._bar(self._left, top - 12, self._right, 2, "line")
        shown = list(foot)
        widths = [_wide(said.text, BODY) for said in shown]
        while len(shown) > 1 and sum(widths) + 2 * GAP * (len(shown) - 1) > self._right - self._left:
            shown.pop()  # the youngest data are the last
            widths.pop()
        spare = max(0.0, self._right - self._left - sum(widths)) / max(1, len(shown) - 1)
        left = self._left
        for said, width in zip(shown, widths, strict=True):
            right = min(left + width, self._right)
            self._put(left, top, right, LINE, said.text, BODY, tone=said.tone or "muted")
            left = right + spare
        self._bottom = top - 12 - 12


def _words(text: str) -> list[str]:
    """Where a line may break or be closed up: not at a no-break space."""
    return [word for word in SPACES.split(text) if word]


def _broken(text: str, px: int, width: float) -> tuple[str, str]:
    """What fits on a first line, by words, and the rest; one endless word stays whole, to be cut."""
    words = _words(text)
    if _wide(" ".join(words), px) <= width:
        return " ".join(words), ""
    first = ""
    while words and _wide(f"{first} {words[0]}".strip(), px, bold=px != BODY) <= width:
        first = f"{first} {words.pop(0)}".strip()
    return (first, " ".join(words)) if first else (text, "")


def _needed(figure: Figure, px: int) -> float:
    """The width without which its figure or its time would be cut, or its name be a stump."""
    name = min(_wide(figure.caption, BODY), LEAST_CAPTION)
    return max(_wide(figure.figure, px, bold=True), _wide(f", {figure.moment}", BODY) + name)


def _wanted(figure: Figure, px: int) -> float:
    """The width at which nothing of it is cut."""
    return max(_needed(figure, px), _wide(figure.caption, BODY) + _wide(f", {figure.moment}", BODY))


def _shared(needed: list[float], wanted: list[float], room: float) -> list[float]:
    """Widths: at least what is needed, up to what is wanted, and the rest in equal parts."""
    widths = list(needed)
    spare = max(0.0, room - sum(widths))
    for at in sorted(range(len(widths)), key=lambda each: wanted[each] - needed[each]):
        more = min(wanted[at] - widths[at], spare)
        widths[at] += more
        spare -= more
    return [width + spare / len(widths) for width in widths]


def rect_of(piece: Piece, unit: float) -> QRectF:
    """A piece's place in pixels."""
    return QRectF(*(each * unit for each in piece.place))
