"""Proving one thing of this laptop: a stick, a printer, the recovery sheet, a login without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.widgets.drive_list import DriveList
from ui.widgets.file_dialog import file_dialog
from warroom.domain.readiness import Proof, Proved
from warroom.doors import proof_page, proving
from warroom.errors import Trouble, WarroomError
from warroom.room import Room
from warroom.words import _

LOOK_AGAIN_MS = 1_500
DIGITS = 4


class ProofDialog(PlainDialog):
    """Tries, tells what came of it, and stays open until it succeeded or is left."""

    proved = Signal(object)  # Proved: noted whether it succeeded or not

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self.desk = desk
        self.primary.clicked.connect(self.attempt)

    def attempt(self) -> None:
        """What the primary button does."""
        raise NotImplementedError

    def run(self, work: Callable[[], Proved]) -> None:
        """Do it in a task; what came of it is noted and said."""
        self.complain("")
        self.set_busy(True)
        self.desk.tasks.run(lambda _job: work(), owner=self, done=self.end, failed=self.stay)

    def end(self, proved: Proved) -> None:
        self.set_busy(False)
        self.proved.emit(proved)
        if proved.ok:
            self.desk.notices.say(_("Proved: {detail}.").format(detail=proved.detail))
            self.accept()
        else:
            self.complain(_("Not proved: {detail}.").format(detail=proved.detail.rstrip(".")), role="due")

    def stay(self, error: Exception) -> None:
        """Nothing could be tried; nothing is noted."""
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    def _say(self) -> None:
        self.primary.setText(_("Prove now"))
        super()._say()


class ProveLoginDialog(ProofDialog):
    """The program was not there when the session began: a person says it, under their name and with a date."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sure = QCheckBox(self)
        self.sure.toggled.connect(self.primary.setEnabled)
        self.body.addWidget(self.sure)
        self.primary.setEnabled(False)
        self._say()

    def attempt(self) -> None:
        self.run(lambda: proving.prove_login(attested=True))

    def _say(self) -> None:
        self.heading.setText(_("Logs in offline"))
        self.intro.setText(
            _(
                "Log out, unplug the cable and switch Wi-Fi off, log in again. This cannot be seen from here: "
                "it is noted under your name, with the date."
            )
        )
        self.sure.setText(_("I logged in on this laptop with no network"))
        super()._say()
        self.primary.setText(_("Note it"))


class ProveStickDialog(ProofDialog):
    """Which stick; it is left as it was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.drives = DriveList(desk.look, self)
        self.other = QPushButton(self)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._choose_folder)
        self.buttons.insertWidget(0, self.other)
        self.body.addWidget(self.drives)
        self._say()
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look)
        self._again.start()
        self._look()

    def attempt(self) -> None:
        place = self.drives.chosen()
        if place is None:
            self.complain(_("Plug in a stick, or choose a folder on it."), role="due")
            return
        self.run(lambda: proving.prove_stick(place))

    def _look(self) -> None:
        from warroom.reports.drives import removable_drives

        self.desk.tasks.run(lambda _job: removable_drives(), owner=self, done=self.drives.show_drives)

    def _choose_folder(self) -> None:
        dialog = file_dialog(self, _("A folder on the stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.drives.add_folder(Path(folder)))
        dialog.open()

    def _say(self) -> None:
        self.heading.setText(_("Writes and reads a stick"))
        self.intro.setText(_("1 MiB is written, read back and taken away. Nothing else on the stick is touched."))
        self.other.setText(_("Another folder…"))
        self.drives.say()
        super()._say()


class ProveSheetDialog(ProofDialog):
    """The code as on paper; it is forgotten when the dialog closes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.code, self._label = QLineEdit(self), QLabel(self)
        fields = Fields()
        fields.add(self._label, self.code)
        self.body.addLayout(fields)
        self._say()
        self.code.setFocus()

    def attempt(self) -> None:
        code, path = self.code.text(), self.desk.room.path
        if not code.strip():
            self.complain_at(self.code, _("Type the code of the recovery sheet."))
            return
        self.run(
            lambda: proving.prove_sheet(lambda: Room.open(path, recovery_code=code, read_only=True, backups=False))
        )

    def _say(self) -> None:
        self.heading.setText(_("Opens with the sheet"))
        self.intro.setText(
            _("The room is opened a second time for reading, with this code and nothing else. It is kept nowhere.")
        )
        self._label.setText(_("Code of the recovery sheet"))
        self.code.setAccessibleName(self._label.text())
        super()._say()


class ProvePrintDialog(ProofDialog):
    """First the page, then the number on it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._number, self._by_system = "", False
        self.printers, self.number = QComboBox(self), QLineEdit(self)
        self.number.setMaxLength(DIGITS)
        self.number.setFixedWidth(desk.look.px(112))
        self._printer_label, self._number_label = QLabel(self), QLabel(self)
        fields = Fields()
        fields.add(self._printer_label, self.printers)
        fields.add(self._number_label, self.number)
        self.body.addLayout(fields)
        self._say()
        self._show_step()
        self.primary.setEnabled(False)
        desk.tasks.run(lambda _job: proof_page.printers(), owner=self, done=self._list, failed=self._by_window)

    def attempt(self) -> None:
        if self._number:
            self._compare()
        elif self._by_system:
            self._print_by_window()
        else:
            number, name = proof_page.new_number(), str(self.printers.currentData())
            self.complain("")
            self.set_busy(True)
            self.desk.tasks.run(
                lambda _job: proof_page.print_page(number, printer=name),
                owner=self,
                done=lambda _printer: self._wait_for(number),
                failed=self.stay,
            )

    def _list(self, printers: list[proof_page.Printer]) -> None:
        local = [printer for printer in printers if printer.is_local]
        for printer in local:
            self.printers.addItem(printer.name, printer.name)
        self.primary.setEnabled(bool(local))
        if not local:
            self.complain(
                _("No printer on a cable is known here. Plug one in, add it to this system, and open this again."),
                role="due",
            )

    def _by_window(self, error: Exception) -> None:
        """No service that can be asked by name, as on Windows: the system's own dialog lists the printers."""
        if not isinstance(error, Trouble):
            raise error
        self._by_system = True
        self.primary.setEnabled(True)
        self._show_step()

    def _print_by_window(self) -> None:
        from ui.printing import print_document

        number = proof_page.new_number()
        page = QTextDocument()
        page.setPlainText(f"{_('This laptop prints')}\n\n{number}\n\nWarroom")
        if print_document(page, title=_("This laptop prints"), parent=self, audit=self.desk.room.audit):
            self._wait_for(number)

    def _wait_for(self, number: str) -> None:
        self.set_busy(False)
        self._number = number
        self._show_step()
        self.number.setFocus()

    def _compare(self) -> None:
        if self.number.text().strip() != self._number:
            self.complain_at(self.number, _("This is not the number on the page."))
            return
        self.end(Proved(True, _("a page came out of a printer that needs no network, its number was read back")))

    def _show_step(self) -> None:
        has_page = bool(self._number)
        asks_which = not has_page and not self._by_system
        self._printer_label.setVisible(asks_which)
        self.printers.setVisible(asks_which)
        self._number_label.setVisible(has_page)
        self.number.setVisible(has_page)
        self.primary.setText(_("Compare") if has_page else _("Print the page"))
        self.grow()

    def _say(self) -> None:
        self.heading.setText(_("Prints locally"))
        self.intro.setText(_("One page with a number comes out of a printer on a cable. Type the number to prove it."))
        self._printer_label.setText(_("Printer"))
        self._number_label.setText(_("Number on the page"))
        self.printers.setAccessibleName(self._printer_label.text())
        self.number.setAccessibleName(self._number_label.text())
        super()._say()
        self._show_step()


def dialog_for(proof: Proof, desk: Desk, parent: QWidget | None) -> ProofDialog:
    """The dialog that proves this."""
    kinds: dict[Proof, type[ProofDialog]] = {
        Proof.LOGS_IN: ProveLoginDialog,
        Proof.STICK: ProveStickDialog,
        Proof.PRINTS: ProvePrintDialog,
        Proof.SHEET: ProveSheetDialog,
    }
    return kinds[proof](desk, parent)
