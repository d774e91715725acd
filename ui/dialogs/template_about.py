"""What a template is for: its name, when it is used, for whom, by what it leaves, who checks and approves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from warroom.commands import AddTemplate, AmendTemplate
from warroom.commands.channel_words import channel_kind_word
from warroom.commands.message_words import review_word
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Status
from warroom.domain.message_words import status_word
from warroom.domain.messages import ReviewKind
from warroom.domain.template_book import Template
from warroom.words import _, language

STATUSES = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED, Status.CLOSED)
COLUMNS = 3
CHECKS = (ReviewKind.TECHNICAL, ReviewKind.LEGAL, ReviewKind.TRANSLATION)


class Ticks(QWidget):
    """Boxes to tick, in columns."""

    def __init__(self, items: Iterable[tuple[str, str]], ticked: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        chosen = set(ticked)
        self.boxes: dict[str, QCheckBox] = {}
        for at, (code, words) in enumerate(items):
            box = QCheckBox(words, self)
            box.setChecked(code in chosen)
            self.boxes[code] = box
            grid.addWidget(box, at // COLUMNS, at % COLUMNS)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())


class _AboutForm(Form):
    """The fields that both dialogs have."""

    def __init__(self, desk: Desk, like: Template | None, parent: QWidget | None) -> None:
        super().__init__(desk, parent, width=960)
        spoken, book = language(), desk.room.views.audience_book()
        known = like or Template("", {})
        self.spoken_in = spoken
        self.name, self.purpose = QLineEdit(self), QLineEdit(self)
        audiences = [(item.code, item.said(spoken)) for item in book.in_use()]
        self.audiences = Ticks(audiences, known.audiences, self)
        self.channels = Ticks([(kind.value, channel_kind_word(kind)) for kind in ChannelKind], known.channels, self)
        self.reviews = Ticks([(kind.value, review_word(kind)) for kind in CHECKS], known.reviews, self)
        self.approvers = QLineEdit(" ".join(known.approvers), self)
        self.status = QComboBox(self)
        self.status.addItem("—", "")
        for status in STATUSES:
            self.status.addItem(status_word(status, spoken), status.value)
        self.status.setCurrentIndex(max(0, self.status.findData(known.status)))

    def _lay(self) -> None:
        self.add(lambda: _("Template"), self.name)
        self.add(lambda: _("When and why"), self.purpose)
        self.add(lambda: _("Audiences"), self.audiences)
        self.add(lambda: _("Channels"), self.channels)
        self.add(lambda: _("Checks before approval"), self.reviews)
        self.add(
            lambda: _("Approved by"), self.approvers, hint=lambda: _("Codes of functions, such as DIR, COM or JUR.")
        )
        self.add(lambda: _("Status that it announces"), self.status)

    def _typed_fields(self) -> dict[str, Any]:
        return {
            "audiences": self.audiences.value(),
            "channels": self.channels.value(),
            "reviews": self.reviews.value(),
            "approvers": tuple(self.approvers.text().upper().replace(",", " ").split()),
            "status": str(self.status.currentData() or ""),
        }

    def _text(self, field: QLineEdit) -> dict[str, str]:
        return {self.spoken_in: field.text()} if field.text().strip() else {}


class AddTemplateDialog(_AboutForm):
    """A template of this room's own; it begins with the texts of one that is there."""

    added = Signal(str)  # its code

    def __init__(self, desk: Desk, like: Template | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, like, parent)
        self.code, self.like = QLineEdit(self), QComboBox(self)
        self.code.setFixedWidth(desk.look.px(120))
        self.code.setPlaceholderText("M01")
        self.like.addItem(_("an empty text"), "")
        for item in desk.room.views.template_book().listed():
            self.like.addItem(f"{item.code} · {item.name(language())}", item.code)
        self.like.setCurrentIndex(max(0, self.like.findData(like.code if like else "")))
        self._lay()
        self.add(lambda: _("Begins with"), self.like)
        self.add(lambda: _("Code"), self.code, hint=lambda: _("Empty: the next free one."))
        self.succeeded.connect(self._tell)
        self.name.setFocus()

    def title(self) -> str:
        return _("Add a template")

    def verb(self) -> str:
        return _("Add")

    def command(self) -> AddTemplate:
        return AddTemplate(
            names=self._text(self.name),
            purposes=self._text(self.purpose),
            code=self.code.text(),
            like=str(self.like.currentData() or ""),
            **self._typed_fields(),
        )

    def _tell(self, record: str) -> None:
        found = next((item for item in self.desk.room.views.changed_templates() if item.id == record), None)
        if found is not None:
            self.added.emit(found.code)


class AmendTemplateDialog(_AboutForm):
    """For whom a template is and how it is checked; its texts are changed on their own."""

    def __init__(self, desk: Desk, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(desk, template, parent)
        self._template = template
        kept = next((item for item in desk.room.views.changed_templates() if item.code == template.code), None)
        self._seen = desk.room.views.sources("template", kept.id) if kept is not None else None
        self.name.setText(template.name(language()))
        self.purpose.setText(template.purpose(language()))
        self._lay()
        self.name.setFocus()

    def title(self) -> str:
        return f"{self._template.code} · {self._template.name(language())}"

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendTemplate:
        fields = self._typed_fields()
        own = {name: value for name, value in fields.items() if value != getattr(self._template, name)}
        names, purposes = self._text(self.name), self._text(self.purpose)
        if self.name.text() != self._template.name(language()):
            own["names"] = names
        if self.purpose.text() != self._template.purpose(language()):
            own["purposes"] = purposes
        return AmendTemplate(template=self._template.code, seen=self._seen, **own)
