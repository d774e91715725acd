"""How a mail server or a web service is reached, its password for this laptop, and a try that says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.note_sending import ProofField
from ui.dialogs.send_line import Working
from ui.tasks import Job
from ui.widgets.fields import TextBox
from warroom.commands import CheckChannel, SetSender
from warroom.commands.sender_words import auth_word, security_word, setting_word
from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.senders import CA_MOST, Security, Setting, WebhookAuth
from warroom.errors import Refusal
from warroom.words import _

LINES = {Setting.HOST, Setting.PORT, Setting.FROM, Setting.FROM_NAME, Setting.REPLY_TO, Setting.USER}
OF_MAIL = (
    Setting.HOST, Setting.PORT, Setting.SECURITY, Setting.USER, Setting.FROM, Setting.FROM_NAME, Setting.REPLY_TO,
    Setting.TO, Setting.STAKEHOLDERS,
)  # fmt: skip
OF_WEB = (Setting.URL, Setting.AUTH, Setting.HEADER)


class SenderDialog(Working):
    """Enter keeps the settings and tries the channel; no message is sent."""

    def __init__(self, desk: Desk, channel: Channel, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._channel = channel
        self._is_mail = channel.kind is ChannelKind.SMTP
        self._fields: dict[Setting, QWidget] = {}
        for setting in OF_MAIL if self._is_mail else OF_WEB:
            self._add_setting(setting, channel.settings.get(setting.value))
        self.secret = QLineEdit(self)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.add(
            lambda: _("Password"), self.secret,
            hint=lambda: _("Kept in the keyring of this laptop alone, never in the room. Empty: as it was."),
        )  # fmt: skip
        self.ca = ProofField(self)
        self._ca_pem = str(channel.settings.get(Setting.CA.value) or "")
        self.add(
            lambda: setting_word(Setting.CA), self.ca,
            hint=lambda: _("Only where your organisation signs its own certificates: its file, with .pem or .crt."),
        )  # fmt: skip
        self.spoken(self.ca.choose.setText, lambda: _("Choose a file…"))
        self.ca.shown.setText(_("set") if self._ca_pem else "")
        self._no_ca = QPushButton(self)
        self._no_ca.setAutoDefault(False)
        self._no_ca.clicked.connect(lambda _checked=False: self._drop_ca())
        ca_row = self.ca.layout()
        assert isinstance(ca_row, QHBoxLayout)
        ca_row.addWidget(self._no_ca)
        self.spoken(self._no_ca.setText, lambda: _("None"))
        self._add_setting(Setting.EXERCISE, channel.settings.get(Setting.EXERCISE.value))
        if self._is_mail:
            self._combo(Setting.SECURITY).currentIndexChanged.connect(lambda _at: self._show_lines())
        else:
            self._combo(Setting.AUTH).currentIndexChanged.connect(lambda _at: self._show_lines())
        self._show_lines()

    def title(self) -> str:
        return _("How {channel} is reached").format(channel=self._channel.name)

    def verb(self) -> str:
        return _("Keep and try")

    def settings(self) -> dict[str, Any]:
        """What the fields say. Raises Refusal for a certificate file that cannot be read."""
        said: dict[str, Any] = {setting.value: self._value(setting, field) for setting, field in self._fields.items()}
        if self.ca.path:
            self._ca_pem = _certificates(Path(self.ca.path))
        said[Setting.CA.value] = self._ca_pem
        if not self._is_mail and str(said.get(Setting.URL.value, "")).lower().startswith("http://"):
            said[Setting.SECURITY.value] = Security.NONE.value  # typed on purpose: the try says what that means
        return {name: value for name, value in said.items() if value not in ("", None, [], False)}

    def command(self) -> SetSender:
        return SetSender(channel=self._channel.id, settings=self.settings())

    def send(self) -> None:
        if self._is_sending:
            return
        try:
            command = self.command()
        except Refusal as refusal:
            self.complain(refusal)
            return
        room, channel, secret = self.desk.room, self._channel.id, self.secret.text()

        def work(job: Job) -> tuple[bool, list[Any]]:
            room.do(command).result()
            is_kept = room.outbox.keep_secret(channel, secret) if secret else True
            found = room.outbox.try_channel(channel, step=job.step)
            room.do(CheckChannel(channel=channel, works=all(one.is_well for one in found))).result()
            return is_kept, found

        self._begin(work, self._tried)

    # What came of it

    def _tried(self, found: tuple[bool, list[Any]]) -> None:
        self._set_sending(False)
        is_kept, said = found
        is_well = all(one.is_well for one in said)
        lines = [one.said for one in said]
        if not is_kept:
            lines.append(_("The keyring cannot be used: the password is held until this room is closed."))
        lines.append(_("It works. No message was sent.") if is_well else _("No message was sent."))
        self.result_said.say("\n".join(lines), "good" if is_well else "due")
        self.result_said.show()
        self.secret.clear()
        self._at_first = self._typed()
        self._leave.setText(_("Close"))
        self._grow()
        self.succeeded.emit(is_well)

    def _failed(self, error: Exception) -> None:
        self.result_said.hide()
        super()._failed(error)

    def _close_only(self) -> None:
        self._is_over = False  # what is wrong can be mended here

    # Building

    def _add_setting(self, setting: Setting, value: Any) -> None:
        field: QWidget
        if setting in (Setting.SECURITY, Setting.AUTH):
            field = QComboBox(self)
            kinds: Any = Security if setting is Setting.SECURITY else WebhookAuth
            for kind in kinds:
                field.addItem("", kind.value)
            field.setCurrentIndex(max(field.findData(value), 0))
        elif setting in (Setting.STAKEHOLDERS, Setting.EXERCISE):
            field = QCheckBox(self)
            field.setChecked(value is True)
        elif setting is Setting.TO:
            field = TextBox(lines=3, enter_sends=False, parent=self)
            listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            field.setPlainText("\n".join(str(one) for one in listed))
        else:
            field = QLineEdit(self)
            field.setText(str(value) if value not in (None, "") else "")
        self._fields[setting] = field
        if isinstance(field, QCheckBox):
            self.add_wide(field)
            hint = {
                Setting.STAKEHOLDERS: lambda: _("Also to stakeholders of the audience who have a mail address"),
                Setting.EXERCISE: lambda: _("For exercises only: no real message ever leaves by it"),
            }[setting]
            self.spoken(field.setText, hint)
        else:
            hints = {Setting.TO: lambda: _("One a line; nobody reads who else was told")}
            self.add(lambda: setting_word(setting), field, hint=hints.get(setting))

    def _value(self, setting: Setting, field: QWidget) -> Any:
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, TextBox):
            return [one for one in field.toPlainText().replace(",", "\n").replace(";", "\n").split("\n") if one.strip()]
        assert isinstance(field, QLineEdit)
        text = field.text().strip()
        return int(text) if setting is Setting.PORT and text.isdecimal() and len(text) < 8 else text

    def _combo(self, setting: Setting) -> QComboBox:
        field = self._fields[setting]
        assert isinstance(field, QComboBox)
        return field

    def _show_lines(self) -> None:
        if not self._is_mail:
            auth = self._combo(Setting.AUTH).currentData()
            self.show_line(self._fields[Setting.HEADER], auth == WebhookAuth.HEADER.value)
            self.show_line(self.secret, auth != WebhookAuth.NONE.value)

    def _drop_ca(self) -> None:
        self._ca_pem, self.ca.path = "", ""
        self.ca.shown.clear()

    def _say(self) -> None:
        super()._say()
        if Setting.SECURITY in self._fields:
            for at, security in enumerate(Security):
                self._combo(Setting.SECURITY).setItemText(at, security_word(security))
        if Setting.AUTH in self._fields:
            for at, auth in enumerate(WebhookAuth):
                self._combo(Setting.AUTH).setItemText(at, auth_word(auth))


def _certificates(file: Path) -> str:
    """The text of a certificate file. Raises Refusal for what is none."""
    try:
        with file.open("rb") as opened:
            text = opened.read(CA_MOST + 1).decode("ascii")
    except (OSError, UnicodeDecodeError):
        text = ""
    begin = text.find("-----BEGIN CERTIFICATE-----")
    if begin < 0 or len(text) > CA_MOST:
        raise Refusal(
            "sender-ca",
            _("{name} holds no certificate that can be read.").format(name=file.name),
            safe=_("Nothing was changed."),
            todo=_("Choose the file again: it holds text that begins with BEGIN CERTIFICATE."),
        )
    return text[begin:].strip()
