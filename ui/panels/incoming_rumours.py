"""What is said outside: media, networks, rumours, calls; what it is worth, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from ui.models.incoming import next_step, rumour_columns
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from warroom.commands import DraftDenial, LogRumour
from warroom.domain.inbound import Rumour, RumourState
from warroom.words import _, ngettext

RANK = {RumourState.TO_CHECK: 0, RumourState.FALSE: 1, RumourState.TRUE: 1}


class RumoursHeard(FieldList[Rumour]):
    """Enter does what comes next; N notes another, J judges, M writes a message, L writes it into the log."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    nouns = ("rumour", "release", "incident")

    # What can be done

    def go_on(self) -> None:
        rumour = self._chosen()
        if rumour is None or not self.can_write():
            return
        if rumour.state is RumourState.FALSE:
            self.write_message()
        elif rumour.state is RumourState.TRUE and not rumour.entry:
            self.log()
        else:
            self.judge()

    def add_rumour(self) -> None:
        from ui.dialogs.rumour import RumourDialog

        if self._current is not None:
            RumourDialog(self._desk, self._current, self).open()

    def judge(self) -> None:
        from ui.dialogs.rumour import JudgeRumourDialog

        if (rumour := self._chosen()) is not None:
            JudgeRumourDialog(self._desk, rumour, self).open()

    def write_message(self) -> None:
        """Go on with the message that answers it, begun where none is."""
        if (rumour := self._chosen()) is None:
            return
        if rumour.message:
            self.record_chosen.emit(rumour.incident, "message", rumour.message)
            return
        made = self._desk.room.do(DraftDenial(rumour=rumour.id))
        show = lambda drafted: self.record_chosen.emit(rumour.incident, "message", drafted.id)  # noqa: E731
        self._desk.tasks.follow(made, owner=self, done=show)

    def log(self) -> None:
        rumour = self._chosen()
        if rumour is None:
            return
        if rumour.entry:
            self.record_chosen.emit(rumour.incident, "entry", rumour.entry)
        else:
            self._do(LogRumour(rumour=rumour.id))

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._judge, "J", self.judge),
            (self._write, "M", self.write_message),
            (self._log, "L", self.log),
        )

    # What the register asks

    def _chosen(self) -> Rumour | None:
        row = self._table.current()
        return row if isinstance(row, Rumour) else None

    def _record(self, row: Rumour) -> Rumour:
        return row

    def _build(self) -> None:
        self._released: set[str] = set()  # ids of the messages that went out
        self._over, self._add = QPushButton(self), QPushButton(self)
        self._judge, self._write, self._log = (QPushButton(self) for _at in range(3))
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        self._add.clicked.connect(lambda _checked=False: self.add_rumour())
        table = ActionsTable(self._new_model(rumour_columns(self._released)), self._desk.look, parent=self)
        self._frame(table, (self._over, self._add))
        self._enable()

    def _key(self, letter: str) -> None:
        if letter == "n" and self._add.isEnabled():
            self.add_rumour()
        super()._key(letter)

    def _read(self, _job: Job) -> list[Rumour]:
        views = self._desk.room.views
        found = views.rumours(mode=self.mode)
        self._released.update(each.message for each in views.releases(mode=self.mode))
        return found if self._with_over else [each for each in found if is_open(each, self._released)]

    def _in_order(self, rows: list[Rumour]) -> list[Rumour]:
        return sorted(rows, key=lambda each: (RANK.get(each.state, 2), -(each.reach or 0), -each.heard_at, each.id))

    def _enable(self) -> None:
        rumour, may = self._chosen(), self.can_write()
        self._add.setEnabled(may and self._current is not None)
        for button in (self._judge, self._write):
            button.setEnabled(may and rumour is not None)
        self._log.setEnabled(rumour is not None and (may or bool(rumour.entry)))
        self._say_log()

    def _say_log(self) -> None:
        rumour = self._chosen()
        self._log.setText(_("Open the entry") if rumour is not None and rumour.entry else _("Into the log"))

    def _say(self) -> None:
        still = [each for each in self._rows if is_open(each, self._released)]
        unchecked = sum(1 for each in still if each.state is RumourState.TO_CHECK)
        said = ngettext("{n} to check", "{n} to check", unchecked).format(n=unchecked)
        self._count.say(said, "due" if unchecked else "muted")
        self._title.setText(_("Said outside"))
        self._over.setText(_("Also those that are over"))
        self._add.setText(_("Note what is said…"))
        self._add.setToolTip("N")
        self._judge.setText(_("Judge…"))
        self._write.setText(_("Deny by a message…"))
        self._say_log()
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Said outside"))
        self._table.say_empty(
            _("Nothing noted. “Note what is said…” keeps what media, networks and callers say, to be checked.")
            if self._current is not None
            else ""
        )
        self._model.retranslate()


def is_open(rumour: Rumour, released: Container[str]) -> bool:
    """Whether somebody still has something to do about it."""
    return rumour.state is RumourState.TO_CHECK or bool(next_step(rumour, released))
