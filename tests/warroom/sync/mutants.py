"""Mutants: faults put into the merge on purpose, each of which the fixed-seed tests must catch."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
STORAGE, SYNC = "tests/warroom/storage", "tests/warroom/sync"
RAW = (f"{STORAGE}/test_merge.py", f"{STORAGE}/test_merge_converges.py", f"{STORAGE}/test_gates_converge.py")
RUNS = (f"{SYNC}/test_hostile_runs.py", f"{SYNC}/test_bundles.py", f"{SYNC}/test_forks.py")
ROOMS = (f"{SYNC}/test_rooms_converge.py", f"{SYNC}/test_hostile_files.py")


# The same examples each time; the first that fails is enough.
SEEDED = """
from hypothesis import Phase
settings.register_profile("mutant", settings.get_profile("warroom"), derandomize=True, phases=[Phase.generate])
settings.load_profile("mutant")
"""


@dataclass(frozen=True)
class Mutant:
    """One fault: in which file, which text becomes which, and which tests are asked first."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    is_quick: bool = False  # one of the handful that every `make test` tries


MUTANTS = (
    Mutant("a head just seen is not dominated", "storage/registers.py", "s.seq>=a.seq", "s.seq>a.seq", RAW, True),
    Mutant(
        "open heads are left out of the next election",
        "storage/registers.py",
        '    conn.execute(TAKE_HEADS.format(table="sib", src=FROM_SIB))\n',
        "",
        RAW,
    ),
    Mutant("equal times have no winner", "storage/registers.py", "(b.ord, b.w) > (a.ord, a.w)", "b.ord > a.ord", RAW),
    Mutant("former losers stay open", "storage/registers.py", "    conn.execute(CLEAR_SIBS)\n", "", RAW),
    Mutant(
        "a head that waited wins with no value", "storage/registers.py", "orjson.loads(patch).get(name)", "None", RAW
    ),
    Mutant("a context forgets the one before", "storage/contexts.py", "dict(epoch[1])", "{}", RAW),
    Mutant(
        "a context starts anew with each delivery", "storage/contexts.py", "if self._from_the_start:", "if True:", RAW
    ),
    Mutant("a context goes back", "storage/contexts.py", "max(seq, vector.get(other, 0))", "seq", RAW),
    Mutant("deps are forgotten", "storage/intake.py", "seq > max(self._upto(other), ", "False and max(", RAW),
    Mutant(
        "the other branch of a fork is waited for", "storage/intake.py", "self._forked.get(other, 0)", "0", RUNS[2:]
    ),
    Mutant(
        "chains are not checked",
        "storage/intake.py",
        "return arrival.follows(previous) and",
        "return",
        (RAW[0], *RUNS),
    ),
    Mutant("a fork counts as the same again", "storage/intake.py", "same=kept == digest", "same=True", (*RAW, *RUNS)),
    Mutant(
        "the inbox is not looked at", "storage/intake.py", "look_in_inbox=writer in waiting", "look_in_inbox=False", RAW
    ),
    Mutant(
        "deps are not said", "storage/merge.py", 'set_meta(conn, "merged", 1)', 'set_meta(conn, "merged", 0)', RAW, True
    ),
    Mutant(
        "what was erased comes back",
        "storage/merge.py",
        "taken = _without_erased(conn, taken)",
        "pass",
        (f"{STORAGE}/test_erasures_converge.py", *ROOMS),
    ),
    Mutant(
        "rights are not judged",
        "storage/merge.py",
        "if gates.are_to_judge(",
        "if False and gates.are_to_judge(",
        RAW[2:],
    ),
    Mutant(
        "a clock ahead moves ours for good", "clock.py", "min(seen, (wall_ms + DAY_MS) << COUNTER_BITS)", "seen", RAW
    ),
    Mutant("forks join", "storage/taking.py", "return header.prev_hash == here", "return True", RUNS),
    Mutant(
        "signatures are not kept", "storage/taking.py", "        keep_run(conn, run.segment)\n", "", (*RUNS, *ROOMS)
    ),
    Mutant(
        "its own former ops change nothing",
        "storage/taking.py",
        "if is_ours or is_forked or cloned:",
        "if False:",
        (RUNS[2], *ROOMS),
    ),
    Mutant(
        "signatures are not checked",
        "sync/receiving.py",
        "elif not run.packed.segment.is_signed_by(key):",
        "elif False:",
        RUNS,
        True,
    ),
    Mutant(
        "anybody may join",
        "sync/receiving.py",
        "enrolled.get(run.station) == key or may_join(conn, run.station, key)",
        "True",
        RUNS[1:],
    ),
    Mutant("runs of other rooms join", "sync/receiving.py", "if header.room != room:", "if False:", RUNS),
    Mutant("other ops than were signed join", "sync/verifying.py", "if digest != header.head_hash:", "if False:", RUNS),
    Mutant(
        "an op in disguise has no effect",
        "storage/ops.py",
        'if canonical(raw) != body or raw.keys() != (WIRE_KEYS if salt else WIRE_KEYS | ({"fs"} if own else set())):',
        "if False:",
        RUNS,
        True,
    ),
    Mutant(
        "lengths of files are not checked",
        "sync/bundles.py",
        "        _check_pieces(stream, reader.left)\n",
        "",
        ROOMS[1:],
    ),
    Mutant(
        "an incident without entries stays findable",
        "storage/projecting.py",
        "sorted(again - {(write.ent, write.rid) for write in writes})",
        "sorted(again - touched)",
        RAW[2:] + ROOMS,
    ),
    Mutant(
        "a restored laptop is thought to know all",
        "storage/standing.py",
        'max(latest.get(station, (-1, b"")), (rank, writer))',
        'min(latest.get(station, (2**63, b"")), (rank, writer))',
        (*RUNS, *ROOMS),
    ),
)


def tree(folder: Path) -> Path:
    """A copy of what the tests run on."""
    folder.mkdir()
    for name in ("warroom", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "ui", "journeys")
        shutil.copytree(CHECKOUT / name, folder / name, ignore=ignored)
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(SEEDED)
    for name in ("resources", "ui", "pyproject.toml"):
        (folder / name).symlink_to(CHECKOUT / name)
    return folder


def caught_by(mutant: Mutant, where: Path) -> str:
    """The first test that fails with this fault; "" when none does."""
    path = where / "warroom" / mutant.file
    sound = path.read_text(encoding="utf-8")
    assert sound.count(mutant.old) >= 1, f"{mutant.name}: {mutant.file} reads otherwise today"
    path.write_text(sound.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        asked = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *mutant.tests]
        env = {**os.environ, "PYTHONPATH": str(where), "WARROOM_FUZZ": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(asked, cwd=where, env=env, capture_output=True, text=True)
    finally:
        path.write_text(sound, encoding="utf-8")
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    if found:
        return found[1].split("/")[-1]
    return "" if done.returncode == 0 else f"(it does not run: {done.stdout[-200:]})"
