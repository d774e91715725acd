"""`selftest`, the part that a package breaks first: PINs, circles, seals, time stamps, and a pack proved by others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from warroom.cli.checks import Found
from warroom.commands import LogEntry, SetPin
from warroom.room import Room
from warroom.words import _

WITNESS, PIN = "Marc Dubois", "4071"
RESTRICTED = "Le prestataire reconnaît l'origine de la panne"
PATIENCE = 60.0  # seconds for check.py


def pin(room: Room) -> Found:
    """A second person, who types a PIN."""
    typing = room.member
    room.sit_down(WITNESS)
    who = next(person.id for person in room.views.people() if person.name == WITNESS)
    room.do(SetPin(person=who, pin=PIN)).result()
    room.sit_down(typing)
    is_told_apart = room.rights.check_pin(who, PIN) and not room.rights.check_pin(who, "0000")
    return Found(is_told_apart, _("the right PIN is told from a wrong one"))


def circle(room: Room, incident: str) -> Found:
    """A restricted entry, read back with the circle's key and without it."""
    made = room.circles.make("Selftest", members=(room.member,))
    kept = room.do(LogEntry(incident=incident, text=RESTRICTED, circle=made)).result()
    room.circles.forget()
    inside, outside = room.views.entry(kept.id), room.views.within(()).entry(kept.id)
    is_sealed = inside is not None and inside.text == RESTRICTED
    is_hidden = outside is None or RESTRICTED not in outside.text
    return Found(is_sealed and is_hidden, _("a restricted entry is read by its circle alone"))


def seal(room: Room, incident: str) -> Found:
    """Two people and a signature."""
    made = room.evidence.seal(incident, reason="Selftest", witness=WITNESS, witness_pin=PIN)
    problems = [f"{problem.what} ({problem.where})" for problem in room.evidence.verify()]
    return Found(not problems, "; ".join(problems) or made.number)


def timestamp() -> Found:
    """The question to an authority, and what is no answer refused: no network here."""
    from warroom.identity.timestamps import BadStamp, question, read_stamp

    asked = question(b"selftest")
    try:
        read_stamp(b"no stamp", digest=asked.digest, nonce=asked.nonce)
    except BadStamp:
        return Found(len(asked.body) > len(asked.digest) // 2, _("a question can be made, a false answer is refused"))
    return Found(False, _("a false answer was believed"))


def pack(room: Room, incident: str, folder: Path) -> Found:
    """An evidence pack, proved by this program and, where there are Python and openssl, by its own check.py."""
    folder.mkdir()
    made = room.export(incident, folder, kind="evidence", formats=("html", "csv")).folder
    match = room.evidence.match_pack(made)
    if not match.is_sound:
        return Found(False, "; ".join(f"{problem.what} ({problem.where})" for problem in match.problems))
    python = shutil.which("python" if sys.platform == "win32" else "python3")
    recent = "import sys; sys.exit(sys.version_info < (3, 9))"
    if python is None or not _answers([python, "-c", recent]) or not _answers(["openssl", "version"], "OpenSSL 3"):
        return Found(True, _("proved by this program; no Python and openssl here to run check.py"))
    done = subprocess.run(
        [python, "-I", "-S", str(made / "check.py"), str(made)],
        env=_as_outside(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    said = (done.stdout or done.stderr).decode(errors="replace").strip().splitlines()
    return Found(done.returncode == 0, _("check.py proves it too") if done.returncode == 0 else " ".join(said[-3:]))


def _answers(command: list[str], wanted: str = "") -> bool:
    """Whether a program of this machine is there and recent enough; Windows has a `python` that only opens its shop."""
    try:
        done = subprocess.run(command, env=_as_outside(), capture_output=True, timeout=PATIENCE, check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.decode(errors="replace").startswith(wanted)


def _as_outside() -> dict[str, str]:
    """The environment without what the package sets for its own libraries: other programs must not load them."""
    environment = dict(os.environ)
    former = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
    if former is not None:
        environment["LD_LIBRARY_PATH"] = former
    return environment
