"""From a clean clone to a running program: `bootstrap.py run|test|check|bench|exe|words|lock|setup|clean`.

Makes the virtual environment, installs the lock by its hashes, then does what was asked. Standard library only.
On Windows: `py scripts\\bootstrap.py run`. Words after the verb go to the program it starts.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import machine

if TYPE_CHECKING:
    Command = list[str | Path]

CHECKOUT = Path(__file__).resolve().parents[1]
ENVIRONMENT = CHECKOUT / ".venv"
BINARIES = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
LOCK = CHECKOUT / "requirements.lock"
STAMP = ENVIRONMENT / "warroom-stamp.json"
PACKAGED = CHECKOUT / "dist" / "warroom" / ("warroom.exe" if os.name == "nt" else "warroom")
LEFTOVERS = ("build", "dist", "demo-out", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache")


def set_up() -> None:
    """Bring .venv to what the lock says; does nothing when it is there already."""
    python = machine.find_python()
    machine.install_system_packages(python)
    wanted = _fingerprint(python)
    if not PYTHON.exists() or _installed().get("python") not in (None, wanted["python"]):
        _make_environment(python)
    if _installed() != wanted:
        print("Installing what requirements.lock names…", flush=True)
        # Python compiles what it imports; compiling all of botocore, numpy and fonttools takes half of the set-up.
        quick = ["--no-compile", "--disable-pip-version-check"]
        _must([PYTHON, "-m", "pip", "install", "-qq", *quick, "--require-hashes", "--requirement", LOCK])
        # compat: a plain path to the checkout. The build backend comes from the lock, so no network is asked.
        local = ["--no-deps", "--no-index", "--no-build-isolation", "--config-settings", "editable_mode=compat"]
        _must([PYTHON, "-m", "pip", "install", "-qq", *local, "--editable", CHECKOUT])
        STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    _must([PYTHON, CHECKOUT / "scripts" / "words.py", "compile"])


def _fingerprint(python: str) -> dict[str, str]:
    version = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
    return {
        "python": subprocess.run([python, "-c", version], capture_output=True, text=True, check=True).stdout.strip(),
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": hashlib.sha256((CHECKOUT / "pyproject.toml").read_bytes()).hexdigest(),
        "place": str(CHECKOUT),
    }


def _installed() -> dict[str, str]:
    if not STAMP.exists():
        return {}
    stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    return stamp


def _make_environment(python: str) -> None:
    if not machine.can_make_environments(python):
        sys.exit(f"{python} cannot make virtual environments: install python3-venv and run the same command again.")
    print(f"Making .venv with {python}…", flush=True)
    _must([python, "-m", "venv", "--clear", ENVIRONMENT])


def run(arguments: list[str]) -> int:
    """Open the demonstration; where no window can open, play it into demo-out/ and say so."""
    demo: Command = [PYTHON, "-m", "warroom", "demo"]
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("No display here: playing the demonstration without a window, into demo-out/", flush=True)
        return _call([*demo, "--no-window", "--out", CHECKOUT / "demo-out", *arguments], QT_QPA_PLATFORM="offscreen")
    return _call([*demo, *arguments])


def test(arguments: list[str]) -> int:
    """The tests, in a session of their own with a keyring of their own; three files at a time: half is waiting."""
    parallel = [] if any(word.startswith(("-n", "--pdb", "-s")) for word in arguments) else ["-n", "3"]
    tests: Command = [PYTHON, "-m", "pytest", *parallel, "--dist", "loadfile", "--no-loadscope-reorder", *arguments]
    return _call([PYTHON, CHECKOUT / "scripts" / "session.py", *tests], QT_QPA_PLATFORM="offscreen")


def check(_arguments: list[str]) -> int:
    """Formatting, rules, types, layers, words: all of them, even when the first one fails."""
    checks: list[Command] = [
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "mypy"],
        [BINARIES / "lint-imports"],
        [PYTHON, CHECKOUT / "scripts" / "words.py", "check"],
    ]
    failed = [" ".join(Path(word).name for word in command) for command in checks if _call(command)]
    for line in failed:
        print("check failed:", line, file=sys.stderr)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Every benchmark, or those named."""
    chosen = [CHECKOUT / "benchmarks" / f"{Path(name).stem}.py" for name in arguments]
    everyone = sorted(path for path in (CHECKOUT / "benchmarks").glob("*.py") if not path.name.startswith("_"))
    codes = [_call([PYTHON, path], QT_QPA_PLATFORM="offscreen") for path in chosen or everyone]
    return max(codes, default=0)


def exe(_arguments: list[str]) -> int:
    """Build the package, then have it test itself twice: with an empty environment, and beside a real keyring."""
    _must([PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"])
    kept = ("SYSTEMROOT", "TEMP") if os.name == "nt" else ()
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    alone: Command = [PACKAGED, "selftest", "--json"]
    beside: Command = [PYTHON, CHECKOUT / "scripts" / "session.py", *alone]
    if not all([_passes(alone, bare), _passes(beside, dict(os.environ))]):
        print("The package was built, but its self-test failed.", file=sys.stderr)
        return 1
    print(f"Built and self-tested: {PACKAGED.parent}")
    return 0


def _passes(selftest: Command, environment: dict[str, str]) -> bool:
    tested = subprocess.run(selftest, env=environment, capture_output=True, text=True, check=False)
    print(tested.stdout, end="")
    print(tested.stderr, end="", file=sys.stderr)
    return tested.returncode == 0 and bool(json.loads(tested.stdout)["ok"])


def words(arguments: list[str]) -> int:
    """Take the sentences out of the code, merge them into the catalogues, compile; or the steps named."""
    steps = arguments or ["extract", "update", "compile"]
    return max(_call([PYTHON, CHECKOUT / "scripts" / "words.py", step]) for step in steps)


def lock(_arguments: list[str]) -> int:
    """Write requirements.lock again from pyproject.toml, for every platform, from the public registry alone."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    ways = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    quiet = ["--no-emit-index-url", "--no-header", "--no-config", "--quiet"]
    compile_all: Command = [PYTHON, "-m", "uv", "pip", "compile", *ways, *quiet, "pyproject.toml", "--group", "dev"]
    done = subprocess.run([*compile_all, "--output-file", LOCK], env=plain, cwd=CHECKOUT, check=False)
    if "://" in LOCK.read_text(encoding="utf-8"):
        sys.exit("requirements.lock names an address; do not commit it.")
    return done.returncode


def setup(_arguments: list[str]) -> int:
    """Only the set-up, which every verb does first."""
    return 0


def clean(_arguments: list[str]) -> int:
    """Remove what these verbs make, the virtual environment apart."""
    for name in LEFTOVERS:
        shutil.rmtree(CHECKOUT / name, ignore_errors=True)
    for compiled in (CHECKOUT / "resources" / "words").glob("*/LC_MESSAGES/*.mo"):
        compiled.unlink()
    return 0


def _call(command: Command, **environment: str) -> int:
    return subprocess.run(command, cwd=CHECKOUT, env={**os.environ, **environment}, check=False).returncode


def _must(command: Command) -> None:
    if code := _call(command):
        sys.exit(code)


VERBS = {verb.__name__: verb for verb in (run, test, check, bench, exe, words, lock, setup, clean)}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in VERBS:
        print(__doc__.splitlines()[0] if __doc__ else "", file=sys.stderr)
        return 2
    verb, rest = VERBS[arguments[0]], arguments[1:]
    if verb is not clean:
        set_up()
    return verb(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
