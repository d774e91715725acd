"""What opens the room: keyring, passphrase, recovery sheet, and the key they all lead to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.security_section import Section
from warroom import phrases
from warroom.doors.ways import WaysIn
from warroom.identity.keys import DEFAULT_ARGON2, Argon2Parameters
from warroom.words import _, ngettext


class WaysSection(Section):
    """Each way as it is now, and the verbs that change it."""

    key_change_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ways: WaysIn | None = None
        self.keyring, self.passphrase, self.sheet, self.key = (self.add_row() for _each in range(4))
        self.add_keyring = self.keyring.add_button(lambda: _("Let it open the room"), self._add_keyring)
        self.revoke_keyring = self.keyring.add_button(lambda: _("Take it away"), self._revoke_keyring)
        self.strengthen = self.passphrase.add_button(lambda: _("Strengthen…"), self._strengthen)
        self.change = self.passphrase.add_button(self._change_words, self._change)
        self.new_sheet = self.sheet.add_button(lambda: _("New sheet…"), self._renew_sheet)
        self.change_key = self.key.add_button(lambda: _("Change the key…"), self._change_key)
        self._say()

    def refresh(self) -> None:
        """Look at the keys file and the keyring again, in a task: a keyring may ask its owner first."""
        ways = self.desk.room.lock.ways
        self.desk.tasks.run(lambda _job: ways.look(), owner=self, done=self._show)

    def _show(self, ways: WaysIn) -> None:
        self._ways = ways
        self._say()

    # Verbs

    def _add_keyring(self) -> None:
        self._do(self.desk.room.lock.ways.add_keyring, lambda: _("The keyring of this laptop opens the room."))

    def _revoke_keyring(self) -> None:
        self._do(self.desk.room.lock.ways.revoke_keyring, lambda: _("The keyring opens this room no more."))

    def _do(self, work: Callable[[], None], said: Callable[[], str]) -> None:
        self.desk.tasks.run(lambda _job: work(), owner=self, done=lambda _nothing: self._end(said()), failed=self._fail)

    def _end(self, said: str) -> None:
        self.desk.notices.say(said)
        self.refresh()

    def _fail(self, error: Exception) -> None:
        self.desk.notices.show(error, parent=self)
        self.refresh()  # a keyring out of reach may have been taken off the keys file all the same

    def _change(self) -> None:
        from ui.dialogs.passphrase import Purpose

        self._ask_passphrase(Purpose.CHANGE if self._ways is not None and self._ways.passphrase else Purpose.SET)

    def _strengthen(self) -> None:
        from ui.dialogs.passphrase import Purpose

        self._ask_passphrase(Purpose.STRENGTHEN)

    def _ask_passphrase(self, purpose: object) -> None:
        from ui.dialogs.passphrase import PassphraseDialog, Purpose

        assert isinstance(purpose, Purpose)
        dialog = PassphraseDialog(self.desk, purpose, parent=self.window())
        dialog.changed.connect(self.refresh)
        dialog.open()

    def _renew_sheet(self) -> None:
        """An open screen is not enough for what opens the room for good: the passphrase first, where there is one."""
        if self._ways is not None and not self._ways.passphrase:
            self._make_sheet()
            return
        from ui.dialogs.passphrase import PassphraseDialog, Purpose

        dialog = PassphraseDialog(self.desk, Purpose.NEW_SHEET, parent=self.window())
        dialog.changed.connect(self._make_sheet)
        dialog.open()

    @Slot()
    def _make_sheet(self) -> None:
        room = self.desk.room

        def renew() -> None:
            code = room.lock.ways.renew_sheet()
            room.lock.note_sheet(None)
            room.recovery_code = code

        self.desk.tasks.run(lambda _job: renew(), owner=self, done=self._show_sheet)

    def _show_sheet(self, _nothing: None) -> None:
        from ui.dialogs.recovery_sheet import RecoverySheetDialog

        room = self.desk.room
        dialog = RecoverySheetDialog(room, self.desk.look, self.window(), is_renewed=True)
        dialog.finished.connect(lambda _how: setattr(room, "recovery_code", ""))  # on paper now, nowhere else
        dialog.confirmed.connect(self._note_sheet)
        dialog.open()

    def _note_sheet(self) -> None:
        room, at = self.desk.room, self.desk.room.clock.now_ms()
        self.desk.tasks.run(lambda _job: room.lock.note_sheet(at), owner=self, done=lambda _nothing: self.refresh())

    def _change_key(self) -> None:
        from ui.dialogs.change_key import ChangeKeyDialog

        has_passphrase = self._ways is None or self._ways.passphrase
        dialog = ChangeKeyDialog(self.desk, has_passphrase=has_passphrase, parent=self.window())
        dialog.confirmed.connect(self.key_change_asked)
        dialog.open()

    # Words

    def _change_words(self) -> str:
        return _("Change…") if self._ways is None or self._ways.passphrase else _("Choose one…")

    def _say(self) -> None:
        self.set_title(_("What opens this room"))
        for row, name in (
            (self.keyring, _("Keyring")),
            (self.passphrase, _("Passphrase")),
            (self.sheet, _("Recovery sheet")),
            (self.key, _("Room key")),
        ):
            row.name.setText(name)
        self.set_note("" if self.can_change else _("read-only: nothing can be changed here"))
        ways = self._ways
        for button in (self.change, self.new_sheet, self.change_key):
            button.setEnabled(ways is not None and self.can_change)
        for button, is_offered in (
            (self.add_keyring, ways is not None and not ways.keyring and not ways.no_keyring),
            (self.revoke_keyring, ways is not None and ways.keyring),
            (self.strengthen, ways is not None and ways.is_weak),
        ):
            button.setVisible(is_offered)
            button.setEnabled(self.can_change)
        if ways is not None:
            self._say_ways(ways)
        super()._say()

    def _say_ways(self, ways: WaysIn) -> None:
        if ways.keyring:
            self.keyring.say(_("Opens the room without asking on this laptop."), note=ways.no_keyring)
        else:
            self.keyring.say(_("Does not open this room."), note=ways.no_keyring)
        if ways.argon2 is None:
            self.passphrase.say(_("None: without the keyring only the recovery sheet opens the room."), "due")
        elif ways.is_weak:
            usual = cost_words(DEFAULT_ARGON2)
            self.passphrase.say(
                _("Weaker than today’s practice asks: strengthen it."),
                "due",
                note=_("{cost}; usual today: {usual}").format(cost=cost_words(ways.argon2), usual=usual),
            )
        else:
            self.passphrase.say(_("As strong as today’s practice asks."), note=cost_words(ways.argon2))
        self._say_sheet(ways)
        self.key.say(
            _("Random, for this file alone."),
            note=_("Change it when somebody who knew the passphrase or held the laptop must no longer read on."),
        )

    def _say_sheet(self, ways: WaysIn) -> None:
        lock = self.desk.room.lock
        since = lock.sheet_at
        if not ways.sheet:
            self.sheet.say(_("None: a forgotten passphrase would lose the room."), "due")
        elif lock.is_sheet_unseen:
            self.sheet.say(_("The last one was made and never shown: make a new one."), "due")
        elif since is not None:
            moment = phrases.moment(since, self.desk.room.clock.now_ms())
            self.sheet.say(
                _("Opens the room alone. Made {moment}.").format(moment=moment),
                note=_("A new sheet replaces it at once: the former one then opens only older copies."),
            )
        else:
            self.sheet.say(_("Opens the room alone."), note=_("Made with the room, or since when is not known."))


def cost_words(argon2: Argon2Parameters) -> str:
    """What one guess costs."""
    passes = ngettext("{n} pass", "{n} passes", argon2.iterations).format(n=argon2.iterations)
    lanes = ngettext("{n} lane", "{n} lanes", argon2.lanes).format(n=argon2.lanes)
    memory = _("{n} MiB").format(n=argon2.memory_kib // 1024)
    return f"Argon2id · {memory} · {passes} · {lanes}"
