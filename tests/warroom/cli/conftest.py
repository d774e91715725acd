"""The command line as tests use it: in this process where that is enough, in its own where the process matters."""

from __future__ import annotations

import gettext
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PASSPHRASE, a_room, heeds_ctrl_c
from warroom.__main__ import main
from warroom.clock import Clock

CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        error: dict[str, str] = json.loads(self.err)["error"]
        return error


Run = Callable[..., Ran]


@pytest.fixture
def passphrase_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    monkeypatch.setenv("WARROOM_PASSPHRASE_FILE", str(file))
    return file


@pytest.fixture
def room(tmp_path: Path, passphrase_file: Path) -> Path:
    """A room file with Léa Martin at the keyboard and one incident, A-001."""
    with a_room(tmp_path, clock=Clock(), backups=False) as made:
        from tests.builders import an_incident

        an_incident(made)
        return made.path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A command in this process: quick, and the same code from the arguments on."""
    monkeypatch.setenv("LANGUAGE", "")
    domain = gettext.textdomain()

    def command(*arguments: object, typed: str = "") -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _stream in range(2))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="ascii"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main([str(argument) for argument in arguments])
        out.flush()
        err.flush()
        return Ran(code, out.buffer.getvalue().decode("utf-8"), err.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]

    yield command
    gettext.textdomain(domain)


def start(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    """A command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), **more.pop("environment", {})}
    command = [sys.executable, "-m", "warroom", *(str(argument) for argument in arguments)]
    more.setdefault("stdout", subprocess.PIPE)
    more.setdefault("stderr", subprocess.PIPE)
    if os.name != "nt":
        more.setdefault("preexec_fn", heeds_ctrl_c)
    return subprocess.Popen(command, env=environment, **more)


def ended(process: subprocess.Popen[bytes]) -> Ran:
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out.decode("utf-8"), err.decode("utf-8"))
