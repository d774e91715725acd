"""The card of a function in the room's own words; what is left as it came stays as it came."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from warroom.commands import AmendRoleCard
from warroom.commands.cell_words import seat_word
from warroom.commands.role_cards import card_of
from warroom.domain.handovers import FIRST_MOST
from warroom.errors import Refusal
from warroom.words import _, pgettext


class RoleCardDialog(Form):
    """Mission, five first actions, what to deliver, authority, spending limit."""

    def __init__(self, desk: Desk, code: str, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._code, self._label = code, label
        views = desk.room.views
        own = {item.code: item.id for item in views.changed_cards()}
        self._seen = views.sources("role_card", own[code]) if code in own else {}
        card = card_of(code, views.changed_cards())
        self.mission, self.authority = TextBox(lines=2, parent=self), TextBox(lines=3, parent=self)
        self.deliverable, self.limit = QLineEdit(self), QLineEdit(self)
        self.limit.setFixedWidth(desk.look.px(160))
        self.first = [QLineEdit(self) for _at in range(FIRST_MOST)]
        steps = QWidget(self)
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for line in self.first:
            column.addWidget(line)
        steps.setFocusProxy(self.first[0])
        self.add(lambda: pgettext("role card", "Mission"), self.mission)
        self.add(lambda: _("First actions"), steps)
        self.add(lambda: _("To deliver"), self.deliverable)
        self.add(lambda: _("Authority and its limits"), self.authority)
        self.add(
            lambda: _("Spending limit, euros"),
            self.limit,
            hint=lambda: _("What its holder may commit alone; empty where none was agreed."),
        )
        self.mission.setPlainText(card.mission)
        self.authority.setPlainText(card.authority)
        self.deliverable.setText(card.deliverable)
        self.limit.setText("" if card.spend_limit is None else str(card.spend_limit))
        for line, said in zip(self.first, card.first, strict=False):
            line.setText(said)
        self.mission.setFocus()

    def title(self) -> str:
        return _("Role card: {function}").format(function=f"{self._code} {seat_word(self._code, self._label)}")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendRoleCard:
        return AmendRoleCard(
            code=self._code,
            mission=self.mission.toPlainText(),
            first=tuple(line.text() for line in self.first if line.text().strip()),
            deliverable=self.deliverable.text(),
            authority=self.authority.toPlainText(),
            spend_limit=self._limit(),
            seen=self._seen,
        )

    def _limit(self) -> int | None:
        typed = "".join(self.limit.text().split()).removesuffix("€")
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < 12):
            raise Refusal(
                "limit-unread",
                _("“{text}” is not a number of euros.").format(text=self.limit.text()),
                safe=_("Nothing was changed."),
                todo=_("Type digits only, e.g. 5000."),
            )
        return int(typed)

    def _say(self) -> None:
        super()._say()
        for at, line in enumerate(self.first, start=1):
            line.setPlaceholderText(_("First action {n}").format(n=at))
            line.setAccessibleName(_("First action {n}").format(n=at))
