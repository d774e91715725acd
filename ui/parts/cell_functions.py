"""The functions of a cell: vacant ones on top, in red with how long; then who holds what, and who comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.cell import CellFacts, vacancy_said, vacancy_tone
from ui.models.oncall import on_call_said
from ui.panels.seat_deeds import SeatDeeds
from ui.parts.cell_part import CellPart
from ui.widgets.lines import FactLine
from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.domain.cells import Function, resolves_and_leads
from warroom.words import _, ngettext, pgettext

SHARE = 216


class FunctionsPart(CellPart):
    """A click on a function opens it: its holder, and its card. A click on a holder leads to their card.

    A vacant one is taken by one click, for whoever sits here.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.deeds = SeatDeeds(desk, self)
        self.add_head_button(
            lambda: pgettext("functions", "Chart"),
            lambda: desk.verbs.use("go-seats"),
            tip=lambda: _("Who holds what, drawn: take, hand over, cards, challenge and answer."),
        )
        self.add_hand(lambda: _("Add a function…"), lambda: self.edit(None))
        self._say()

    def edit(self, function: Function | None) -> None:
        """Who holds it; None for one that the cell does not have yet."""
        from ui.dialogs.cell_function import FunctionDialog

        if self.facts is not None:
            self.ask(FunctionDialog(self.desk, self.facts, function, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        lines: list[QWidget] = [self._line(item, facts) for item in facts.functions]
        both = resolves_and_leads(facts.functions)
        if both:
            said = _("{name} coordinates and resolves: whoever runs the cell resolves nothing. Give one of them away.")
            lines.append(self.empty_line(said.format(name=both)))
        if facts.on_call and facts.cell.is_active:
            lines.append(self.empty_line(on_call_said(facts.on_call)))
        self.fill(lines)
        self._note_vacant(facts)

    def _note_vacant(self, facts: CellFacts) -> None:
        now = self.now()
        vacant = [item for item in facts.functions if not item.holder]
        is_late = facts.cell.is_active and any(item.is_alarming(now) for item in vacant)
        said = ngettext("{n} vacant", "{n} vacant", len(vacant)).format(n=len(vacant)) if vacant else _("all held")
        self.set_note(said, role="late" if is_late else "muted")

    def _line(self, item: Function, facts: CellFacts) -> FactLine:
        line, now = FactLine(self.desk.look, share=SHARE, parent=self), self.now()
        name = f"{item.code}  {seat_word(item.code, item.label)}"
        if item.holder:
            line.say(name, item.holder, note=self._beside(item, facts), note_tone="muted")
            self._lead_to_card(line, item.holder)
        else:
            tone = vacancy_tone(item, now) if facts.cell.is_active else "muted"
            line.say(name, vacancy_said(item, now), tone=tone, note=self._beside(item, facts), note_tone="muted")
        if not self.desk.room.read_only and facts.cell.is_active:
            line.chosen.connect(lambda: self.edit(item))
            if not item.holder:
                self._offer(line, item, facts)
        return line

    def _offer(self, line: FactLine, item: Function, facts: CellFacts) -> None:
        take = line.add_button(_("I take it"), lambda: self.deeds.take(facts.cell.id, item.code))
        take.setAccessibleName(_("Take “{function}”").format(function=seat_word(item.code, item.label)))

    def _lead_to_card(self, line: FactLine, holder: str) -> None:
        person = self.desk.room.views.person_named(holder)
        if person is not None and person.roster:
            tip = _("Show the card of {name}").format(name=person.name)
            line.lead_by_value(lambda: self.record_chosen.emit("", "person", person.id), tip)

    def _beside(self, item: Function, facts: CellFacts) -> str:
        """Who stands in, who comes next and when, the telephone."""
        said = []
        if item.id in facts.disputed_functions:
            said.append(_("to settle"))
        if item.deputy:
            said.append(_("deputy {name}").format(name=item.deputy))
        if item.relief:
            at = f" {phrases.moment(item.relief_at, self.now())}" if item.relief_at is not None else ""
            said.append(_("relief {name}").format(name=item.relief) + at)
        if item.phone:
            said.append(item.phone)
        return " · ".join(said)

    def _say(self) -> None:
        self.set_title(_("Functions"))
        super()._say()
