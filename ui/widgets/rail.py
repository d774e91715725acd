"""The rail: the pages that work today, in groups, with counts; red counts only what is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Look, set_property
from ui.widgets.keyboard import check
from ui.widgets.spoken import Spoken
from warroom import words
from warroom.words import _, ngettext, pgettext

BELONGS = {"point": "cell", "draft": "deadlines"}  # pages without a row, and the row they are a part of
WIDE, WIDEST, FOLDED = 176, 230, 56
ASIDE, BOLD = 16, 8  # pixels left and right of the rows; what the bolder letters of the chosen row may add
ICON_ROW, WORD_ROW, HEAD_ROW, MARGINS = 42, 30, 34, 22  # of the drawings' pixels
COMPACT = 24  # a row where not all would fit; where that is not enough either, they are tight


@dataclass(frozen=True, slots=True)
class RailPage:
    """One row: the page's id, its words, its icon when the rail is folded."""

    id: str
    words: Callable[[], str]
    icon: str
    late_words: Callable[[int], str] = lambda late: ngettext("{n} late", "{n} late", late).format(n=late)


def rail_groups() -> tuple[tuple[Callable[[], str], tuple[RailPage, ...]], ...]:
    """What works today, in the order of a crisis."""
    conduct = (
        RailPage("board", lambda: _("Board"), "board"),
        RailPage("incident", lambda: _("Log"), "log"),
        RailPage("actions", lambda: _("Actions"), "actions"),
        RailPage("decisions", lambda: _("Decisions"), "decisions"),
        RailPage("deadlines", lambda: _("Deadlines"), "late"),
        RailPage(
            "cell",
            lambda: _("Cell"),
            "cell",
            lambda late: ngettext("{n} function vacant", "{n} functions vacant", late).format(n=late),
        ),
        RailPage("outlook", lambda: _("Outlook"), "outlook"),
        RailPage(
            "mobilisation",
            lambda: _("Mobilisation"),
            "mobilisation",
            lambda late: ngettext("{n} overdue", "{n} overdue", late).format(n=late),
        ),
        RailPage(
            "messages",
            lambda: pgettext("page", "Messages"),
            "messages",
            lambda late: ngettext("{n} late or in doubt", "{n} late or in doubt", late).format(n=late),
        ),
        RailPage("outbox", lambda: pgettext("page", "Outbox"), "outbox"),
        RailPage("incoming", lambda: _("Incoming"), "incoming"),
        RailPage("press", lambda: pgettext("page", "Press"), "press"),
        RailPage("confidence", lambda: pgettext("page", "Confidence"), "confidence"),
        RailPage(
            "relief",
            lambda: pgettext("page", "Relief"),
            "relief",
            lambda late: ngettext("{n} relief late", "{n} reliefs late", late).format(n=late),
        ),
        RailPage(
            "field",
            lambda: _("Teams and means"),
            "field",
            lambda late: ngettext("{n} silent or late", "{n} silent or late", late).format(n=late),
        ),
    )
    learn = (
        RailPage("reviews", lambda: pgettext("page", "Reviews"), "reviews"),
        RailPage("plan", lambda: _("Action plan"), "plan"),
        RailPage("memory", lambda: pgettext("page", "Memory"), "memory"),
        RailPage("improvement", lambda: pgettext("page", "Improvement"), "improvement"),
    )  # fmt: skip
    prepare = (
        RailPage("roster", lambda: _("Roster"), "roster"),
        RailPage(
            "oncall",
            lambda: _("On call"),
            "oncall",
            lambda late: ngettext("{n} rotation with nobody", "{n} rotations with nobody", late).format(n=late),
        ),
        RailPage("seats", lambda: _("Functions"), "seats"),
        RailPage("skills", lambda: _("Skills"), "skills"),
        RailPage("templates", lambda: pgettext("page", "Templates"), "templates"),
        RailPage("audiences", lambda: _("Audiences"), "audiences"),
    )
    room = (
        RailPage("search", lambda: _("Search"), "search"),
        RailPage("paper", lambda: pgettext("page", "Paper"), "print"),
        RailPage(
            "stations",
            lambda: _("Stations"),
            "stations",
            lambda late: ngettext("{n} set aside", "{n} set aside", late).format(n=late),
        ),
        RailPage(
            "members",
            lambda: pgettext("page", "People"),
            "person",
            lambda late: ngettext("{n} to review", "{n} to review", late).format(n=late),
        ),
        RailPage("conflicts", lambda: _("To settle"), "settle"),
        RailPage("security", lambda: _("Security"), "lock"),
        RailPage("evidence", lambda: pgettext("page", "Evidence"), "seal"),
    )
    return (
        (lambda: _("Conduct"), conduct),
        (lambda: pgettext("pages", "Learn"), learn),
        (lambda: _("Prepare"), prepare),
        (lambda: _("Room"), room),
    )


class RailRow(QPushButton):
    """One page: its name and its count."""

    def __init__(self, page: RailPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("railRow")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.page = page
        self._all, self._late, self._is_folded = 0, 0, False
        self._count = QLabel(self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch(1)
        row.addWidget(self._count)

    def show_count(self, every: int, late: int) -> None:
        self._all, self._late = every, late
        self.say()

    def fold(self, *, is_folded: bool, look: Look) -> None:
        self._is_folded = is_folded
        self.setIcon(icon(self.page.icon, look) if is_folded else QIcon())
        self.setIconSize(QSize(look.px(20), look.px(20)))
        set_property(self, "folded", is_folded)
        self.say()

    def press(self, *, is_compact: bool, is_tight: bool) -> None:
        """Less tall where not all pages would fit, and as low as letters allow where even that is not enough."""
        for name, wanted in (("compact", is_compact), ("tight", is_tight)):
            if bool(self.property(name)) != wanted:
                set_property(self, name, wanted)

    def needed(self) -> int:
        """Pixels that its words need; its count stands beside them."""
        self.ensurePolished()
        return self.sizeHint().width()

    def say(self) -> None:
        name = self.page.words()
        shown = self._late or self._all
        self.setText("" if self._is_folded else name)
        self._count.setText(grouped(shown) if shown and not self._is_folded else "")
        set_property(self._count, "role", "late" if self._late else "number")
        told = [name]
        if self._all and self._all != self._late:
            told.append(grouped(self._all))
        if self._late:
            told.append(self.page.late_words(self._late))
        self.setAccessibleName(", ".join(told))
        self.setToolTip(" · ".join(told) if self._is_folded or self._late else "")


class Rail(Spoken, QFrame):
    """The pages on the left; `page_chosen` says which one is wanted."""

    page_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._look = look
        self._is_folded = False
        self._rows: dict[str, RailRow] = {}
        self._heads: list[tuple[QLabel, Callable[[], str]]] = []
        self._buttons = QButtonGroup(self)
        self._build()
        self._say()
        self._size()
        look.changed.connect(self._size)

    def choose(self, page: str) -> None:
        """Mark the page that is open, or the one it belongs to."""
        page = BELONGS.get(page, page)
        if page in self._rows:
            check(self._rows[page])
            return
        self._buttons.setExclusive(False)  # a page without a row: none is marked
        for row in self._rows.values():
            row.setAutoExclusive(False)
            row.setChecked(False)
            row.setAutoExclusive(True)
        self._buttons.setExclusive(True)

    def show_counts(self, counts: dict[str, tuple[int, int]]) -> None:
        """Page id → (all, late among them)."""
        for page, (every, late) in counts.items():
            if page in self._rows:
                self._rows[page].show_count(every, late)

    def fold(self, is_folded: bool) -> None:
        """Icons only, with words on hover."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self._size()

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def row(self, page: str) -> RailRow:
        return self._rows[page]

    def _build(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("railRows")
        column = QVBoxLayout(inside)
        column.setContentsMargins(5, 14, 4, 8)
        column.setSpacing(0)
        for words_of, pages in rail_groups():
            head = QLabel(inside)
            head.setProperty("role", "group")
            self._heads.append((head, words_of))
            column.addWidget(head)
            for page in pages:
                row = RailRow(page, inside)
                row.clicked.connect(lambda _checked=False, wanted=page.id: self.page_chosen.emit(wanted))
                self._buttons.addButton(row)
                self._rows[page.id] = row
                column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea(self)  # large letters in a low window
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _say(self) -> None:
        for head, words_of in self._heads:
            head.setText(words_of())
        for row in self._rows.values():
            row.say()
        self._widen()

    @Slot()
    def _size(self) -> None:
        look = self._look
        for head, _words in self._heads:
            head.setVisible(not self._is_folded)
        for row in self._rows.values():
            row.fold(is_folded=self._is_folded, look=look)
        self._widen()
        self._press()

    def _widen(self) -> None:
        """As wide as drawn, and wider where a language says a page with longer words."""
        if self._is_folded:
            self.setFixedWidth(self._look.px(FOLDED))
            return
        needed = max(row.needed() for row in self._rows.values()) + ASIDE + BOLD
        self.setFixedWidth(min(max(self._look.px(WIDE), needed), self._look.px(WIDEST)))

    def _press(self) -> None:
        """In a low window the rows stand closer: none is out of reach, and none lies on another."""
        one = ICON_ROW if self._is_folded else WORD_ROW
        heads = 0 if self._is_folded else len(self._heads) * HEAD_ROW
        needed = len(self._rows) * self._look.px(one) + self._look.px(heads + MARGINS)
        is_compact = needed > self.height()
        low = len(self._rows) * self._look.px(COMPACT) + self._look.px(heads + MARGINS)
        is_tight = is_compact and low > self.height() and not self._is_folded
        for row in self._rows.values():
            row.press(is_compact=is_compact, is_tight=is_tight)
        for head, _words in self._heads:
            above, under = (3, 2) if is_tight else (8, 6)
            head.setContentsMargins(self._look.px(7), self._look.px(above), 0, self._look.px(under))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._press()


def grouped(count: int) -> str:
    """1284 as people read it: `1 284` in French, `1,284` in English."""
    text = f"{count:,}"
    return text.replace(",", " ") if words.language() == "fr" else text
