"""One template: what it is for, who checks and approves it, and its texts in both languages."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.templates import TemplateShown, TemplatesView, coloured, facts_of, measure_said
from ui.widgets.flow import FlowLayout
from ui.widgets.shown_text import ShownText
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel, tone_color
from warroom.commands.template_words import part_word
from warroom.domain.messages import PARTS
from warroom.domain.template_book import LANGUAGES
from warroom.reports.templates import NAMES
from warroom.words import _, language, pgettext

BESIDE = 680  # below this width the languages stand one under the other


class TemplateCard(Spoken, QScrollArea):
    """Shows; what is to be done is asked of the page."""

    text_asked = Signal(str)  # the language
    versions_asked = Signal(str)
    change_asked = Signal()
    lesson_chosen = Signal(str)
    aside_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: TemplateShown | None = None
        self._view: TemplatesView | None = None
        self._labels: dict[tuple[str, str], tuple[ToneLabel, ShownText, ToneLabel]] = {}
        self.change, self.aside = QPushButton(self), QPushButton(self)
        self.edit: dict[str, QPushButton] = {}
        self.versions: dict[str, QPushButton] = {}
        self._build()
        self._say()
        desk.look.changed.connect(self._write)

    def show_template(self, shown: TemplateShown | None, view: TemplatesView) -> None:
        """This one from now on; None empties the card."""
        is_other = shown is None or self._shown is None or shown.template.code != self._shown.template.code
        self._shown, self._view = shown, view
        self._write()
        if is_other:
            self.verticalScrollBar().setValue(0)

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page, look = QWidget(self), self._desk.look
        self._page = page
        self._name = QLabel(page)
        self._name.setProperty("role", "title")
        self._name.setWordWrap(True)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._purpose = ToneLabel(look, "muted", px=15, wrap=True, parent=page)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(1, 1)
        self._missing = ToneLabel(look, "late", wrap=True, parent=page)
        self._lessons = QWidget(page)
        self._taught_by = FlowLayout(self._lessons, across=8, down=2)
        hands = QWidget(page)
        row = FlowLayout(hands, across=8, down=6)
        for button in (self.change, self.aside):
            row.addWidget(button)
        self.change.clicked.connect(lambda _checked=False: self.change_asked.emit())
        self.aside.clicked.connect(lambda _checked=False: self.aside_asked.emit())
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        for tongue in LANGUAGES:
            self._pair.addWidget(self._column(tongue), 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 8, 8)
        column.setSpacing(10)
        for widget in (self._name, self._purpose):
            column.addWidget(widget)
        column.addLayout(self._facts)
        column.addWidget(self._lessons)
        column.addWidget(hands)
        column.addWidget(self._missing)
        column.addLayout(self._pair)
        column.addStretch(1)
        self.setWidget(page)

    def _column(self, tongue: str) -> QFrame:
        frame = QFrame(self._page)
        frame.setProperty("panel", True)
        box = QVBoxLayout(frame)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(4)
        head = ToneLabel(self._desk.look, bold=True, parent=frame)
        head.setText(NAMES[tongue])
        self.edit[tongue], self.versions[tongue] = QPushButton(frame), QPushButton(frame)
        self.edit[tongue].clicked.connect(lambda _checked=False: self.text_asked.emit(tongue))
        self.versions[tongue].clicked.connect(lambda _checked=False: self.versions_asked.emit(tongue))
        box.addWidget(head)
        for part in PARTS:
            title = ToneLabel(self._desk.look, "muted", parent=frame)
            text = ShownText(frame)
            measure = ToneLabel(self._desk.look, "muted", wrap=True, parent=frame)
            self._labels[tongue, part] = (title, text, measure)
            box.addSpacing(4)
            for widget in (title, text, measure):
                box.addWidget(widget)
        box.addStretch(1)
        hands = QWidget(frame)
        row = FlowLayout(hands, across=8, down=6)
        row.addWidget(self.edit[tongue])
        row.addWidget(self.versions[tongue])
        box.addWidget(hands)
        return frame

    # Saying

    def _say(self) -> None:
        self.change.setText(_("Change for whom and how…"))
        for tongue in LANGUAGES:
            self.edit[tongue].setText(_("Change this text…"))
        self._write()

    @Slot()
    def _write(self) -> None:
        shown, view = self._shown, self._view
        self._page.setVisible(shown is not None and view is not None)
        if shown is None or view is None:
            return
        item, look = shown.template, self._desk.look
        self._name.setText(f"{item.code} · {item.name(language())}")
        self.setAccessibleName(self._name.text())
        self._purpose.setText(item.purpose(language()))
        self._purpose.setVisible(bool(self._purpose.text()))
        self._write_facts(facts_of(item, view.audiences))
        self._write_lessons(shown)
        may = not self._desk.room.read_only
        self.change.setEnabled(may)
        self.aside.setEnabled(may)
        self.aside.setText(_("Take up again") if item.retired else pgettext("template", "Put aside"))
        lacking = ", ".join(view.book.label(name, language()) for name in shown.missing)
        self._missing.setText(
            _("Filled for {number}. Still missing: {names}").format(number=shown.filled_for, names=lacking)
            if lacking
            else ""
        )
        self._missing.setVisible(bool(lacking))
        colours = {
            "variable": tone_color(look, "accent").name(),
            "missing": tone_color(look, "late").name(),
        }
        for (tongue, part), (title, text, measure) in self._labels.items():
            said = shown.texts.get(tongue, {}).get(part, "")
            title.setText(part_word(part))
            text.show_html(coloured(said, view.book, tongue, **colours) or "—")
            text.setAccessibleName(f"{part_word(part)} · {NAMES[tongue]}")
            long, tone = measure_said(part, said, filled=bool(shown.filled_for))
            measure.say(long, tone or "muted")
            measure.setVisible(bool(long))
        for tongue, button in self.versions.items():
            number = shown.versions.get(tongue, 1)
            button.setText(_("Versions ({n})…").format(n=number))
            button.setEnabled(number > 1)
            self.edit[tongue].setEnabled(may)

    def _write_lessons(self, shown: TemplateShown) -> None:
        """The lessons that changed it, each leading to the memory."""
        while (item := self._taught_by.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        label = ToneLabel(self._desk.look, "muted", parent=self._lessons)
        label.setText(_("Changed by a lesson:"))
        self._taught_by.addWidget(label)
        for lesson in shown.lessons:
            link = QPushButton(lesson.number, self._lessons)
            link.setProperty("link", True)
            link.setToolTip(lesson.text)
            link.setAccessibleDescription(lesson.text)
            link.clicked.connect(partial(self._lead, lesson.id))
            self._taught_by.addWidget(link)
        self._lessons.setVisible(bool(shown.lessons))

    def _lead(self, lesson: str, _checked: bool = False) -> None:
        self.lesson_chosen.emit(lesson)

    def _write_facts(self, facts: list[tuple[str, str]]) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (label, said) in enumerate(facts):
            name, value = ToneLabel(self._desk.look, "muted", parent=self._page), QLabel(self._page)
            name.setText(label)
            value.setText(said)
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)
            name.show()
            value.show()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.viewport().width() >= self._desk.look.px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(way)
