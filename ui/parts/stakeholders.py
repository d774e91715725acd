"""Whom this room must not forget: the map, and the list that says the same."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import FactLine
from ui.widgets.stakeholder_map import StakeholderMap
from warroom import words
from warroom.commands.press_words import weight_word
from warroom.domain.channels import Stakeholder
from warroom.domain.stakeholder_map import Placed, placed
from warroom.words import _, ngettext


class StakeholdersPart(Part):
    """The list, and under it the map; a click on either opens them."""

    nouns = ("stakeholder", "audience")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.map = StakeholderMap(desk.look, self)
        self.map.chosen.connect(self._open)
        self.below.setContentsMargins(14, 8, 14, 12)
        self.below.addWidget(self.map)
        self.add_head_button(lambda: _("Add"), self.add_stakeholder, tip=lambda: _("Add somebody we must not forget"))
        self._say()

    def add_stakeholder(self) -> None:
        from ui.dialogs.stakeholder import StakeholderDialog

        self.ask(StakeholderDialog(self.desk, parent=self))

    def refresh(self) -> None:
        found = placed(self.desk.room.views.stakeholders())
        book = self.desk.room.views.audience_book()
        lines: list[QWidget] = []
        for one in found:
            line = FactLine(self.desk.look, parent=self)
            who = one.stakeholder
            audience = book.name(who.audience, words.language()) if who.audience else ""
            line.say(f"{one.number}. {who.name}", _weights(one), note=audience, note_tone="muted")
            told = (who.owner, who.contact, who.phone, who.mail, who.expects)
            line.setToolTip("\n".join(part for part in told if part))
            line.chosen.connect(lambda who=who: self._edit(who))
            lines.append(line)
        if not found:
            lines.append(self.empty_line(_("Nobody is listed yet. “Add” names those who must hear from us in person.")))
        self.fill(lines)
        self.map.setVisible(bool(found))
        self.map.show_stakeholders(found)
        self.set_note(ngettext("{n} listed", "{n} listed", len(found)).format(n=len(found)) if found else "")

    def _open(self, record: str) -> None:
        for one in self.desk.room.views.stakeholders():
            if one.id == record:
                self._edit(one)

    def _edit(self, who: Stakeholder) -> None:
        from ui.dialogs.stakeholder import StakeholderDialog

        self.ask(StakeholderDialog(self.desk, who, parent=self))

    def _say(self) -> None:
        self.set_title(_("Stakeholders"))
        super()._say()


def _weights(one: Placed) -> str:
    who = one.stakeholder
    if one.field is None:
        return _("not weighed")
    said = _("influence {influence} · concern {concern}")
    return said.format(influence=weight_word(who.influence), concern=weight_word(who.concern))
