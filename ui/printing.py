"""Paper and PDF: a text document to the printer the person chooses, or to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTextDocument
from PySide6.QtWidgets import QWidget

from warroom.domain.audit import Event

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from warroom.doors.audit import Audit

MARGIN_MM = 18


def print_document(document: QTextDocument, *, title: str, parent: QWidget, audit: Audit) -> bool:
    """Let the person choose a printer and print, and note it; False when they changed their mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = _printer(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document.print_(printer)
    audit.note(Event.PRINTED, {"title": title, "pages": document.pageCount()})
    return printer.printerState() is not QPrinter.PrinterState.Error


def save_pdf(document: QTextDocument, path: Path, *, title: str, audit: Audit) -> bool:
    """Write the document as a PDF on A4, and note it; False when the file could not be written."""
    from PySide6.QtPrintSupport import QPrinter

    try:
        path.touch()
    except OSError:  # Qt would only warn on the console
        return False
    printer = _printer(title)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    document.print_(printer)
    if written := path.stat().st_size > 0:
        audit.note(Event.PRINTED, {"title": title, "file": path.name})
    return written


def _printer(title: str) -> QPrinter:
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    return printer


def print_pictures(pages: Sequence[bytes], *, title: str, audit: Audit) -> str:
    """Pages (PNG of A4) to the printer this laptop prints on by default; its name, or "" where there is none."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    default = QPrinterInfo.defaultPrinter()
    if default.isNull():
        return ""
    printer = QPrinter(default, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(printer)
    for at, page in enumerate(pages):
        if at:
            printer.newPage()
        painter.drawImage(painter.viewport(), QImage.fromData(page))
    painter.end()
    audit.note(Event.PRINTED, {"title": title, "pages": len(pages)})
    return "" if printer.printerState() is QPrinter.PrinterState.Error else default.printerName()
