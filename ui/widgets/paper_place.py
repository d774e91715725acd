"""Where papers can go: the printers of this laptop, the sticks plugged in, a folder; the last one used first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warroom.words import _

PRINTER, FOLDER = "printer", "folder"


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """One place; `kept` is how the settings remember it."""

    kind: str
    name: str

    @property
    def kept(self) -> str:
        return f"{self.kind}:{self.name}"

    @property
    def said(self) -> str:
        if self.kind == PRINTER:
            return _("Printer {name}").format(name=self.name)
        return _("Folder or stick {name}").format(name=self.name)

    @property
    def is_there(self) -> bool:
        return self.kind == PRINTER or Path(self.name).is_dir()


def place_of(kept: str) -> PaperPlace | None:
    """A remembered place; None for what nobody remembers, or cannot read."""
    kind, _colon, name = kept.partition(":")
    return PaperPlace(kind, name) if kind in (PRINTER, FOLDER) and name else None


def places() -> list[PaperPlace]:
    """Printers and sticks that are there now; asks the system, so call it from a task."""
    from PySide6.QtPrintSupport import QPrinterInfo

    from warroom.reports.drives import removable_drives

    usual = QPrinterInfo.defaultPrinterName()
    printers = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name.casefold()))
    sticks = [PaperPlace(FOLDER, str(drive.path)) for drive in removable_drives() if not drive.read_only]
    return [*(PaperPlace(PRINTER, name) for name in printers), *sticks]
