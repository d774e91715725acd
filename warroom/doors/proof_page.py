"""The proof page: one page through a printer that needs no network, and a number on it that only paper shows.

Without a window: CUPS's own `lp` on Linux and macOS. Elsewhere the window prints the page (`page_of`).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warroom import __version__
from warroom.errors import Refusal, Trouble
from warroom.words import _, language

LOCAL = (
    "usb:",
    "parallel:",
    "serial:",
    "/",  # a device or a file: lpstat leaves its scheme out
    "hp:/usb",
    "hpfax:/usb",
    "epson:/usb",
    "ipp://localhost",
    "ipp://127.0.0.1",
    "ipp://[::1]",
)
VIRTUAL = ("cups-pdf:", "/dev/null", "///dev/null")
PATIENCE = 30  # seconds for each question to the print service
DONE_WITHIN = 90.0  # seconds for one page
DEVICE = re.compile(r"^device for (?P<name>[^:]+): (?P<uri>\S+)$", re.MULTILINE)
JOB = re.compile(r"\b(?P<job>[^\s]+-\d+)\b")


@dataclass(frozen=True, slots=True)
class Printer:
    """One queue of this laptop; `is_local` when its page needs no network to come out."""

    name: str
    is_local: bool


def printers() -> list[Printer]:
    """The print queues of this laptop, those that need no network first. Raises Trouble `no-print-service`."""
    said = _ask("lpstat", "-v")
    found = [
        Printer(match["name"], match["uri"].startswith(LOCAL))
        for match in DEVICE.finditer(said)
        if not match["uri"].startswith(VIRTUAL)
    ]
    return sorted(found, key=lambda printer: (not printer.is_local, printer.name))


def new_number() -> str:
    """Four digits that nobody knows before they read them on paper."""
    return f"{secrets.randbelow(10_000):04d}"


def print_page(number: str, *, printer: str = "") -> Printer:
    """Print the proof page, return once the queue has let it go. Refusal for a printer that needs a network or is none.

    Raises Trouble when the print service is not there, or keeps the page.
    """
    chosen = _chosen(printer)
    with tempfile.TemporaryDirectory(prefix="warroom-proof-") as folder:
        page = Path(folder) / "proof.pdf"
        page.write_bytes(page_of(number))
        said = _ask("lp", "-d", chosen.name, "-t", "Warroom", str(page))
        job = JOB.search(said)
        _wait(job["job"] if job else "", chosen)
    return chosen


def _chosen(name: str) -> Printer:
    known = printers()
    found = next((printer for printer in known if printer.name == name), None) if name else None
    local = [printer for printer in known if printer.is_local]
    if name and found is None:
        raise Refusal(
            "printer-unknown", _("There is no printer called {name}.").format(name=name), safe=_("Nothing was printed.")
        )
    if found is not None and not found.is_local:
        raise Refusal(
            "printer-networked",
            _("The printer {name} is reached over the network: it proves nothing for the day without one.").format(
                name=name
            ),
            safe=_("Nothing was printed."),
            todo=_("Choose one on a cable."),
        )
    if found is None and not local:
        raise Refusal(
            "printer-missing",
            _("This laptop has no printer that works without a network."),
            safe=_("Nothing was printed."),
            todo=_("Plug one in by its cable and add it to this system, then try again."),
        )
    return found or local[0]


def _wait(job: str, printer: Printer) -> None:
    until = time.monotonic() + DONE_WITHIN
    while job and job in _ask("lpstat", "-W", "not-completed", "-o", printer.name):
        if time.monotonic() > until:
            _ask("cancel", job)
            raise Trouble(
                "page-not-printed",
                _("The page did not leave the queue of {name}.").format(name=printer.name),
                safe=_("It was taken back."),
                todo=_("Look at the printer: paper, cable, power."),
            )
        time.sleep(0.3)


def _ask(*command: str) -> str:
    if shutil.which(command[0]) is None:
        raise _no_service()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=_plain_words()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_service() from error
    said = done.stdout + done.stderr
    if done.returncode and "No destinations added" not in said:
        raise Trouble(
            "print-refused",
            _("The print service of this laptop refuses: {reason}").format(reason=said.strip()[:200] or "?"),
            safe=_("Nothing was printed."),
            todo=_("Check that it runs and knows a printer."),
        )
    return done.stdout


def _plain_words() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}


def _no_service() -> Trouble:
    return Trouble(
        "no-print-service",
        _("This laptop has no print service that can be asked without a window."),
        safe=_("Nothing was printed."),
        todo=_("Prove it in the window instead: Security, This laptop."),
    )


def page_of(number: str) -> bytes:
    """The page as PDF, by the same way as every report."""
    from warroom.reports.document import Document, Facts, Paragraph, Section
    from warroom.reports.pdf import pdf_of

    page, _gap, of_total = _("Page {n} of {total}").partition("{n}")
    said = _("Type this number where Warroom asks for it: it proves that the page came out here.")
    document = Document(
        name="proof",
        title=_("This laptop prints"),
        subject=_("This laptop prints"),
        language=language(),
        facts=Facts(((_("Number"), number), (_("Version"), f"Warroom {__version__}"))),
        sections=(Section(number, (Paragraph(said), Paragraph("éèêàùçœ ’ « » € – 0123456789"))),),
        reference="Warroom",
        marking="",
        fingerprint="",
        fingerprint_word="",
        digest_word="",
        page_words=(page, of_total.replace("{total}", "")),
        watermark="",
        watermark_sentence="",
        author="",
        made_at=int(datetime.now(UTC).timestamp() * 1000),
        escaped_note="",
    )
    return pdf_of(document)
