"""The layers hold, and each rule that guards them is seen to fail when it is broken."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from warroom import commands

CHECKOUT = Path(__file__).resolve().parents[1]
LAYERS = "Each layer sees only those below it, and neighbours do not see each other"
NO_WINDOW = "Nothing under warroom/ knows Qt or the window"
THIN_WINDOW = "The window reaches storage and exchange only through the room"
ONLY_OUTBOX = "Only senders speak to mail servers, and only the outbox has them send"
ONLY_STORAGE = "Only storage knows SQLite and peewee"
MAX_LINES = 400


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code alone, in a folder where a test may spoil it."""
    for package in ("warroom", "ui"):
        for source in (CHECKOUT / package).rglob("*.py"):
            target = tmp_path / source.relative_to(CHECKOUT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(CHECKOUT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def broken_contracts(folder: Path) -> set[str]:
    """The names of the contracts that lint-imports finds broken in this folder."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    assert "Analyzed" in done.stdout, done.stdout + done.stderr
    return {line.partition(" BROKEN")[0] for line in done.stdout.splitlines() if " BROKEN" in line}


def add(folder: Path, module: str, statement: str) -> None:
    """Add one import to a module, which may not exist yet."""
    file = folder / module
    for parent in reversed(file.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(exist_ok=True)
        (folder / parent / "__init__.py").touch()
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{statement}\n", encoding="utf-8")


def test_that_no_contract_is_broken(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("warroom/domain/spoiled.py", "from warroom import errors", LAYERS),
        ("warroom/domain/spoiled.py", "import warroom.storage", LAYERS),
        ("warroom/identity/spoiled.py", "import warroom.storage", LAYERS),
        ("warroom/storage/spoiled.py", "import warroom.commands", LAYERS),
        ("warroom/commands/spoiled.py", "import warroom.reports", LAYERS),
        ("warroom/reports/spoiled.py", "import warroom.formats", LAYERS),
        ("warroom/formats/spoiled.py", "import warroom.reports", LAYERS),
        ("warroom/words.py", "import warroom.storage", LAYERS),
        ("warroom/unplaced.py", "import json", LAYERS),
        ("warroom/senders/spoiled.py", "import warroom.sync", LAYERS),
        ("warroom/sync/spoiled.py", "import warroom.senders", LAYERS),
        ("warroom/senders/spoiled.py", "import warroom.doors", LAYERS),
        ("ui/spoiled.py", "import warroom.senders", THIN_WINDOW),
        ("warroom/doors/spoiled.py", "from warroom.senders.smtp import send_mail", ONLY_OUTBOX),
        ("warroom/reports/spoiled.py", "import smtplib", ONLY_OUTBOX),
        ("warroom/commands/spoiled.py", "from PySide6.QtCore import QObject", NO_WINDOW),
        ("warroom/reports/spoiled.py", "import ui", NO_WINDOW),
        ("ui/spoiled.py", "import warroom.storage", THIN_WINDOW),
        ("ui/spoiled.py", "import apsw", ONLY_STORAGE),
        ("warroom/commands/spoiled.py", "import peewee", ONLY_STORAGE),
        ("warroom/formats/spoiled.py", "import sqlite3", ONLY_STORAGE),
    ],
)
def test_that_one_forbidden_import_breaks_its_contract(copy: Path, module: str, statement: str, contract: str) -> None:
    add(copy, module, statement)

    assert contract in broken_contracts(copy)


def test_that_storage_may_import_what_it_alone_may(copy: Path) -> None:
    add(copy, "warroom/storage/honest.py", "import apsw\nimport peewee\nimport playhouse.apsw_ext")

    assert broken_contracts(copy) == set()


def test_that_a_layer_added_later_is_closed_to_the_window_too() -> None:
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (thin,) = (one for one in contracts["contracts"] if one["name"] == THIN_WINDOW)
    closed = [f"warroom.{layer}" for layer in ("storage", "sync", "senders") if (CHECKOUT / "warroom" / layer).is_dir()]

    assert set(closed) <= set(thin["forbidden_modules"])


def test_that_everything_but_senders_is_kept_from_letting_out() -> None:
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (kept,) = (one for one in contracts["contracts"] if one["name"] == ONLY_OUTBOX)
    modules = {file.stem for file in (CHECKOUT / "warroom").iterdir() if file.suffix == ".py" or file.is_dir()}
    others = {f"warroom.{name}" for name in modules - {"__init__", "__pycache__", "senders"}}

    assert set(kept["source_modules"]) == others | {"ui"}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("warroom.domain." if node.level else "") + (node.module or "")


def strangers(folder: Path) -> set[str]:
    """What the domain imports that is neither the standard library nor the domain."""
    return {
        name
        for file in (folder / "warroom" / "domain").rglob("*.py")
        for name in imports(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("warroom.domain")
    }


def test_that_the_domain_stands_on_the_standard_library_alone() -> None:
    assert strangers(CHECKOUT) == set()


@pytest.mark.parametrize("statement", ["import orjson", "from peewee import Model", "from warroom import clock"])
def test_that_a_stranger_in_the_domain_is_noticed(copy: Path, statement: str) -> None:
    add(copy, "warroom/domain/spoiled.py", statement)

    assert len(strangers(copy)) == 1


def test_that_every_verb_lives_where_it_is_said_to() -> None:
    said = {name: f"warroom.commands.{module}" for name, module in commands.HOMES.items()}

    assert {name: getattr(commands, name).__module__ for name in commands.__all__} == said


def test_that_no_file_is_longer_than_one_idea() -> None:
    long = {
        str(file.relative_to(CHECKOUT)): lines
        for package in ("warroom", "ui")
        for file in (CHECKOUT / package).rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }

    assert long == {}
