"""The system's dialog for files; where there is none, Qt's own, in the words of the program."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from warroom.words import _


def file_dialog(parent: QWidget, title: str) -> QFileDialog:
    """A dialog that begins in the person's documents, never in the folder the program happens to run in."""
    start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, start)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Folder"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file"))
    return dialog
