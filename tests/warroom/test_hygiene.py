"""No secret and no word of a room lies in the clear: not in a file, a log, a report, a command line or a repr."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import logging
import os
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import warroom
from tests.builders import a_room, an_entry, an_incident
from tests.warroom.test_portable import alone
from warroom.cli.crash import keep_report, place_of
from warroom.cli.parser import Parser, common_options
from warroom.cli.verbs import VERBS, verb_of
from warroom.identity.machine import data_folder

CHECKOUT = Path(__file__).resolve().parents[2]
CANARY = "Zq7canaryWv9ltd4"
PRINTED = ("passphrase", "recovery_code", "raw", "secret", "secret_keys", "groups", "qr_svg", "pin", "key")
SECRET_TYPES = ("str", "bytes", "tuple[str, ...]", "str | None", "bytes | None")


def disguises(text: str) -> list[bytes]:
    """A text as UTF-8, UTF-16 and base64 at each of its three alignments."""
    plain = text.encode()
    found = [
        plain,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
    ]
    for shift in range(3):
        whole = base64.b64encode(b"\x00" * shift + plain)
        found.append(whole[(shift * 4 + 2) // 3 : len(plain) * 4 // 3])
    return found


def holding(folder: Path, text: str) -> list[str]:
    """The files below a folder that hold the text in any disguise."""
    needles = disguises(text)
    files = [item for item in folder.rglob("*") if item.is_file()]
    return [str(item.relative_to(folder)) for item in files if any(needle in item.read_bytes() for needle in needles)]


def test_that_the_search_for_the_canary_would_find_it(tmp_path: Path) -> None:
    for number, needle in enumerate(
        [CANARY.encode(), CANARY.encode("utf-16-le"), base64.b64encode(b"a" + CANARY.encode() + b"bc"), b"x" * 3]
    ):
        (tmp_path / str(number)).write_bytes(b"\x00\x01" + needle + b"\xff")

    assert holding(tmp_path, CANARY) == ["0", "1", "2"] or sorted(holding(tmp_path, CANARY)) == ["0", "1", "2"]


WORK = """
import sys
from pathlib import Path
from warroom.commands import LogEntry, DeclareIncident, RequestDecision
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room
from warroom.storage import verify

canary, folder = sys.stdin.readline().strip(), Path(sys.argv[1])
quick = Argon2Parameters(memory_kib=8192, iterations=1, lanes=1)
(folder / "mirror").mkdir()
room = Room.create(folder / "room" / "cell.warroom", name="Cellule", passphrase=f"pass {canary}", argon2=quick)
room.choose_mirror(str(folder / "mirror"), paper=False)  # the papers beside it are in clear by choice
room.sit_down(f"Personne {canary}")
ref = room.do(DeclareIncident(title=f"Titre {canary}")).result().ref
room.do(RequestDecision(incident=ref, question=f"Question {canary} ?")).result()
piece = Path(sys.argv[2]) / "photo.bin"
piece.write_bytes(canary.encode() * 5_000)
room.attach(piece, noun="incident", parent=ref)
room.keep_draft("place", f"brouillon {canary}").result()
room.do(LogEntry(incident=ref, text=f"entrée {canary}")).result()
room.backup(folder / "copies" / "copy.warroom")
room._keeper.copy_now()
verify.IN_MEMORY_MAX = 0
assert room.verify() == []
room.export(ref, Path(sys.argv[2]), kind="log")
print("working", flush=True)
number = 0
while True:
    number += 1
    room.do(LogEntry(incident=ref, text=f"entrée {number} {canary} " * 50)).result()
    room.keep_draft("place", f"brouillon {number} {canary}")
    if number % 20 == 0:
        room.verify()
"""


def test_that_a_room_killed_in_the_middle_of_work_leaves_no_word_in_the_clear(tmp_path: Path) -> None:
    laptop, plain = tmp_path / "laptop", tmp_path / "plain"  # what was attached and exported is plain by intent
    plain.mkdir()
    environment = alone(laptop)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(laptop), str(plain)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stderr is not None
    worker.stdin.write(f"{CANARY}\n".encode())
    worker.stdin.flush()
    said = worker.stdout.readline()
    if said != b"working\n":
        pytest.fail(worker.stderr.read().decode())
    threading.Event().wait(0.6)
    worker.kill()
    worker.wait(timeout=20)
    for stream in (worker.stdin, worker.stdout, worker.stderr):
        stream.close()

    written = {item.name for item in laptop.rglob("*") if item.is_file()}
    assert {"cell.warroom", "cell.warroom-wal", "cell.warroom.keys", "copy.warroom"} <= written
    assert any(name.endswith(".anchor") for name in written)
    assert holding(laptop, CANARY) == []
    assert holding(plain, CANARY), "the search finds what is plain"


def a_surprise(passphrase: str) -> None:
    class Quoting(TypeError):
        """As some libraries derive from Python's own errors and quote what they were given."""

    try:
        raise ValueError(f"cannot use {passphrase}")
    except ValueError as cause:
        raise Quoting(f"not good: {passphrase}") from cause


def test_that_a_crash_report_holds_no_value_of_any_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.crash import report_of

    monkeypatch.setenv("WARROOM_HOME", str(tmp_path))
    with pytest.raises(TypeError) as caught:
        a_surprise(CANARY)
    report = keep_report(caught.value)

    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert "a_surprise" in text
    on_screen = report_of(caught.value, caught.value.__traceback__, thread="MainThread")
    assert CANARY not in text + on_screen + place_of(caught.value)


def test_that_no_option_takes_a_secret_itself() -> None:
    """A command line can be read by every program of the laptop: secrets come in files, or are asked for."""
    for name in VERBS:
        parser = Parser(prog=name, description="")
        verb_of(name).options(parser)
        common_options(parser, writes=True)
        for action in parser._actions:
            if action.nargs == 0 or action.metavar == "NAME":
                continue  # a switch, or whose
            if any(word in action.dest for word in ("passphrase", "code", "pin", "secret")):
                assert action.type is Path, f"{name} {action.dest}"


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(warroom.__path__, "warroom."):
        if not found.name.endswith("__main__"):
            yield found.name


def test_that_no_dataclass_shows_a_secret_in_its_repr() -> None:
    shown = []
    for name in [*modules(), "ui.opening"]:
        for kind in vars(importlib.import_module(name)).values():
            if not (isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == name):
                continue
            generated = kind.__repr__.__qualname__.startswith("__create_fn__") or hasattr(kind.__repr__, "__wrapped__")
            shown += [
                f"{kind.__qualname__}.{field.name}"
                for field in dataclasses.fields(kind)
                if generated and field.repr and field.name in PRINTED and field.type in SECRET_TYPES
            ]
    assert shown == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_a_crashing_program_leaves_no_image_of_its_memory(tmp_path: Path) -> None:
    code = """
import os, resource
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
from warroom.__main__ import main
assert main(["--version"]) == 0
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
os.abort()
"""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False)

    assert done.returncode == -6, done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_that_no_command_line_and_no_environment_carries_a_text(tmp_path: Path) -> None:
    seen: list[str] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.005):
            for child in psutil.Process().children(recursive=True):
                try:
                    seen.append(f"{child.cmdline()} {child.environ()}")
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with a_room(tmp_path) as room:
            incident = an_incident(room, title=CANARY)
            an_entry(room, incident.id, text=CANARY)
            room.export(incident.ref, tmp_path, formats=("pdf",))
    finally:
        done.set()
        watcher.join()
    assert any("typesetting" in line for line in seen)
    assert not any(CANARY in line for line in seen)


def test_that_nothing_is_logged_even_at_the_lowest_level(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with a_room(tmp_path, member=CANARY) as room:
        incident = an_incident(room, title=CANARY)
        an_entry(room, incident.id, text=CANARY)
        room.views.search(CANARY, mode=_both())
        room.verify()
        key = room._store.vault.key.hex()

    assert CANARY not in caplog.text
    assert key not in caplog.text


def _both() -> object:
    from warroom.domain.incidents import Mode

    return Mode.BOTH


def test_that_what_an_ordinary_room_leaves_on_the_laptop_tells_nothing_of_its_content(tmp_path: Path) -> None:
    with a_room(tmp_path, member=CANARY) as room:
        an_entry(room, an_incident(room, title=CANARY).id, text=CANARY)
        room.verify()

    assert holding(data_folder(), CANARY) == []
