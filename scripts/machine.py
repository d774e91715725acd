"""What the machine must have before a virtual environment makes sense: a Python, and on Debian some packages.

Standard library only, and readable by Pythons older than ours, so that they can say which one is wanted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PYTHONS = ((3, 13), (3, 12), (3, 11))

# libegl1 to libdbus-1-3: Qt without a screen; libxcb-… to openbox: a real window, and one driven by tests;
# then PyInstaller, the keyring, reading PDFs back, proving a pack, accessibility. git and make: what people type.
DEBIAN_PACKAGES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libglib2.0-0",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxkbcommon-x11-0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "xvfb",
    "chromium",  # looks at the status page, with axe-core
    "xauth",
    "xdotool",
    "openbox",
    "binutils",
    "gnome-keyring",
    "dbus",
    "dosfstools",
    "imagemagick",
    "poppler-utils",
    "openssl",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "python3-gi",
    "git",
    "make",
)
# Servers that tests start for themselves, on ports of their own. Debian would also start them for everybody, so a
# machine that somebody works at gets them only when they ask for it (CI=1); its tests say that they are skipped.
TEST_SERVERS = ("cups-client", "cups-daemon", "openssh-server", "pgbouncer", "postgresql")
APT_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
APT_UPDATE = ("apt-get", "update", "-o", "DPkg::Lock::Timeout=300")


def find_python() -> str:
    """The interpreter to build on: this one if it will do, else the newest that will; exits when there is none."""
    if sys.version_info[:2] in PYTHONS:
        return getattr(sys, "_base_executable", "") or sys.executable
    for major, minor in PYTHONS:
        for command in ([f"python{major}.{minor}"], ["py", f"-{major}.{minor}"]):
            if found := _answer(command):
                return found
    sys.exit(
        f"Warroom needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}. "
        "Install one of them beside it and run the same command again."
    )


def _answer(command: list[str]) -> str:
    if shutil.which(command[0]) is None:
        return ""
    question = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"
    reply = subprocess.run([*command, "-c", question], capture_output=True, text=True, check=False)
    lines = reply.stdout.splitlines()
    if reply.returncode or len(lines) != 3 or (int(lines[1]), int(lines[2])) not in PYTHONS:
        return ""
    return lines[0]


def can_make_environments(python: str) -> bool:
    """False on a Debian whose python3 came without python3-venv."""
    asked = subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return asked.returncode == 0


def install_system_packages(python: str) -> None:
    """On Debian and its family, install what is missing if this user may; otherwise say what to install and go on."""
    if sys.platform != "linux":
        return
    wanted = [*DEBIAN_PACKAGES, *_test_servers(), *_beside_system_python(python)]
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        _mention_other_systems()
        return
    missing = _missing(wanted)
    if not missing:
        return
    prefix = _right_to_install()
    if prefix is None:
        _say_what_to_install(missing)
        return
    print("Installing Debian packages:", " ".join(missing), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, *APT_UPDATE], env=environment, stdin=subprocess.DEVNULL, check=False)
    done = subprocess.run([*prefix, *APT_INSTALL, *missing], env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        _say_what_to_install(_missing(wanted))


def _test_servers() -> tuple[str, ...]:
    is_somebodys_machine = Path("/run/systemd/system").is_dir() and not os.environ.get("CI")
    return () if is_somebodys_machine else TEST_SERVERS


def _beside_system_python(python: str) -> list[str]:
    """Debian cuts its own Python into packages; one built by hand or by pyenv is whole."""
    if not python.startswith("/usr/bin/"):
        return []
    asked = "import sys; print('libpython%d.%d' % sys.version_info[:2])"
    shared_library = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    return [shared_library, "python3-venv"]  # PyInstaller packs the first; the second brings ensurepip


def _missing(packages: list[str]) -> list[str]:
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${Provides} ${db:Status-Status}\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    installed: set[str] = set()
    for line in asked.stdout.splitlines():
        if line.endswith(" installed"):  # a package renamed since (…t64) says under Provides what it stands for
            installed.update(word.strip(",") for word in line.split())
    return [package for package in packages if package not in installed]


def _right_to_install() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _say_what_to_install(missing: list[str]) -> None:
    print("These Debian packages are missing. As an administrator, run:", file=sys.stderr)
    print("    apt-get install --no-install-recommends", *missing, file=sys.stderr)
    print("Going on without them; what needs them will fail or be skipped.", file=sys.stderr, flush=True)


def _mention_other_systems() -> None:
    marker = Path(".venv") / "warroom-system-told"
    if marker.exists() or not marker.parent.exists():
        return
    print(
        "This is not Debian: if the window does not open, install the libraries that Qt 6 needs "
        "(libGL, libEGL, libxkbcommon, libxcb-cursor, fontconfig, D-Bus).",
        file=sys.stderr,
    )
    marker.touch()
