"""A real CUPS of the tests' own: one queue on a cable, whose paper is a file, and one on the network.

Import the fixtures a file needs: `from tests.printing import cups, print_service`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import _missing

READY_WITHIN = 30.0  # seconds
DAEMON = """
Listen {socket}
LogLevel error
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerBin {root}/bin
ServerRoot {root}
StateDir {root}/state
CacheDir {root}/cache
RequestRoot {root}/spool
TempDir {root}/tmp
AccessLog {root}/access
ErrorLog {root}/errors
PageLog {root}/pages
Printcap
"""
CABLE = """#!/bin/sh
test $# -gt 0 && cat $6 > {paper}
"""
FILTER = """#!/bin/sh
cat "$6"
"""
QUEUES = """
<Printer Cable>
State Idle
Accepting Yes
DeviceURI usb://Test/Printer
Shared No
</Printer>
<Printer Network>
State Idle
Accepting Yes
DeviceURI socket://192.0.2.1
Shared No
</Printer>
"""


@dataclass(frozen=True, slots=True)
class Cups:
    """The names of its queues, and what came out on paper."""

    paper: Path
    cabled: str = "Cable"
    networked: str = "Network"

    def number_on_paper(self) -> str:
        """The four digits of the proof page that came out."""
        words = subprocess.run(["pdftotext", str(self.paper), "-"], capture_output=True, text=True, check=True).stdout
        found = re.search(r"^(\d{4})$", words, re.MULTILINE)
        assert found, words
        return found[1]


@pytest.fixture(scope="session")
def print_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not (shutil.which("cupsd") or Path("/usr/sbin/cupsd").exists()) or shutil.which("lp") is None:
        _missing("CUPS")
    root = Path(tempfile.mkdtemp(prefix="warroom-cups-"))  # not pytest's own: CUPS's user must get through to it
    root.chmod(0o755)
    for name in ("state", "cache", "spool", "tmp"):
        (root / name).mkdir(mode=0o777)
        (root / name).chmod(0o777)
    socket = root / "socket"
    (root / "cupsd.conf").write_text(DAEMON.format(socket=socket))
    (root / "cups-files.conf").write_text(FILES.format(root=root))
    (root / "printers.conf").write_text(QUEUES)
    for scheme in ("usb", "socket"):
        backend = root / "bin" / "backend" / scheme
        backend.parent.mkdir(parents=True, exist_ok=True)
        backend.write_text(CABLE.format(paper=root / "paper.pdf"))
        backend.chmod(0o700)  # CUPS runs it as root, then
    (root / "bin" / "daemon").symlink_to("/usr/lib/cups/daemon")
    (root / "bin" / "filter").mkdir()
    (root / "bin" / "filter" / "gziptoany").write_text(FILTER)
    (root / "bin" / "filter" / "gziptoany").chmod(0o755)
    daemon = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + READY_WITHIN
        while subprocess.run(["lpstat", "-h", str(socket), "-r"], capture_output=True, check=False).returncode:
            assert time.monotonic() < until, (root / "errors").read_text()
            time.sleep(0.1)
        yield root
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def cups(print_service: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    """The print service, which `lp` and `lpstat` find; its paper is blank."""
    monkeypatch.setenv("CUPS_SERVER", str(print_service / "socket"))
    paper = print_service / "paper.pdf"
    paper.write_bytes(b"")
    return Cups(paper)
