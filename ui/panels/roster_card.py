"""The card of one person: who they are, how they are reached today, what they can do, where they are needed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.roster import PersonFacts, broken_words, employer_said, function_said, is_stale, read_person
from ui.models.skills import seat_trained_said
from ui.tasks import Job
from ui.widgets.lines import Block, FactLine, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import CheckCard, CheckReach, LeaveRoster
from warroom.commands.base import Command
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import need_word
from warroom.commands.roster_words import reach_word
from warroom.commands.skill_words import level_word
from warroom.domain.members import Member
from warroom.domain.roster import Mastered, Reach
from warroom.words import _, ngettext, pgettext

SHARE = 128


class RosterCard(Spoken, QScrollArea):
    """Read in a task whenever another person is chosen or one of theirs changed."""

    led_to = Signal(str, str, str)  # incident, noun, id: what still names somebody who was erased

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._person = ""
        self.facts: PersonFacts | None = None
        self._latest: Latest[tuple[str, PersonFacts | None]] = Latest(
            desk, owner=self, read=self._read, show=self._take
        )
        self._build()
        self._say()
        desk.look.changed.connect(self._redraw)

    def show_person(self, person: str) -> None:
        self._person = person
        self._latest.ask()

    def show_nobody(self) -> None:
        self._person, self.facts = "", None
        self._redraw()

    def refresh(self) -> None:
        if self._person:
            self._latest.ask()

    # Verbs

    def edit(self) -> None:
        from ui.dialogs.roster_card import AmendCardDialog

        if self.facts is not None and self._can_write:
            AmendCardDialog(self.desk, self.facts.card.id, self.window()).open()

    def add_reach(self) -> None:
        from ui.dialogs.roster_reach import ReachDialog

        if self.facts is not None:
            ReachDialog(self.desk, self.facts.card, None, self.window()).open()

    def edit_reach(self, reach: Reach) -> None:
        from ui.dialogs.roster_reach import ReachDialog

        if self.facts is not None and self._can_write:
            ReachDialog(self.desk, self.facts.card, reach, self.window()).open()

    def merge(self) -> None:
        from ui.dialogs.roster_merge import MergeDialog

        if self.facts is not None:
            dialog = MergeDialog(self.desk, self.facts.card, parent=self.window())
            dialog.kept.connect(self.show_person)
            dialog.open()

    def rename(self) -> None:
        from ui.dialogs.roster_card import RenameDialog

        if self.facts is not None:
            dialog = RenameDialog(self.desk, self.facts.card, self.window())
            dialog.succeeded.connect(self.show_person)
            dialog.open()

    def leave(self) -> None:
        """Gone from the organisation; Ctrl+Z brings the card back."""
        if self.facts is not None:
            name = self.facts.card.name
            said = _("{name} is no longer in the roster. Ctrl+Z brings the card back.").format(name=name)
            self._do(LeaveRoster(person=self.facts.card.id), said)

    def erase(self) -> None:
        """On request of the person: for good, on every station."""
        from ui.dialogs.erase import ErasePersonDialog

        if self.facts is not None:
            card = self.facts.card
            member = Member(
                id=card.id, name=card.name, initials=card.initials, number=card.number, roles=frozenset(),
                has_pin=False, last_act=None,
            )  # fmt: skip
            dialog = ErasePersonDialog(self.desk, member, self.window())
            dialog.led_to.connect(self.led_to)
            dialog.open()

    # Building and filling

    @property
    def _panels(self) -> tuple[PanelFrame, ...]:
        return self.who, self.ways, self.can, self.about

    @property
    def _can_write(self) -> bool:
        return not self.desk.room.read_only

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = Flowing()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.who, self.ways, self.can, self.about = (PanelFrame(self) for _each in range(4))
        for panel in self._panels:
            self._column.addWidget(panel)
        self._column.addStretch(1)
        self._edit, self._more, self._add = (self._quiet() for _each in range(3))
        self._menu = QMenu(self)
        self._renaming, self._merging, self._leaving, self._erasing = (self._menu.addAction("") for _each in range(4))
        self._more.setMenu(self._menu)
        for panel, button in ((self.who, self._edit), (self.who, self._more), (self.ways, self._add)):
            panel.head.addWidget(button)
            panel.head.setContentsMargins(14, 4, 6, 4)
        self._edit.clicked.connect(lambda _checked=False: self.edit())
        self._add.clicked.connect(lambda _checked=False: self.add_reach())
        self._renaming.triggered.connect(lambda _checked=False: self.rename())
        self._merging.triggered.connect(lambda _checked=False: self.merge())
        self._leaving.triggered.connect(lambda _checked=False: self.leave())
        self._erasing.triggered.connect(lambda _checked=False: self.erase())
        self.setWidget(self._inside)

    def _quiet(self) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.setVisible(self._can_write)
        return button

    def _read(self, job: Job) -> tuple[str, PersonFacts | None]:
        person, room = self._person, self.desk.room
        return person, read_person(room.views, person, room.clock.now_ms()) if person else None

    def _take(self, found: tuple[str, PersonFacts | None]) -> None:
        person, facts = found
        if person == self._person:
            self.facts = facts
            self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if self.desk.room.is_closed:
            return
        facts = self.facts
        for panel in self._panels:
            panel.setVisible(facts is not None)
            clear(panel.body)
        if facts is None:
            return
        self._say_who(facts)
        self._say_ways(facts)
        self._say_can(facts)
        self._say_card(facts)

    def _say_who(self, facts: PersonFacts) -> None:
        card, now = facts.card, self.desk.room.clock.now_ms()
        self.who.set_title(_("Card {number}").format(number=card.number))
        name = ToneLabel(self.desk.look, px=15, bold=True, wrap=True, parent=self.who)
        name.setContentsMargins(14, 10, 14, 0)
        name.say(card.name)
        self.who.body.addWidget(name)
        employer = employer_said(card.employer, is_outside=card.supplier)
        about = " · ".join(said for said in (card.job, employer, card.site) if said)
        self._note(self.who, about or _("Neither job nor employer is known."), "" if about else "muted", above=2)
        if card.away_until is not None and card.away_until > now:
            self._note(
                self.who, _("Away until {when}").format(when=phrases.moment(card.away_until, now)), "due", above=0
            )
        if not card.roster and card.left_at is not None:
            self._note(self.who, _("Left {when}").format(when=phrases.moment(card.left_at, now)), "late", above=0)
        elif not card.roster:
            self._note(self.who, _("Sits in the room, and has no card in the roster yet."), "due", above=0)
        if card.remark:
            self._note(self.who, card.remark, "muted", above=0)

    def _say_card(self, facts: PersonFacts) -> None:
        card, now = facts.card, self.desk.room.clock.now_ms()
        self.about.set_title(_("About this card"))
        for name, value in (
            (_("Languages"), ", ".join(card.languages)),
            (_("Time zone"), card.zone),
            (_("Came from"), card.source),
        ):
            if value:
                self._fact(self.about, name, value, "")
        checked = Block(self.desk.look, self.about)
        said = phrases.ago(card.checked_at, now) if card.checked_at is not None else _("never")
        by = f" · {card.checked_by}" if card.checked_by else ""
        tone = "due" if is_stale(card.checked_at, now) else "muted"
        checked.say(_("Checked as a whole: {when}").format(when=said) + by, tone, "")
        checked.what.hide()
        checked.is_last = True
        if self._can_write and card.roster:
            checked.add_button(_("Everything still holds"), lambda: self._do(CheckCard(person=card.id)))
        self.about.body.addWidget(checked)

    def _say_ways(self, facts: PersonFacts) -> None:
        self.ways.set_title(_("Ways to reach them"))
        lost = [reach for reach in facts.reaches if broken_words(reach.needs, facts.broken)]
        if facts.reaches and len(lost) == len(facts.reaches):
            self.ways.set_note(_("none works now"), role="late")
        else:
            said = ngettext("{n} cut off now", "{n} cut off now", len(lost)).format(n=len(lost))
            self.ways.set_note(said if lost else "", role="muted")
        for reach in facts.reaches:
            self.ways.body.addWidget(self._way(reach, facts))
        if not facts.reaches:
            self._note(self.ways, _("Nobody knows how to reach them. Add a number."), "due")

    def _way(self, reach: Reach, facts: PersonFacts) -> Block:
        now = self.desk.room.clock.now_ms()
        block = Block(self.desk.look, self.ways)
        cut = broken_words(reach.needs, facts.broken)
        tone = "muted" if cut or not reach.works else ""
        what = " · ".join(said for said in (reach_word(reach.kind), reach.label) if said)
        if cut:
            what = f"{what}\n" + _("Cut off now: {why}").format(why=cut)
        elif not reach.works:
            what = f"{what}\n" + _("Did not work when it was last tried.")
        needs = ", ".join(need_word(need) for need in reach.needs)
        tried = (
            _("tried {when}").format(when=phrases.ago(reach.checked_at, now)) if reach.checked_at else _("never tried")
        )
        more = [_("needs: {what}").format(what=needs) if needs else "", tried, reach.checked_by, reach.remark]
        block.say(_breakable(reach.value), tone, what, " · ".join(said for said in more if said))
        block.chosen.connect(lambda: self.edit_reach(reach))
        if self._can_write:
            block.add_button(_("Works"), lambda: self._do(CheckReach(reach=reach.id, works=True)))
            block.add_button(_("Does not work"), lambda: self._do(CheckReach(reach=reach.id, works=False)))
        return block

    def _say_can(self, facts: PersonFacts) -> None:
        self.can.set_title(_("Knows, serves, is on call"))
        now = self.desk.room.clock.now_ms()
        for held in facts.functions:
            self._fact(self.can, _("Function"), f"{function_said(held)} · {held.cell}", "accent")
        for rotation, stretch in facts.on_call:
            if stretch.from_at <= now:
                said = _("on call until {when}").format(when=phrases.moment(stretch.until_at, now))
            else:
                said = _("on call from {when}").format(when=phrases.moment(stretch.from_at, now))
            self._fact(self.can, rotation or _("On call"), said, "good" if stretch.from_at <= now else "")
        for skill, mastery in facts.skills:
            level = level_word(Mastered(mastery.level)) if mastery.level in set(Mastered) else ""
            over = mastery.until is not None and mastery.until < now
            self._fact(self.can, _("Skill"), f"{skill.name} · {level}" if level else skill.name, "due" if over else "")
        for team, part in facts.teams:
            self._fact(self.can, _("Team"), f"{team.name} · {part}" if part else team.name, "")
        for held_for in facts.trained:
            said = f"{seat_word(held_for.code)} · {seat_trained_said(held_for)}"
            self._fact(self.can, _("Training"), said, "" if held_for.counts else "due")
        if not (facts.functions or facts.on_call or facts.skills or facts.teams or facts.trained):
            self._note(self.can, _("No skill, team or duty is known."), "muted")

    def _fact(self, panel: PanelFrame, name: str, value: str, tone: str) -> None:
        line = FactLine(self.desk.look, share=SHARE, parent=panel)
        line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.unsetCursor()
        is_long = len(value) > 34
        line.say(name, value, tone=tone, below=is_long)
        panel.body.addWidget(line)

    def _note(self, panel: PanelFrame, text: str, tone: str, *, above: int = 8) -> None:
        label = ToneLabel(self.desk.look, tone, wrap=True, parent=panel)
        label.setContentsMargins(14, above, 14, 8)
        label.say(text)
        panel.body.addWidget(label)

    def _do(self, command: Command[object] | Command[None], said: str = "") -> None:
        """At once; what stops it is said in the window's bar."""
        desk = self.desk
        desk.tasks.follow(
            desk.room.do(command), owner=self, done=lambda _result: desk.notices.say(said) if said else None
        )

    def _say(self) -> None:
        self._edit.setText(_("Edit…"))
        self._more.setText(pgettext("menu", "More"))
        self._add.setText(_("Add…"))
        self._renaming.setText(_("Change the name…"))
        self._merging.setText(_("Merge with another card…"))
        self._leaving.setText(_("Left the organisation"))
        self._erasing.setText(_("Erase…"))
        self._redraw()


def _breakable(value: str) -> str:
    """An address may go on in the next line."""
    return value.replace("@", "\u200b@").replace(".", "\u200b.") if "@" in value else value
