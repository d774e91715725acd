"""A lesson with what it changed and what can be done with it; the page does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.widgets.lines import Block
from warroom.commands.lesson_words import linked_word
from warroom.domain.lessons import Lesson, LessonLink, LinkedNoun
from warroom.phrases import labelled
from warroom.words import _, pgettext


class LessonBlock(Block):
    """Enter or a click opens it; its buttons ask for the rest."""

    amend_asked = Signal(str)
    share_asked = Signal(str)
    link_asked = Signal(str)
    retire_asked = Signal(str)
    target_chosen = Signal(str, str)  # noun, id or code

    def __init__(
        self,
        desk: Desk,
        lesson: Lesson,
        links: Sequence[LessonLink],
        numbers: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """`numbers` gives the printed number of what a link names by its id."""
        super().__init__(desk.look, parent)
        more = [labelled(pgettext("lesson", "Applies when"), lesson.applies_when)] if lesson.applies_when else []
        more += [labelled(_("Shared with"), ", ".join(lesson.shared_with))] if lesson.shared_with else []
        self.say(lesson.number, "muted", lesson.text, "\n".join(more))
        self.chosen.connect(lambda: self.amend_asked.emit(lesson.id))
        for link in links:
            target = numbers.get(link.target, link.target)
            said = labelled(_("changed"), f"{linked_word(LinkedNoun(link.noun))} {target}")
            self.add_button(said, partial(self.target_chosen.emit, link.noun, link.target))
        if not desk.room.read_only:
            self.add_button(_("Share…"), lambda: self.share_asked.emit(lesson.id))
            self.add_button(_("What it changed…"), lambda: self.link_asked.emit(lesson.id))
            self.add_button(_("No longer holds"), lambda: self.retire_asked.emit(lesson.id))
