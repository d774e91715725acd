"""The roles of a person: each with what it may do, and why they change; the core judges."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.people import role_meaning
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import GrantRoles
from warroom.commands.said import role_word
from warroom.domain.members import Member
from warroom.domain.rights import Right, Role, rights_of
from warroom.errors import Refusal
from warroom.words import _


class RolesDialog(Form):
    """Check boxes and a reason; what the choice brings with it is said under them."""

    def __init__(
        self, desk: Desk, member: Member, *, has_other_administrator: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=640)
        views = desk.room.views
        self._seen = views.sources("grant", member.id)
        self._heads = views.open_heads("grant", member.id, "rights")
        member = replace(member, roles=desk.room.rights.roles_of(member.id), is_disputed=bool(self._heads))
        self._member, self._has_other = member, has_other_administrator
        self._are_given = desk.room.rights.are_given()
        self.boxes: dict[Role, QCheckBox] = {}
        self._meanings: dict[Role, ToneLabel] = {}
        self.reason = TextBox(lines=2, parent=self)
        self.warning = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.add(lambda: _("Roles"), self._choices())
        self.add(lambda: _("Reason"), self.reason)
        self.add_wide(self.warning)
        self._warn()
        self.boxes[Role.COMMANDER].setFocus()

    def title(self) -> str:
        if self._member.is_disputed:
            return _("Settle the roles of {name}").format(name=self._member.name)
        return _("Roles of {name}").format(name=self._member.name)

    def verb(self) -> str:
        return _("Settle") if self._member.is_disputed else _("Give these roles")

    def roles(self) -> frozenset[Role]:
        """What is ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def command(self) -> GrantRoles:
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.reason.setFocus()
            raise Refusal(
                "reason-missing", _("Why do the roles change?"), todo=_("One sentence is enough; it stays in the room.")
            )
        return GrantRoles(
            person=self._member.id, roles=self.roles(), reason=reason, settles=self._heads, seen=self._seen
        )

    def _choices(self) -> QWidget:
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, role in enumerate(Role):
            box, meaning = QCheckBox(inside), ToneLabel(self.desk.look, "muted", wrap=True, parent=inside)
            box.setChecked(role in self._member.roles)
            box.toggled.connect(self._warn)
            grid.addWidget(box, at, 0)
            grid.addWidget(meaning, at, 1)
            self.boxes[role], self._meanings[role] = box, meaning
            self.spoken(box.setText, partial(_capital, role))
            self.spoken(meaning.setText, partial(role_meaning, role))
            self.spoken(box.setAccessibleDescription, partial(role_meaning, role))
        inside.setFocusProxy(self.boxes[Role.COMMANDER])
        return inside

    def _warn(self) -> None:
        said = []
        administers = Right.ADMINISTER in rights_of(self.roles())
        if not self._are_given:
            said.append(
                _(
                    "Until now everybody may do everything. From now on what somebody does without the right is "
                    "still written, and marked by delegation."
                )
            )
        if not administers and not self._has_other:
            if Right.ADMINISTER in rights_of(self._member.roles):
                said.append(_("{name} is the last administrator of this room.").format(name=self._member.name))
            else:
                said.append(
                    _("Nobody is administrator yet: until then only the laptop that made the room can give roles.")
                )
        self.warning.say("\n".join(said))
        self.warning.setVisible(bool(said))
        if self.isVisible():
            self.resize(self.width(), max(self.height(), self._needed()))

    def _say(self) -> None:
        super()._say()
        self._warn()


def _capital(role: Role) -> str:
    word = role_word(role)
    return word[:1].upper() + word[1:]
