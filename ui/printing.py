"""Paper and PDF: a text document to the printer the person chooses, or to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTextDocument
from PySide6.QtWidgets import QWidget

from warroom.domain.audit import Event
from warroom.errors import Trouble
from warroom.words import _

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


def print_pages(pages: Sequence[bytes], *, printer: str, title: str, output: str = "") -> None:
    """Send pages that were laid out (PNG) to the printer of this name; safe in a task. `output` makes a PDF instead.

    Raises Trouble when the printer does not take them.
    """
    from PySide6.QtPrintSupport import QPrinter

    device = _printer(title)
    device.setFullPage(True)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    if output:
        device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        device.setOutputFileName(output)
    else:
        device.setPrinterName(printer)
    painter = QPainter()
    if not painter.begin(device):
        raise _not_printed(printer)
    try:
        for place, page in enumerate(pages):
            if place and not device.newPage():
                raise _not_printed(printer)
            painter.drawImage(QRectF(painter.viewport()), QImage.fromData(page, "PNG"))  # type: ignore[arg-type]
    finally:
        painter.end()
    if device.printerState() is QPrinter.PrinterState.Error:
        raise _not_printed(printer)


def _not_printed(printer: str) -> Trouble:
    return Trouble(
        "not-printed",
        _("The printer {name} did not take the pages.").format(name=printer or "—"),
        safe=_("Nothing was changed; the numbers of these sheets are void."),
        todo=_("Check the printer, or choose a stick or a folder and print elsewhere."),
    )
