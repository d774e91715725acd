"""The seals of the room: when, by whom, why, the fingerprint on paper, and what time stamp authorities said."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.panels.security_section import Row, Section
from warroom import phrases
from warroom.domain.incidents import Mode
from warroom.domain.seals import Seal, Timestamp
from warroom.room import Change, Room
from warroom.words import _, ngettext

SHOWN = 8  # at first; the rest on demand
Listed = list[tuple[Seal, str]]  # the seal and the number of its incident, newest first


class SealsSection(Section):
    """One line a seal, newest first."""

    seal_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._seals: Listed | None = None
        self._wide: set[str] = set()  # ids of seals whose whole hash is shown
        self._limit = SHOWN
        self.lines: dict[str, Row] = {}
        self.copies: dict[str, QPushButton] = {}
        self.new = self.add_row()
        self.seal = self.new.add_button(lambda: _("Seal the log…"), self.seal_asked.emit)
        self.seal.setProperty("primary", True)
        self.more = self.add_row()
        self.more_button = self.more.add_button(lambda: _("Show them"), self._show_all)
        self.more.hide()
        self._say()
        desk.changes.changed.connect(self._follow)

    @Slot()
    def refresh(self) -> None:
        """Read the seals again, in a task."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: _read(room), owner=self, done=self._show)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches("seal", "timestamp"):
            self.refresh()

    def _show(self, seals: Listed) -> None:
        if seals != self._seals:
            self._seals = seals
            self._fill()

    def _show_all(self) -> None:
        self._limit = len(self._seals or ())
        self._fill()

    def _fill(self) -> None:
        """Rows made anew: seals are few, and each is there for good."""
        for row in self.lines.values():
            self.drop_row(row)
        self.lines, self.copies = {}, {}
        for seal, _number in (self._seals or ())[: self._limit]:
            row = self.add_row(before=self.more)
            row.state.setTextInteractionFlags(row.state.textInteractionFlags().TextSelectableByMouse)
            row.add_button(
                lambda seal=seal: _("Less") if seal.id in self._wide else _("Whole fingerprint"),  # type: ignore[misc]
                lambda seal=seal: self._turn(seal),  # type: ignore[misc]
            )
            self.copies[seal.id] = row.add_button(lambda: _("Copy"), lambda seal=seal: self._copy(seal))  # type: ignore[misc]
            stamp = row.add_button(lambda: _("Have it time-stamped…"), lambda seal=seal: self._stamp(seal))  # type: ignore[misc]
            stamp.setEnabled(self.can_change)
            self.lines[seal.id] = row
        self._say()

    # Verbs

    def _turn(self, seal: Seal) -> None:
        self._wide ^= {seal.id}
        self._say()

    def _copy(self, seal: Seal) -> None:
        QGuiApplication.clipboard().setText(seal.digest)
        self.desk.notices.say(_("The whole fingerprint of {number} is copied.").format(number=seal.number))

    def _stamp(self, seal: Seal) -> None:
        from ui.dialogs.time_stamp import TimeStampDialog

        dialog = TimeStampDialog(self.desk, seal, self.window())
        dialog.stamped.connect(self.refresh)
        dialog.open()

    # Words

    def _say(self) -> None:
        self.set_title(_("Seals"))
        count = len(self._seals or ())
        self.set_note(ngettext("{n} seal", "{n} seals", count).format(n=count) if count else "")
        self.new.name.setText(_("New seal"))
        what = _(
            "A seal fixes where the log stands. Its fingerprint, copied on paper, proves later that nothing moved."
        )
        none = _("Nothing was sealed yet.") if self._seals == [] else ""
        self.new.say(what, note=none)
        self.seal.setEnabled(self.can_change)
        for seal, number in (self._seals or ())[: self._limit]:
            self._say_seal(self.lines[seal.id], seal, number)
        hidden = count - len(self.lines)
        self.more.setVisible(hidden > 0)
        self.more.name.setText(_("Earlier"))
        self.more.say(ngettext("{n} earlier seal", "{n} earlier seals", hidden).format(n=hidden))
        super()._say()

    def _say_seal(self, row: Row, seal: Seal, incident: str) -> None:
        when = phrases.moment(seal.sealed_at, self.desk.room.clock.now_ms())
        row.name.setText(seal.number)
        self.copies[seal.id].setVisible(seal.id in self._wide)
        shown = in_groups(seal.digest) if seal.id in self._wide else in_groups(seal.fingerprint)
        lines = [phrases.labelled(incident, seal.reason) if incident else seal.reason]
        lines += [stamp_words(stamp) for stamp in seal.timestamps]
        row.say(f"{shown} · {when} · {sealed_by(seal)}", note="\n".join(lines))


def _read(room: Room) -> Listed:
    numbers = {incident.id: incident.number for incident in room.views.incidents(mode=Mode.BOTH)}
    return [(seal, numbers.get(seal.incident, "")) for seal in reversed(room.evidence.seals())]


def in_groups(digits: str) -> str:
    """`8f3a 91c2`: four by four, as people copy them."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def sealed_by(seal: Seal) -> str:
    """Both names, or the one and that it was alone."""
    by = seal.by or "?"
    if seal.witness:
        return _("{name} and {witness}").format(name=by, witness=seal.witness)
    return _("{name}, alone").format(name=by)


def stamp_words(stamp: Timestamp) -> str:
    """What an authority said of it."""
    at = f"{phrases.date(stamp.stamped_at)} {phrases.seconds_of_day(stamp.stamped_at)}"
    return _("Stamped {time} by {authority}").format(time=at, authority=stamp.authority)
