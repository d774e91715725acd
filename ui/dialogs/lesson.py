"""A lesson: what was learnt, how to recognise the next time; with whom it is shared, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import NameField, TextBox
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AddLesson, AmendLesson, LinkLesson, ShareLesson
from warroom.commands.cell_words import seat_word
from warroom.commands.lesson_words import linked_word
from warroom.domain.cells import Seat
from warroom.domain.incidents import Mode
from warroom.domain.lessons import Lesson, LinkedNoun
from warroom.words import _, language, pgettext


class LessonDialog(Form):
    """Write a lesson of an incident or a review, or change one that is there."""

    def __init__(
        self, desk: Desk, lesson: Lesson | None, *, incident: str = "", rex: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=640)
        views = desk.room.views
        self._lesson, self._incident, self._rex = lesson, incident, rex
        self._seen = views.sources("lesson", lesson.id) if lesson else None
        names = views.service_names()
        self._causes = [(each.id, each.text) for each in views.causes(lesson.incident if lesson else incident or None)]
        self._text = TextBox(lines=4, enter_sends=False, parent=self)
        self._when = TextBox(lines=2, enter_sends=False, parent=self)
        self._services = NameField(list(names.values()), self)
        self._cause = ToldChoice(lambda: [("", pgettext("cause", "none")), *self._causes], self)
        if lesson is not None:
            self._text.setPlainText(lesson.text)
            self._when.setPlainText(lesson.applies_when)
            self._services.setText(", ".join(names[each] for each in lesson.services if each in names))
            self._cause.choose(lesson.cause)
        self.add(
            lambda: _("What was learnt"), self._text,
            hint=lambda: _("One sentence that somebody who was not there understands and can use."),
        )  # fmt: skip
        self.add(
            lambda: pgettext("lesson", "Applies when"), self._when,
            hint=lambda: _("How to recognise the next time: a symptom, a service, a kind of change."),
        )  # fmt: skip
        self.add(lambda: _("Services"), self._services, hint=lambda: _("Several are separated by commas."))
        self.add(lambda: _("Cause"), self._cause)
        self.show_line(self._cause, bool(self._causes))
        self._text.setFocus()

    def title(self) -> str:
        return _("Lesson {number}").format(number=self._lesson.number) if self._lesson else _("Write a lesson")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AddLesson | AmendLesson:
        services = tuple(name.strip() for name in self._services.text().split(",") if name.strip())
        text, when = self._text.toPlainText(), self._when.toPlainText()
        if self._lesson is not None:
            return AmendLesson(
                lesson=self._lesson.id, text=text, applies_when=when, services=services,
                cause=self._cause.value(), seen=self._seen,
            )  # fmt: skip
        return AddLesson(
            text=text, incident=self._incident, rex=self._rex, applies_when=when, services=services,
            cause=self._cause.value(),
        )  # fmt: skip


class ShareLessonDialog(Form):
    """Note with whom a lesson was shared: those who should do something else next time."""

    def __init__(self, desk: Desk, lesson: Lesson, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lesson = lesson
        text = ToneLabel(desk.look, wrap=True, parent=self)
        text.say(lesson.text)
        self.add_wide(text)
        if lesson.shared_with:
            shared = ToneLabel(desk.look, "muted", wrap=True, parent=self)
            shared.say(", ".join(lesson.shared_with))
            self.add(lambda: _("Shared with"), shared)
        self._names = NameField([team.name for team in desk.room.views.teams()], self)
        self.add(
            lambda: _("Share with"), self._names,
            hint=lambda: _("Teams, audiences, people; several are separated by commas. It is told in the log."),
        )  # fmt: skip
        self._names.setFocus()

    def title(self) -> str:
        return _("Share lesson {number}").format(number=self._lesson.number)

    def verb(self) -> str:
        return pgettext("verb", "Share")

    def command(self) -> ShareLesson:
        return ShareLesson(lesson=self._lesson.id, shared_with=tuple(self._names.text().split(",")))


class LinkLessonDialog(Form):
    """Say what a lesson changed: a template, a role card, a corrective action."""

    def __init__(self, desk: Desk, lesson: Lesson, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=600)
        self._lesson = lesson
        text = ToneLabel(desk.look, wrap=True, parent=self)
        text.say(lesson.text)
        self.add_wide(text)
        self._noun = ToldChoice(lambda: [(noun.value, linked_word(noun)) for noun in LinkedNoun], self)
        self._target = ToldChoice(self._targets, self)
        self._what = QLineEdit(self)
        self._noun.currentIndexChanged.connect(lambda _at: self._target.say())
        self.add(lambda: _("What was changed"), self._noun)
        self.add(lambda: _("Which one"), self._target)
        self.add(lambda: _("In what"), self._what)
        self._noun.setFocus()

    def title(self) -> str:
        return _("What lesson {number} changed").format(number=self._lesson.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> LinkLesson:
        return LinkLesson(
            lesson=self._lesson.id, noun=LinkedNoun(self._noun.value()), target=self._target.value(),
            what=self._what.text(),
        )  # fmt: skip

    def _targets(self) -> Sequence[tuple[str, str]]:
        noun, views = self._noun.value(), self.desk.room.views
        if noun == LinkedNoun.TEMPLATE:
            found = views.template_book().templates.values()
            return [(each.code, f"{each.code} · {each.name(language())}") for each in found if not each.retired]
        if noun == LinkedNoun.CORRECTIVE:
            correctives = views.correctives(mode=Mode.BOTH)
            return [(each.id, f"{each.number} · {each.text}") for each in correctives]
        return [(seat.value, seat_word(seat)) for seat in Seat]

    def _say(self) -> None:
        super()._say()
        for choice in (self._noun, self._target):
            choice.say()
