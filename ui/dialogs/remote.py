"""A remote: its name, what kind of place it is, its address and password; tried before it is kept for good."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.models.remotes import KINDS
from ui.tasks import Job
from warroom.domain.exchange import Remote
from warroom.errors import WarroomError
from warroom.words import _

WIDTH = 560


class RemoteDialog(PlainDialog):
    """What cannot be reached now is kept all the same: it is tried again by itself."""

    kept = Signal()

    def __init__(self, desk: Desk, remote: Remote | None, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDTH)
        self._desk, self._remote = desk, remote
        self.kind, self.name, self.url, self.password = (
            QComboBox(self),
            QLineEdit(self),
            QLineEdit(self),
            QLineEdit(self),
        )
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._labels = [QLabel(self) for _each in range(4)]
        self._help = QLabel(self)
        self._help.setWordWrap(True)
        self._help.setProperty("role", "muted")
        for kind in KINDS:
            self.kind.addItem("", kind.scheme)
        fields = Fields()
        for label, field in zip(self._labels, (self.kind, self.name, self.url, self.password), strict=True):
            fields.add(label, field)
        self.body.addLayout(fields)
        self.body.addWidget(self._help)
        if remote is not None:
            self.name.setText(remote.name)
            self.name.setEnabled(False)
            self.url.setText(remote.url)
            scheme = remote.url.partition("://")[0]
            at = next((at for at, kind in enumerate(KINDS) if kind.scheme.startswith(scheme.rstrip("s"))), 0)
            self.kind.setCurrentIndex(at)
        self.kind.currentIndexChanged.connect(lambda _at: self._say())
        self.primary.clicked.connect(lambda _checked=False: self.keep())
        self._say()
        self.kind.setFocus()

    def keep(self) -> None:
        """Keep it, then go there once."""
        remotes, name, url = self._desk.room.remotes, self.name.text().strip(), self.url.text().strip()
        has_password = KINDS[self.kind.currentIndex()].has_password
        password = self.password.text() if has_password and self.password.text() else None
        if not name or not url:
            self.complain_at(self.url if name else self.name, _("A remote needs a name and an address."))
            return

        def work(_job: Job) -> str:
            remotes.add(name, url, password=password)
            try:
                remotes.test(name)
            except WarroomError as error:
                return " ".join(part for part in (error.message, error.todo) if part)
            return ""

        self.complain("")
        self.set_busy(True)
        self._desk.tasks.run(work, owner=self, done=self._finish, failed=self._fail)

    def _finish(self, trouble: str) -> None:
        self.set_busy(False)
        self.kept.emit()
        if trouble:
            self._desk.notices.show(trouble)
        self.accept()

    def _fail(self, error: Exception) -> None:
        self.set_busy(False)
        if isinstance(error, WarroomError):
            self.complain(str(error))
        else:
            self._desk.notices.show(error, parent=self)

    def _say(self) -> None:
        kind = KINDS[max(self.kind.currentIndex(), 0)]
        self.heading.setText(_("Change the remote") if self._remote else _("Add a remote"))
        self.intro.setText(_("A place that keeps sealed files for the stations of this room. It can read nothing."))
        words = (_("Kind of place"), _("Name"), _("Address"), _("Password"))
        for label, field, said in zip(
            self._labels, (self.kind, self.name, self.url, self.password), words, strict=True
        ):
            label.setText(said)
            field.setAccessibleName(said)
        for at, each in enumerate(KINDS):
            self.kind.setItemText(at, _(each.words))
        self.url.setPlaceholderText(kind.example)
        self.name.setPlaceholderText(_("e.g. nas, cloud"))
        self.password.setPlaceholderText(_("as it was") if self._remote else "")
        self._help.setText(_(kind.help))
        self.password.setVisible(kind.has_password)
        self._labels[3].setVisible(kind.has_password)
        self.primary.setText(_("Keep and test"))
        super()._say()
