"""The level of a cell with its history, what it covers, what the director wants, and the objectives of the period."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.cell import LEVEL_TONES, may_set_objective, open_objectives
from ui.parts.cell_part import CellPart, NamedLine
from ui.widgets.clamped import ClampedText
from ui.widgets.lines import Block
from warroom import phrases
from warroom.commands import CloseObjective, UncoverIncident
from warroom.commands.cell_words import level_code, level_said, objective_word
from warroom.commands.said import severity_word
from warroom.domain.cells import Cell, Level, Objective, ObjectiveState
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident
from warroom.words import _, ngettext

HISTORY_MOST = 6
CLOSED_MOST = 3


class LevelPart(CellPart):
    """Who decided which level, when and why; the incidents covered."""

    cover_asked = Signal()
    incident_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: _("Change the level…"), self.change)
        self._say()

    def change(self) -> None:
        """Raise or lower it."""
        from ui.dialogs.cell import LevelDialog

        if self.facts is not None:
            self.ask(LevelDialog(self.desk, self.facts.cell, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        lines: list[QWidget] = [self._now(facts.cell)]
        lines += [self._told(entry, facts.cell) for entry in reversed(facts.told[-HISTORY_MOST:])]
        lines += [self._covered(incident, facts.cell) for incident in facts.covered]
        self.fill(lines)
        n = len(facts.covered)
        self.set_note(ngettext("{n} incident covered", "{n} incidents covered", n).format(n=n))

    def _now(self, cell: Cell) -> Block:
        now, block = self.now(), Block(self.desk.look, self)
        said = level_said(cell.level)
        if "level" in (self.facts.disputed if self.facts else ()):
            said = f"{said} · " + _("two stations said different things")
        told = self.facts.told if self.facts else ()
        last = next((entry for entry in reversed(told) if "decider" in entry.params), None)
        decider = str(last.params.get("decider") or "") if last else cell.decider
        reason = last.reason if last else cell.reason
        tone = LEVEL_TONES.get(Level(cell.level), "") if cell.level in set(Level) else ""
        more = [_("decided by {name}").format(name=decider)]
        if cell.is_active:
            more.append(_("a point every {n} min").format(n=cell.cadence_min))
            more.append(_("at work {since}").format(since=phrases.since(cell.activated_at, now)))
        block.say(said, tone, reason, " · ".join(more))
        self.add_dispute(block, cell.id)
        if self.can_change:
            block.add_button(_("Cover another incident…"), self.cover_asked.emit)
            block.chosen.connect(self.change)
        return block

    def _told(self, entry: Entry, cell: Cell) -> NamedLine:
        line = NamedLine(self.desk.look, share=92, parent=self)
        level = entry.params.get("now")
        said = level_code(level) if isinstance(level, int) else _("stood down")
        was = entry.params.get("was")
        if isinstance(was, int):
            said = f"{level_code(was)} → {said}"
        who = str(entry.params.get("decider") or entry.params.get("by") or "")
        line.say(
            phrases.moment(entry.event_at, self.now()), " · ".join(part for part in (who, entry.reason) if part), said
        )
        line.chosen.connect(lambda: self.record_chosen.emit(cell.lead, "entry", entry.id))
        return line

    def _covered(self, incident: Incident, cell: Cell) -> QWidget:
        if incident.id == cell.lead or not self.can_change:
            line = NamedLine(self.desk.look, share=92, parent=self)
            line.say(incident.number, incident.title, severity_word(incident.gravity), f"sev{incident.gravity.value}")
            line.chosen.connect(lambda: self.incident_chosen.emit(incident.id))
            return line
        block = Block(self.desk.look, self)
        block.say("", "", f"{incident.number}  {incident.title}")
        block.add_button(_("Cover no longer"), lambda: self.do(UncoverIncident(cell=cell.id, incident=incident.id)))
        block.chosen.connect(lambda: self.incident_chosen.emit(incident.id))
        return block

    def _say(self) -> None:
        self.set_title(_("Level"))
        super()._say()


class IntentPart(CellPart):
    """What the director wants, in the director's words, large enough to be read from across the table."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: _("Write it…"), self.write)
        self._say()

    def write(self) -> None:
        from ui.dialogs.cell import IntentDialog

        if self.facts is not None:
            self.ask(IntentDialog(self.desk, self.facts.cell, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        cell = facts.cell
        if not cell.intent:
            self.fill([self.empty_line(_("Nobody has said yet what the director wants: two sentences are enough."))])
            self.set_note("")
            return
        text = ClampedText(self.desk.look, lines=8, px=15, parent=self)
        text.setContentsMargins(14, 10, 14, 12)
        text.say(cell.intent)
        lines: list[QWidget] = [padded(text, self)]
        if "intent" in facts.disputed:
            block = Block(self.desk.look, self)
            block.say("", "", _("Two stations said different things."))
            self.add_dispute(block, cell.id)
            lines.append(block)
        self.fill(lines)
        at = phrases.moment(cell.intent_at, self.now()) if cell.intent_at is not None else ""
        self.set_note(_("typed by {name}, {at}").format(name=cell.intent_by, at=at) if at else "")

    def _say(self) -> None:
        self.set_title(_("Director’s intent"))
        super()._say()


class ObjectivesPart(CellPart):
    """At most three at a time, each with a way to say that it is reached."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._add = self.add_hand(lambda: _("Set one…"), self.set_one)
        self._say()

    def set_one(self) -> None:
        from ui.dialogs.cell import ObjectiveDialog

        if self.facts is not None:
            self.ask(ObjectiveDialog(self.desk, self.facts.cell, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        standing = open_objectives(facts.objectives)
        closed = [item for item in facts.objectives if item.state is not ObjectiveState.OPEN][:CLOSED_MOST]
        lines: list[QWidget] = [self._open(item, at) for at, item in enumerate(standing, start=1)]
        lines += [self._closed(item) for item in closed]
        if not lines:
            lines.append(self.empty_line(_("No objective is set: at most three for the period to come.")))
        self.fill(lines)
        self._add.setVisible(may_set_objective(facts) and self.can_change)
        excess = len(standing) - 3
        said = _("one too many: close it") if excess == 1 else _("{n} too many: close them").format(n=excess)
        self.set_note(said if excess > 0 else "", role="late" if excess > 0 else "muted")

    def _open(self, item: Objective, at: int) -> Block:
        now, block = self.now(), Block(self.desk.look, self)
        until = phrases.due(item.period_until, now) if item.period_until is not None else ""
        tone = "late" if item.period_until is not None and item.period_until < now else "muted"
        block.say(until, tone, f"{at}. {item.text}")
        self.add_dispute(block, item.id)
        if self.can_change:
            reached = CloseObjective(objective=item.id, state=ObjectiveState.REACHED)
            block.add_button(_("Reached"), lambda: self.do(reached))
            block.add_button(_("Drop…"), lambda: self.drop(item))
        return block

    def _closed(self, item: Objective) -> NamedLine:
        line = NamedLine(self.desk.look, share=92, parent=self)
        said = f"{item.text} – {item.remark}" if item.remark else item.text
        at = phrases.moment(item.closed_at, self.now()) if item.closed_at is not None else "—"
        line.say(at, said, objective_word(item.state), "good" if item.state is ObjectiveState.REACHED else "muted")
        return line

    def drop(self, item: Objective) -> None:
        """An objective is dropped with the reason."""
        from ui.dialogs.reason import ReasonDialog

        build: Callable[[str], CloseObjective] = lambda remark: CloseObjective(  # noqa: E731
            objective=item.id, state=ObjectiveState.DROPPED, remark=remark
        )
        self.ask(
            ReasonDialog(
                self.desk, title=lambda: _("Drop this objective?"), verb=lambda: _("Drop"), build=build, parent=self
            )
        )

    def _say(self) -> None:
        self.set_title(_("Objectives of the period"))
        super()._say()


def padded(text: ClampedText, parent: QWidget) -> QWidget:
    """A text with room around it."""
    from PySide6.QtWidgets import QVBoxLayout

    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(14, 10, 14, 12)
    column.addWidget(text)
    return holder
