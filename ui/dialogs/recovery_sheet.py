"""The recovery sheet of a new room: read it, print it or copy it by hand, and say so before going on."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.plain import PlainDialog
from ui.printing import print_document, save_pdf
from ui.theme import Look
from warroom.room import RecoverySheet, Room, recovery_sheet
from warroom.words import _

PICTURE = 152
A_ROW = 2


class RecoverySheetDialog(PlainDialog):
    """Shown once, right after a room is made: the code is never stored."""

    confirmed = Signal()

    def __init__(self, room: Room, look: Look, parent: QWidget | None = None, *, is_renewed: bool = False) -> None:
        super().__init__(parent, width=600)
        self._room, self._look, self._is_renewed = room, look, is_renewed
        self._sheet: RecoverySheet = recovery_sheet(room)
        self._build()
        self._say()
        self.confirm.toggled.connect(self.primary.setEnabled)
        self.primary.clicked.connect(self._go_on)
        self._print.clicked.connect(self._print_sheet)
        self._save.clicked.connect(self._choose_pdf)

    @property
    def groups(self) -> tuple[str, ...]:
        """The code, in the groups shown."""
        return self._sheet.groups

    def reject(self) -> None:
        """Without the sheet a forgotten passphrase loses the room: this is the one question that insists."""
        self.complain(_("Print the sheet or write the code down, then tick the box."), role="due")
        self.confirm.setFocus()

    def save_pdf(self, path: Path) -> bool:
        """Write the sheet to a file."""
        return save_pdf(document_of(self._sheet), path, title=self._sheet.title, audit=self._room.audit)

    @Slot()
    def _go_on(self) -> None:
        self.confirmed.emit()
        self.accept()

    @Slot()
    def _print_sheet(self) -> None:
        sheet = self._sheet
        if print_document(document_of(sheet), title=sheet.title, parent=self, audit=self._room.audit):
            self.confirm.setChecked(True)

    @Slot()
    def _choose_pdf(self) -> None:
        name = f"{_('Recovery sheet')} {self._room.path.stem}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the recovery sheet"), name, "PDF (*.pdf)")
        if not chosen:
            return
        if self.save_pdf(Path(chosen)):
            self.confirm.setChecked(True)
            self.complain(
                _("Saved. Keep it away from this laptop: whoever holds both can read everything."), role="due"
            )
        else:
            self.complain(_("The file {path} could not be written. The sheet is still here.").format(path=chosen))

    def _build(self) -> None:
        self._picture = QLabel(self)
        self._picture.setPixmap(qr_pixmap(self._sheet.qr_svg, side=self._look.px(PICTURE)))
        self._picture.setFixedSize(self._look.px(PICTURE), self._look.px(PICTURE))
        code = QGridLayout()
        code.setHorizontalSpacing(24)
        code.setVerticalSpacing(8)
        for place, group in enumerate(self._sheet.groups):
            number = QLabel(str(place + 1), self)
            number.setProperty("role", "muted")
            shown = QLabel(group, self)
            shown.setFont(self._look.font(20, QFont.Weight.DemiBold))
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(number)
            line.addWidget(shown, 1)
            code.addLayout(line, place // A_ROW, place % A_ROW)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        both.addLayout(code, 1)
        self._instructions = QVBoxLayout()
        self._lines = [QLabel(self) for _line in self._sheet.instructions]
        for label in self._lines:
            label.setWordWrap(True)
            self._instructions.addWidget(label)
        self.confirm = QCheckBox(self)
        self._print, self._save = QPushButton(self), QPushButton(self)
        for place, button in enumerate((self._print, self._save)):
            button.setAutoDefault(False)
            self.buttons.insertWidget(place, button)
        self.leave.hide()
        self.primary.setEnabled(False)
        self.body.addLayout(both)
        self.body.addSpacing(8)
        self.body.addLayout(self._instructions)
        self.body.addSpacing(8)
        self.body.addWidget(self.confirm)

    def _say(self) -> None:
        self._sheet = recovery_sheet(self._room)
        self.heading.setText(self._sheet.title)
        said = [_("If the passphrase is forgotten, only this code opens {room}. It is shown once.")]
        if self._is_renewed:
            said.append(_("The former sheet no longer opens this room, only its older copies: destroy it."))
        self.intro.setText(" ".join(said).format(room=self._sheet.room))
        for label, line in zip(self._lines, self._sheet.instructions, strict=True):
            label.setText(f"– {line}")
        self._picture.setAccessibleName(_("The code as a square to scan"))
        self.confirm.setText(_("I have printed it or written it down"))
        self._print.setText(_("Print…"))
        self._save.setText(_("Save as PDF…"))
        self.primary.setText(_("Continue"))
        super()._say()


def qr_pixmap(svg: str, *, side: int) -> QPixmap:
    """The square on white, whatever the theme: scanners need the contrast."""
    return QPixmap.fromImage(_qr_image(svg, side=side))


def _qr_image(svg: str, *, side: int) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(QSize(side, side), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return image


def document_of(sheet: RecoverySheet) -> QTextDocument:
    """The sheet as one page; everything on it is escaped, a room's name is only text."""
    document = QTextDocument()
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl("qr"), _qr_image(sheet.qr_svg, side=600))
    code = "".join(
        f"<td>{place}&nbsp;&nbsp;<b>{html.escape(group)}</b></td>" for place, group in enumerate(sheet.groups, 1)
    )
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in sheet.instructions)
    document.setHtml(
        f"<h1>{html.escape(sheet.title)}</h1><h2>{html.escape(sheet.room)} · {html.escape(sheet.station)}</h2>"
        f'<p><img src="qr" width="180" height="180"></p><table cellpadding="8"><tr>{code}</tr></table><ul>{lines}</ul>'
    )
    return document
