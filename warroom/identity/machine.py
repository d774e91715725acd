"""This machine: a fingerprint that stays while the system is installed, and the folder for what is its own."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

HOME_VARIABLE = "WARROOM_HOME"
_MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_PLATFORM_UUID = "IOPlatformUUID"


def data_folder() -> Path:
    """Where station identities and anchors lie: `WARROOM_HOME` if set, else the user's data folder of the system."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen)
    from platformdirs import user_data_dir

    return Path(user_data_dir("warroom", appauthor=False))


def machine_fingerprint() -> bytes:
    """32 bytes that tell this installation from another: a hash, so that the system's own identifier is not given away.

    Two clones of one disk image share it; the anchor and the peers find those (design, sync §5).
    """
    return hashlib.sha256(b"warroom machine|" + _installation().encode()).digest()


def _installation() -> str:
    if sys.platform == "win32":
        found = _windows_guid()
    elif sys.platform == "darwin":
        found = _mac_uuid()
    else:
        found = _linux_id()
    return found or _network_name()


def _linux_id() -> str:
    for path in _MACHINE_ID_FILES:
        with suppress(OSError):
            if found := path.read_text(encoding="ascii", errors="replace").strip():
                return found
    return ""


def _windows_guid() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""


def _mac_uuid() -> str:
    import subprocess

    with suppress(OSError, subprocess.SubprocessError):
        shown = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        ).stdout
        for line in shown.splitlines():
            if _PLATFORM_UUID in line:
                return line.rpartition("= ")[2].strip().strip('"')
    return ""


def _network_name() -> str:
    """Without any identifier of the system: its name and, when there is a real one, its network address."""
    import platform
    import uuid

    address = uuid.getnode()
    # The multicast bit marks a number made up by Python, another one in every process.
    is_made_up = bool(address >> 40 & 1)
    return platform.node() if is_made_up else f"{platform.node()}|{address:012x}"
