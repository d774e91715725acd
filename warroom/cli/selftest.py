"""`selftest`: the whole program used once, in a folder of its own; the package is tested by it too."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from warroom.cli import selftest_alerts as alerts
from warroom.cli import selftest_evidence as evidence
from warroom.cli import selftest_exchange as exchange
from warroom.cli import selftest_incoming as incoming
from warroom.cli import selftest_messages as messages
from warroom.cli import selftest_pictures as pictures
from warroom.cli import selftest_review as after
from warroom.cli import selftest_senders as senders
from warroom.cli import selftest_team as team
from warroom.cli import selftest_ways as ways
from warroom.cli import selftest_work as work
from warroom.cli.call import Answer, Call
from warroom.cli.checks import Check, Found, answer, keyring_library
from warroom.cli.frame import window_module
from warroom.cli.parser import Parser
from warroom.cli.verbs import Verb
from warroom.commands import AddAction, DeclareIncident, LogEntry
from warroom.domain.incidents import Mode, Severity
from warroom.errors import Trouble
from warroom.identity.keyring import KeyringDoor
from warroom.identity.machine import HOME_VARIABLE
from warroom.room import Room
from warroom.words import _

PASSPHRASE = "a passphrase for the self-test alone"  # noqa: S105  (opens nothing but what is deleted at the end)
FORMATS = ("pdf", "docx", "html", "csv", "json")
# The backend each desktop system must give; on Linux there may be no session to ask.
DESKTOP_BACKENDS = {"win32": "keyring.backends.Windows", "darwin": "keyring.backends.macOS"}


def _options(parser: Parser) -> None:
    """Nothing to choose."""


def _run(asked: Namespace, call: Call) -> Answer:
    with _folder_of_its_own() as folder:
        trial = Trial(folder, call)
        try:
            return answer(
                (
                    Check("create", trial.create),
                    Check("log", trial.log),
                    Check("search", trial.search),
                    Check("attach", trial.attach),
                    Check("pin", lambda: evidence.pin(trial.room)),
                    Check("circle", lambda: evidence.circle(trial.room, trial.incident)),
                    Check("seal", lambda: evidence.seal(trial.room, trial.incident)),
                    Check("timestamp", evidence.timestamp),
                    Check("pack", lambda: evidence.pack(trial.room, trial.incident, folder / "pack")),
                    Check("export", trial.export),
                    Check("pictures", lambda: pictures.pictures(trial.room)),
                    Check("cell", lambda: work.cell(trial.room, trial.incident)),
                    Check("clocks", lambda: work.clocks(trial.room, trial.incident)),
                    Check("paper", lambda: work.paper(trial.room, trial.incident, folder / "paper")),
                    Check("roster", lambda: team.roster(trial.room)),
                    Check("calendar", lambda: team.calendar(trial.room)),
                    Check("mobilisation", lambda: team.mobilisation(trial.room, trial.incident)),
                    Check("field", lambda: team.field(trial.room, trial.incident, folder / "team")),
                    Check("incoming", lambda: incoming.incoming(trial.room, trial.incident, folder / "incoming")),
                    Check("message", lambda: messages.message(trial.room, trial.incident)),
                    Check("ways", lambda: ways.ways(trial.room, trial.incident, folder / "ways")),
                    Check("alert", lambda: alerts.alert(trial.room, trial.incident, folder / "alert")),
                    Check("status page", lambda: alerts.status_page(trial.room, folder / "status-page")),
                    Check("senders", lambda: senders.send(trial.room, trial.incident, folder / "senders")),
                    Check("review", lambda: after.review(trial.room, trial.incident)),
                    Check("sound", work.sound),
                    Check("sync", trial.sync),
                    Check("stores", trial.stores),
                    Check("reopen", trial.reopen),
                    Check("verify", trial.verify),
                    Check("keyring", _keyring),
                    Check("window", trial.window),
                )
            )
        finally:
            trial.close()


@dataclass(slots=True)
class Trial:
    """One room, used step by step; a step whose room is missing says so."""

    folder: Path
    call: Call
    incident: str = ""
    _room: Room | None = None
    _text: str = field(default="Supervision : 62 % des nœuds répondent à nouveau", init=False)

    @property
    def room(self) -> Room:
        if self._room is None:
            raise Trouble("selftest-no-room", _("There is no room to use: an earlier step failed."))
        return self._room

    @property
    def path(self) -> Path:
        return self.folder / "selftest.warroom"

    def close(self) -> None:
        """Let go of the room."""
        if self._room is not None:
            self._room.close()
            self._room = None

    def create(self) -> Found:
        self._room = Room.create(self.path, name="Selftest", station="A", passphrase=PASSPHRASE, backups=False)
        self._room.sit_down("Léa Martin")
        return Found(not self.path.read_bytes().startswith(b"SQLite"), _("an encrypted room file"))

    def log(self) -> Found:
        declared = self.room.do(DeclareIncident(title="Panne mondiale de l'API", severity=Severity.CRITICAL)).result()
        self.incident = declared.id
        logged = self.room.do(LogEntry(incident=declared.id, text=self._text)).result()
        asked = self.room.do(AddAction(incident=declared.id, text="Joindre l'astreinte", owner="Léa Martin")).result()
        return Found(True, f"{declared.ref}, {logged.number}, {asked.number}")

    def search(self) -> Found:
        found = self.room.views.search("nœuds répondent", mode=Mode.BOTH)
        return Found(any(entry.text == self._text for entry in found.entries), _("the entry is found by its words"))

    def attach(self) -> Found:
        file, content = self.folder / "preuve é.bin", os.urandom(600_000)
        file.write_bytes(content)
        kept = self.room.attach(file, noun="incident", parent=self.incident)
        return Found(b"".join(self.room.views.attachment_bytes(kept)) == content, _("a file comes out as it went in"))

    def export(self) -> Found:
        stick = self.folder / "stick"
        stick.mkdir()
        made = self.room.export(self.incident, stick, formats=FORMATS, kind="review")
        endings = {Path(name).suffix.lstrip(".") for name in made.files}
        pdfs = [made.folder / name for name in made.files if name.endswith(".pdf")]
        is_whole = endings >= set(FORMATS) and all(pdf.read_bytes().startswith(b"%PDF-") for pdf in pdfs)
        return Found(is_whole, ", ".join(made.files))

    def sync(self) -> Found:
        return exchange.sync(self.room, self.folder / "store")

    def stores(self) -> Found:
        return exchange.stores(self.room)

    def reopen(self) -> Found:
        self.close()
        self._room = Room.open(self.path, passphrase=PASSPHRASE, backups=False)
        texts = [entry.text for entry in self._room.views.entries(self.incident)]
        return Found(self._text in texts and self._room.member == "Léa Martin", _("everything is there again"))

    def verify(self) -> Found:
        problems = [f"{problem.what} ({problem.where})" for problem in self.room.verify()]
        return Found(not problems, "; ".join(problems) or _("chains, attachments, and all that is shown"))

    def window(self) -> Found:
        if find_spec("PySide6") is None:
            return Found(True, _("this installation has no window"))
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        show_once = window_module(self.call, "selftest").show_once
        room, self._room = self.room, None  # a window closes its room
        shown: str = show_once(room, self.incident)
        return Found(True, shown)


def _keyring() -> Found:
    library = keyring_library(sys.platform)
    if not library.ok:
        return library
    name = KeyringDoor().backend_name()
    wanted = DESKTOP_BACKENDS.get(sys.platform, "")
    if name:
        return Found(name.startswith(wanted), name)
    reason = _("{backend} can be loaded, but no keyring is running in this session").format(backend=library.detail)
    return Found(not wanted, reason)


@contextmanager
def _folder_of_its_own() -> Iterator[Path]:
    """A folder that also holds the station's own files meanwhile: the identity of this laptop is not touched."""
    folder, former = Path(tempfile.mkdtemp(prefix="warroom-selftest-")), os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(folder / "home")
    try:
        yield folder
    finally:
        if former is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = former
        shutil.rmtree(folder, ignore_errors=True)


VERBS = {"selftest": Verb(_options, _run)}
