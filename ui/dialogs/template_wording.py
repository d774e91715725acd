"""The text of a template in one language: its parts, what cannot be read of them, how long they get, and why."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.templates import measure_said
from ui.widgets.fields import TextBox
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AmendWording
from warroom.commands.template_words import fault_said
from warroom.domain.lessons import Lesson
from warroom.domain.messages import PARTS
from warroom.domain.template_book import Template, Wording, fill
from warroom.domain.template_filling import TemplateFault, parse, variables_in
from warroom.domain.template_forms import Value
from warroom.phrases import labelled
from warroom.words import _, language, pgettext

JUDGE_MS = 250
LINES = {"body": 9, "brief": 3, "sms": 3}
MOST = 8  # names in one line
LONGEST = 60  # letters of a lesson


class WordingDialog(Form):
    """Its parts and the reason; a variable is put in from a menu, and a text that cannot be read says where."""

    def __init__(
        self, desk: Desk, template: Template, tongue: str, *, incident: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=760)
        views = desk.room.views
        self._template, self._tongue, self._book = template, tongue, views.template_book()
        self._values: dict[str, Value] = {}
        if incident:
            audience = template.audiences
            self._values = views.message_values(incident, tongue, audience=audience, status=template.status)
        kept = next(
            (item for item in views.changed_wordings() if (item.code, item.language) == (template.code, tongue)), None
        )
        self._seen = views.sources("wording", kept.id) if kept is not None else None
        self.fields_of: dict[str, QLineEdit | TextBox] = {}
        self._build(template.wording(tongue))
        self._timer = QTimer(self, interval=JUDGE_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.judge)
        self.judge()
        self.fields_of["body"].setFocus()

    def _build(self, wording: Wording) -> None:
        title = QLineEdit(self)
        title.setText(wording.title)
        title.textChanged.connect(lambda _text: self._timer.start())
        self.fields_of["title"] = title
        self.add(lambda: _("Title"), title)
        words = {
            "body": lambda: pgettext("message", "Text"),
            "brief": lambda: _("In 280 characters"),
            "sms": lambda: _("SMS"),
        }
        self.measures: dict[str, ToneLabel] = {}
        for part, said in words.items():
            box = TextBox(lines=LINES[part], enter_sends=False, parent=self)
            box.setPlainText(wording.part(part))
            box.textChanged.connect(lambda: self._timer.start())
            self.fields_of[part] = box
            self.add(said, box)
        self.judged = ToneLabel(self.desk.look, "muted", wrap=True, parent=self)
        self.add_wide(self.judged)
        self.reason = QLineEdit(self)
        self.add(lambda: _("Reason"), self.reason, hint=lambda: _("The former text is kept as a version."))
        lessons = [each for each in self.desk.room.views.lessons() if not each.retired]
        self.lesson = ToldChoice(lambda: [("", pgettext("lesson", "none")), *_offered(lessons)], self)
        self.add(
            lambda: _("Because of a lesson"), self.lesson,
            hint=lambda: _("It is the reason where none is written, and stays tied to this text."),
        )  # fmt: skip
        self.show_line(self.lesson, bool(lessons))
        self.insert = QPushButton(self)
        self.insert.setAutoDefault(False)
        self._menu = QMenu(self.insert)
        self._menu.aboutToShow.connect(self._list_variables)
        self.insert.setMenu(self._menu)
        self.spoken(self.insert.setText, lambda: _("Put a variable in"))
        self.buttons.insertWidget(0, self.insert)

    def title(self) -> str:
        name = self._template.name(language())
        tongue = _("in French") if self._tongue == "fr" else _("in English")
        return _("Text of {code} · {name}, {tongue}").format(code=self._template.code, name=name, tongue=tongue)

    def verb(self) -> str:
        return _("Save")

    def texts(self) -> dict[str, str]:
        """What the fields say, by part."""
        return {
            part: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for part, field in self.fields_of.items()
        }

    def command(self) -> AmendWording:
        said = self.texts()
        return AmendWording(
            template=self._template.code,
            language=self._tongue,
            title=said["title"],
            body=said["body"],
            brief=said["brief"],
            sms=said["sms"],
            reason=self.reason.text(),
            lesson=self.lesson.value(),
            seen=self._seen,
        )

    @Slot()
    def judge(self) -> None:
        """Say what cannot be read, what nobody knows, and how long the short parts get."""
        texts = self.texts()
        for part in PARTS:
            try:
                parse(texts[part])
            except TemplateFault as fault:
                self.judged.say(fault_said(fault, part, texts[part]), "late")
                return
        named = dict.fromkeys(name for part in PARTS for name in variables_in(texts[part]))
        strange = [name for name in named if name not in self._book.variables]
        if strange:
            said = labelled(_("Typed by hand in each message, nobody described them"), ", ".join(strange[:MOST]))
            self.judged.say(said, "due")
            return
        self.judged.say(" · ".join(self._lengths(texts)), "muted")

    def _lengths(self, texts: dict[str, str]) -> list[str]:
        wording, said = Wording(self._tongue, **texts), []
        for part, word in (("brief", _("In 280 characters")), ("sms", _("SMS"))):
            filled = fill(wording, self._values, self._tongue, part).text
            long, _tone = measure_said(part, filled, filled=True)
            said.append(labelled(word, long))
        return said

    @Slot()
    def _list_variables(self) -> None:
        self._menu.clear()
        own = self._template.wording(self._tongue).variables
        rest = [name for name in self._book.variables if name not in own]
        for names in (own, rest):
            for name in names:
                action = self._menu.addAction(f"{{{name}}} · {self._book.label(name, language())}")
                action.triggered.connect(lambda _checked=False, name=name: self.put_in(name))
            self._menu.addSeparator()

    def put_in(self, name: str) -> None:
        """The variable where the cursor last was, in the text when it was nowhere."""
        field = self.focusWidget()
        if field is self.fields_of["title"]:
            self.fields_of["title"].insert(f"{{{name}}}")  # type: ignore[union-attr]  # the title is a line
            return
        box = field if isinstance(field, QPlainTextEdit) else self.fields_of["body"]
        if isinstance(box, QPlainTextEdit):
            box.insertPlainText(f"{{{name}}}")
            box.setFocus()


def _offered(lessons: list[Lesson]) -> list[tuple[str, str]]:
    """Lessons as a list offers them: number and first words."""
    texts = ((each, " ".join(each.text.split())) for each in lessons)
    return [(each.id, f"{each.number} · {text[:LONGEST]}{'…' if len(text) > LONGEST else ''}") for each, text in texts]
