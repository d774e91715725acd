"""Lessons of a review: what somebody who was not there can use, with whom it was shared, and what it changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_wizard import RexView
from ui.widgets.lines import Block
from ui.widgets.panel import PanelFrame
from ui.widgets.refill import refill
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import AddSection
from warroom.commands.lesson_words import linked_word
from warroom.domain.lessons import Lesson, LessonLink, LinkedNoun
from warroom.phrases import labelled
from warroom.words import _, ngettext, pgettext


class LessonsPart(Spoken, QWidget):
    """Enter on a lesson changes it; S shares it, L says what it changed."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self.frame = PanelFrame(self)
        self.add, self.more = QPushButton(self), QLineEdit(self)
        self.add.clicked.connect(lambda _checked=False: self.write(None))
        self.more.returnPressed.connect(self._add_section)
        self.frame.head.addWidget(self.add)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.frame.body.addLayout(self._lines)
        self._own = ToneLabel(desk.look, "muted", parent=self)
        own = QHBoxLayout()
        own.setSpacing(8)
        own.addWidget(self._own)
        own.addWidget(self.more, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.frame)
        column.addLayout(own)
        column.addStretch(1)
        self.setFocusProxy(self.add)
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self._say()

    def lessons(self) -> list[Block]:
        """The lessons on screen, in their order."""
        items = (self._lines.itemAt(at) for at in range(self._lines.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), Block)]

    def write(self, lesson: Lesson | None) -> None:
        """A new lesson of this review, or another wording of one."""
        from ui.dialogs.lesson import LessonDialog

        if self._view is not None and not self._desk.room.read_only:
            rex = self._view.rex
            LessonDialog(self._desk, lesson, incident=rex.incident, rex=rex.id, parent=self).open()

    def share(self, lesson: Lesson) -> None:
        """Note with whom it was shared."""
        from ui.dialogs.lesson import ShareLessonDialog

        ShareLessonDialog(self._desk, lesson, self).open()

    def link(self, lesson: Lesson) -> None:
        """Say what it changed."""
        from ui.dialogs.lesson import LinkLessonDialog

        LinkLessonDialog(self._desk, lesson, self).open()

    def _add_section(self) -> None:
        title = self.more.text().strip()
        if title and self._view is not None:
            made = self._desk.room.do(AddSection(rex=self._view.rex.id, title=title))
            self._desk.tasks.follow(made, owner=self, done=lambda _code: self.more.clear())

    # Words

    def _say(self) -> None:
        can_write = not self._desk.room.read_only
        self.frame.set_title(_("Lessons"))
        self.add.setText(_("Write a lesson…"))
        self._own.say(_("A section of this review’s own"))
        self.more.setPlaceholderText(_("its title, and Enter"))
        self.more.setAccessibleName(_("A section of this review’s own"))
        for widget in (self.add, self.more):
            widget.setEnabled(can_write)
        if self._view is None:
            return
        links = self._view.links
        blocks: list[QWidget] = [self._block(one, links) for one in self._view.facts.lessons if not one.retired]
        many = len(blocks)
        self.frame.set_note(ngettext("{n} lesson", "{n} lessons", many).format(n=many) if many else "")
        if blocks:
            last = blocks[-1]
            assert isinstance(last, Block)
            last.is_last = True
        else:
            empty = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            empty.setContentsMargins(14, 10, 14, 12)
            empty.say(_("Nothing was written down yet: one sentence helps whoever comes next."))
            blocks = [empty]
        refill(self._lines, blocks)

    def _block(self, lesson: Lesson, links: tuple[LessonLink, ...]) -> Block:
        block = Block(self._desk.look, self)
        when = labelled(pgettext("lesson", "Applies when"), lesson.applies_when) if lesson.applies_when else ""
        shared = labelled(_("Shared with"), ", ".join(lesson.shared_with)) if lesson.shared_with else ""
        changed = [_linked(one) for one in links if one.lesson == lesson.id]
        block.say(lesson.number, "muted", lesson.text, " · ".join(part for part in (when, shared, *changed) if part))
        block.chosen.connect(lambda: self.write(lesson))
        if not self._desk.room.read_only:
            block.add_button(_("Share…"), lambda: self.share(lesson))
            block.add_button(_("What it changed…"), lambda: self.link(lesson))
            deeds = {"s": self.share, "l": self.link}
            block.key.connect(lambda key: deeds[key](lesson) if key in deeds else None)
        return block


def _linked(link: LessonLink) -> str:
    """What a lesson changed, and which version of it."""
    noun = LinkedNoun(link.noun) if link.noun in list(LinkedNoun) else None
    said = linked_word(noun) if noun is not None else link.noun
    target = link.target if noun in (LinkedNoun.TEMPLATE, LinkedNoun.ROLE_CARD) else ""  # a code; an id says nothing
    told = " ".join(part for part in (target, link.version, link.what) if part)
    return labelled(said, told) if told else said
