"""Remotes: places where sealed files are kept, or a hub; each tried by itself, and at once when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.deliveries import done_said
from ui.models.remotes import remote_note, remote_said
from ui.outside import Outside
from ui.panels.security_section import Row, Section
from warroom.domain.exchange import Outcome, Remote
from warroom.words import _

SAY_AGAIN_MS = 20_000


class RemotesSection(Section):
    """One line a remote, with what hinders it."""

    def __init__(self, desk: Desk, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.remotes: list[Remote] = []
        self.lines: list[Row] = []
        self._busy: set[str] = set()  # asked for by hand
        self.new = self.add_row()
        self.add = self.new.add_button(lambda: _("Add…"), self.ask_new)
        self._say()
        outside.remotes_changed.connect(self._follow)
        self._again = QTimer(self, interval=SAY_AGAIN_MS)
        self._again.timeout.connect(self._say_lines)
        self._again.start()

    def refresh(self) -> None:
        room = self.desk.room
        self.desk.tasks.run(lambda _job: list(room.remotes.state), owner=self, done=self._show)

    def ask_new(self) -> None:
        """Another place, by its address."""
        self._ask(None)

    def sync(self, name: str) -> None:
        """Exchange with it now."""
        room = self.desk.room
        self._work(name, lambda job: room.remotes.sync(name, step=job.step), self._synced)

    def test(self, name: str) -> None:
        """Go there and look; nothing is exchanged."""
        room = self.desk.room
        self._work(name, lambda _job: room.remotes.test(name), self._tested)

    def remove(self, name: str) -> None:
        """Forget it; what it holds stays there."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: room.remotes.remove(name), owner=self, done=lambda _was: self.refresh())

    def _work(self, name: str, work: object, done: object) -> None:
        if name in self._busy:
            return
        self._busy.add(name)
        self._say_lines()

        def finish(answer: object) -> None:
            self._busy.discard(name)
            done(name, answer)  # type: ignore[operator]
            self.refresh()

        def fail(error: Exception) -> None:
            self._busy.discard(name)
            self.desk.notices.show(error, parent=self)
            self.refresh()

        self.desk.tasks.run(work, owner=self, done=finish, failed=fail)  # type: ignore[arg-type]

    def _synced(self, name: str, outcome: Outcome) -> None:
        self.desk.notices.say(f"{name}: {done_said(outcome)}")

    def _tested(self, name: str, _found: object) -> None:
        self.desk.notices.say(_("{name} can be reached and used.").format(name=name))

    def _ask(self, remote: Remote | None) -> None:
        from ui.dialogs.remote import RemoteDialog

        dialog = RemoteDialog(self.desk, remote, self.window())
        dialog.kept.connect(self.refresh)
        dialog.open()

    @Slot()
    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, remotes: list[Remote]) -> None:
        if [each.name for each in remotes] != [each.name for each in self.remotes] or not self.lines:
            for row in self.lines:
                self.drop_row(row)
            self.lines = [self._line(each) for each in remotes]
        self.remotes = remotes
        self._say()

    def _line(self, remote: Remote) -> Row:
        row, name = self.add_row(before=self.new), remote.name
        if self.can_change:
            row.add_button(lambda: _("Sync now"), lambda: self.sync(name))
            row.add_button(lambda: _("Test"), lambda: self.test(name))
            row.add_button(lambda: _("Change…"), lambda: self._ask(self._named(name)))
            row.add_button(lambda: _("Remove"), lambda: self.remove(name))
        return row

    def _named(self, name: str) -> Remote | None:
        return next((each for each in self.remotes if each.name == name), None)

    @Slot()
    def _say_lines(self) -> None:
        now = self.desk.room.clock.now_ms()
        for row, remote in zip(self.lines, self.remotes, strict=False):
            said, tone = remote_said(remote, now)
            if remote.name in self._busy and not remote.is_busy:
                said, tone = _("exchanging…"), "accent"
            row.name.setText(remote.name)
            row.say(said, tone, note=remote_note(remote, now))

    def _say(self) -> None:
        self.set_title(_("Remotes"))
        self.set_note(_("they keep sealed files and can read nothing"))
        self.new.name.setText(_("Another place") if self.remotes else _("No remote yet"))
        self.new.say(
            _("A folder, a NAS, WebDAV, SFTP, S3 or an exchange server. Tried by itself whenever it can be reached."),
            "muted",
        )
        self.add.setEnabled(self.can_change)
        self._say_lines()
        super()._say()
