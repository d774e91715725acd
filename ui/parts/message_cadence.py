"""Who is owed the next message, and when: late ones first, what can be done about each, and how it was kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import Block, FactLine
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands import NoChange, SetCadence, StartCadence, StopCadence
from warroom.commands.cadence_words import (
    audiences_said,
    cadence_said,
    kept_said,
    lateness_said,
    proposal_said,
    proposal_verb,
)
from warroom.commands.messages import Drafted
from warroom.domain.audience_book import AudienceBook
from warroom.domain.cadence_proposals import Proposal, ProposalKind
from warroom.domain.message_cadence import Cadence, all_kept
from warroom.words import _, pgettext

KEYS = {"n": "no_change", "w": "write", "s": "snooze", "d": "told"}


class MessageCadencePart(Part):
    """One block for all audiences of the same hour; Enter or a click shows what can be done, letters do it at once."""

    nouns = ("cadence_step", "release", "incident", "audience", "crisis_cell", "coverage")
    drafted = Signal(str)  # the id of a message that was drafted here
    write_asked = Signal(tuple)  # the audiences to whom something is to be written

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.another = self.add_head_button(
            lambda: _("Add"), self.start_another, tip=lambda: _("Owe one more audience messages")
        )
        self._say()

    # What can be asked

    def no_change(self, audiences: tuple[str, ...] = ()) -> None:
        """Draft “no change” for these, or for whoever waits the most, as the last message left it."""
        if self.incident is None:
            return
        future = self.desk.room.do(NoChange(incident=self.incident.id, audiences=audiences))
        self.desk.tasks.follow(future, owner=self, done=self._show_draft)

    def write(self, audiences: tuple[str, ...]) -> None:
        self.write_asked.emit(audiences)

    def snooze(self, audiences: tuple[str, ...]) -> None:
        """Put their next message off, with the reason."""
        from ui.dialogs.cadence import SnoozeDialog

        if self.incident is None:
            return
        known = {one.audience: one.due_at for one in self._cadences() if one.due_at is not None}
        due_at = min((known[code] for code in audiences if code in known), default=self.now())
        self.ask(SnoozeDialog(self.desk, self.incident, audiences, due_at, self))

    def told(self, audiences: tuple[str, ...]) -> None:
        """They were told another way."""
        from ui.dialogs.cadence import ToldDialog

        if self.incident is not None:
            self.ask(ToldDialog(self.desk, self.incident, audiences, self))

    def change(self, audiences: tuple[str, ...], *, is_long: bool = False) -> None:
        """Another pace for them; or that of a long incident."""
        from ui.dialogs.cadence import PaceDialog

        if self.incident is None:
            return
        known = {one.audience: one.minutes or 0 for one in self._cadences()}
        usual = max((known.get(code, 0) for code in audiences), default=0)
        if is_long:
            dialog = PaceDialog(self.desk, self.incident, audiences, is_long=True, parent=self)
        else:
            dialog = PaceDialog(self.desk, self.incident, audiences, minutes=usual, parent=self)
        self.ask(dialog)

    def stop(self, audiences: tuple[str, ...]) -> None:
        """No more regular messages to them, with the reason."""
        from ui.dialogs.reason import ReasonDialog

        if self.incident is None:
            return
        incident, names = self.incident.id, audiences_said(self._book(), audiences)
        self.ask(
            ReasonDialog(
                self.desk,
                title=lambda: _("No more regular messages to {audiences}?").format(audiences=names),
                verb=lambda: _("Stop them"),
                build=lambda reason: StopCadence(incident=incident, audiences=audiences, reason=reason),
                parent=self,
            )
        )

    def start_another(self) -> None:
        """Owe messages to an audience that is owed none."""
        from ui.dialogs.cadence import StartDialog

        if self.incident is None:
            return
        running = {one.audience for one in self._cadences() if one.is_running}
        codes = tuple(one.code for one in self._book().in_use() if one.code not in running)
        if codes:
            self.ask(StartDialog(self.desk, self.incident, codes, self))

    # What is shown

    def refresh(self) -> None:
        if self.incident is None:
            return
        views, now, book = self.desk.room.views, self.now(), self._book()
        found = self._cadences()
        proposals = views.cadence_proposals(self.incident.id, now_ms=now)
        lines = [self._proposal(proposal, book, now) for proposal in proposals]
        owed: dict[int, list[Cadence]] = {}
        for one in found:
            if one.due_at is not None:
                owed.setdefault(one.due_at, []).append(one)
        lines += [self._owed(due_at, together, book, now) for due_at, together in sorted(owed.items())]
        if not lines:
            lines.append(self.empty_line(_("No message is owed to anybody. “Add” says to whom, and how often.")))
        report = views.cadence_report(self.incident.id, now_ms=now)
        whole = all_kept(report)
        if whole.judged:
            kept = FactLine(self.desk.look, parent=self)
            tone = "good" if not (whole.late or whole.missed or whole.overdue) else "late"
            kept.say(_("Kept"), kept_said(whole), tone=tone, below=True)
            kept.setToolTip(
                "\n".join(
                    " · ".join(part for part in (book_line, lateness_said(one)) if part)
                    for one in report
                    if (book_line := phrases.labelled(audiences_said(book, [one.audience]), kept_said(one)))
                )
            )
            lines.append(kept)
        self.fill(lines)

    def _owed(self, due_at: int, together: list[Cadence], book: AudienceBook, now: int) -> QWidget:
        audiences = tuple(one.audience for one in together)
        block = Block(self.desk.look, self)
        said = list(dict.fromkeys(cadence_said(one) for one in together))
        block.say(phrases.due(due_at, now), due_tone(due_at, now), audiences_said(book, audiences), " / ".join(said))
        block.setToolTip(_("N: no change · W: write · S: put off · D: told another way"))
        block.chosen.connect(lambda: self._offer(audiences))
        block.key.connect(lambda letter: self._do(letter, audiences))
        if due_tone(due_at, now):
            block.add_button(pgettext("message", "No change"), lambda: self.no_change(audiences))
            block.add_button(_("Put off…"), lambda: self.snooze(audiences))
        return block

    def _proposal(self, proposal: Proposal, book: AudienceBook, now: int) -> QWidget:
        block = Block(self.desk.look, self)
        block.say("", "", proposal_said(proposal, book, now))
        block.chosen.connect(lambda: self._take(proposal))
        block.add_button(proposal_verb(proposal.kind), lambda: self._take(proposal))
        return block

    # What is done

    def _take(self, proposal: Proposal) -> None:
        if self.incident is None:
            return
        if proposal.kind is ProposalKind.UPDATE:
            self.write(proposal.audiences)
        elif proposal.kind is ProposalKind.START:
            self.do(StartCadence(incident=self.incident.id, audiences=proposal.audiences))
        elif proposal.kind is ProposalKind.LONG:
            self.change(proposal.audiences, is_long=True)
        else:
            self.do(
                SetCadence(
                    incident=self.incident.id,
                    audiences=proposal.audiences,
                    minutes=proposal.minutes or 0,
                    reason=_("As the severity asks."),
                )
            )

    def _do(self, letter: str, audiences: tuple[str, ...]) -> None:
        if letter in KEYS:
            getattr(self, KEYS[letter])(audiences)

    def _offer(self, audiences: tuple[str, ...]) -> None:
        menu = QMenu(self)
        offers = (
            (pgettext("message", "No change"), lambda: self.no_change(audiences)),
            (_("Write a message…"), lambda: self.write(audiences)),
            (_("Put off…"), lambda: self.snooze(audiences)),
            (_("Told another way…"), lambda: self.told(audiences)),
            (_("Another pace…"), lambda: self.change(audiences)),
            (_("Long incident…"), lambda: self.change(audiences, is_long=True)),
            (_("Stop…"), lambda: self.stop(audiences)),
        )
        for said, run in offers:
            menu.addAction(said).triggered.connect(run)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _show_draft(self, made: object) -> None:
        if isinstance(made, Drafted):
            self.drafted.emit(made.id)

    def _cadences(self) -> list[Cadence]:
        return self.desk.room.views.cadences(self.incident.id) if self.incident is not None else []

    def _book(self) -> AudienceBook:
        return self.desk.room.views.audience_book()

    def _say(self) -> None:
        self.set_title(_("Cadence"))
        super()._say()
