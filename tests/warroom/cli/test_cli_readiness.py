"""`doctor`: what this laptop proves of itself, tried for real, dated, and told to the whole room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import PASSPHRASE, QUICK
from tests.printing import Cups, cups, print_service
from tests.warroom.cli.conftest import Run
from warroom.clock import FixedClock
from warroom.domain.readiness import DAY_MS
from warroom.room import Room

__all__ = ["cups", "print_service"]

PROOFS = ("logs-in", "runs", "stick", "prints", "sheet")


def proofs(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in document["checks"] if check["name"] in PROOFS}


@pytest.fixture
def code_file(tmp_path: Path, passphrase_file: Path) -> Path:
    """A room `coded.warroom` and, on one line, the recovery code that opens it."""
    with Room.create(
        tmp_path / "coded.warroom", name="Cellule", station="A", passphrase=PASSPHRASE, argon2=QUICK, backups=False
    ) as room:
        room.sit_down("Léa Martin")
        code = room.recovery_code
    file = tmp_path / "code.txt"
    file.write_text(f"{code}\n", encoding="utf-8")
    return file


def test_that_without_a_room_or_a_proof_nothing_is_proved_but_the_answer_is_dated(run: Run) -> None:
    done = run("doctor", "--json")

    assert proofs(done.json) == {}
    assert "T" in done.json["at"]


def test_that_a_room_that_proved_nothing_says_so(run: Run, room: Path) -> None:
    done = run("doctor", room, "--json", "--lang", "en")

    assert done.code == 1
    assert list(proofs(done.json)) == list(PROOFS)
    said = [proofs(done.json)[name]["detail"] for name in ("runs", "stick", "prints", "sheet")]
    options = ("--package", "--stick", "--print", "--recovery-code-file")
    assert said == [f"never proved; {option} proves it" for option in options]


def test_that_a_stick_is_written_read_back_and_left_as_it_was(run: Run, room: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    done = run("doctor", room, "--stick", stick, "--json", "--lang", "en")

    proved = proofs(done.json)["stick"]
    assert proved["ok"]
    assert proved["at"].startswith("20")
    assert "1 MiB written and read back" in proved["detail"]
    assert "not a removable drive" in proved["detail"], "it does not pretend"
    assert list(stick.iterdir()) == []
    assert str(tmp_path) not in proved["detail"]


def test_that_a_stick_that_is_gone_or_no_folder_is_a_problem_and_no_trouble(
    run: Run, room: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path / "gone", tmp_path / "file"):
        done = run("doctor", room, "--stick", wrong, "--json")

        assert (done.code, proofs(done.json)["stick"]["ok"]) == (1, False)


def test_that_the_room_opens_with_the_recovery_sheet_alone(run: Run, code_file: Path, tmp_path: Path) -> None:
    room = tmp_path / "coded.warroom"
    done = run("doctor", room, "--recovery-code-file", code_file, "--json", "--lang", "en")

    proved = proofs(done.json)["sheet"]
    assert proved["ok"], proved
    code = code_file.read_text("utf-8").strip()
    assert code not in done.out + done.err
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        noted = opened.views.readiness()
        assert [(each.what, each.ok, each.by) for each in noted] == [("sheet", True, "Léa Martin")]
        assert code not in noted[0].detail


def test_that_a_code_that_opens_nothing_is_noted_as_tried(run: Run, room: Path, code_file: Path) -> None:
    done = run("doctor", room, "--recovery-code-file", code_file, "--json")

    assert (done.code, proofs(done.json)["sheet"]["ok"]) == (1, False)
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        assert [(each.what, each.ok) for each in opened.views.readiness()] == [("sheet", False)]


def test_that_proofs_of_before_are_told_with_their_date_and_grow_stale(run: Run, room: Path, tmp_path: Path) -> None:
    from warroom.commands import NoteReadiness
    from warroom.domain.readiness import Proof

    run("doctor", room, "--stick", tmp_path, "--json")
    assert proofs(run("doctor", room, "--json").json)["stick"]["ok"]

    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        now = opened.clock.now_ms()
    with Room.open(room, passphrase=PASSPHRASE, backups=False, clock=FixedClock(now - 91 * DAY_MS)) as opened:
        opened.do(NoteReadiness(what=Proof.RUNS, ok=True, detail="version 0")).result()
    stale = proofs(run("doctor", room, "--json", "--lang", "en").json)["runs"]
    assert not stale["ok"]
    assert "prove it again" in stale["detail"]
    assert proofs(run("doctor", room, "--stale-days", "100", "--json").json)["runs"]["ok"]


def test_that_a_login_nobody_saw_is_attested_without_a_name(run: Run, room: Path) -> None:
    done = run("doctor", room, "--logged-in-offline", "--by", "Karim Benali", "--json")

    assert proofs(done.json)["logs-in"]["ok"]
    assert "Karim" not in done.out
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        assert [each.by for each in opened.views.readiness()] == ["Karim Benali"], "the room knows who"


def test_that_proofs_without_a_room_stay_on_this_laptop(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))
    done = run("doctor", "--stick", tmp_path, "--json")

    assert list(proofs(done.json)) == ["stick"]
    assert '"stick"' in (tmp_path / "home" / "readiness.json").read_text("utf-8")


def test_that_a_page_on_a_real_queue_is_proved_by_its_number(run: Run, room: Path, cups: Cups) -> None:
    first = run("doctor", room, "--print", cups.cabled, "--json", "--lang", "en")
    assert "--printed" in proofs(first.json)["prints"]["detail"], "nobody has read the page yet"
    number = cups.number_on_paper()
    assert number not in first.out

    wrong = run("doctor", room, "--printed", f"{(int(number) + 1) % 10_000:04d}", "--json")
    assert not proofs(wrong.json)["prints"]["ok"]
    right = run("doctor", room, "--printed", number, "--json")
    assert proofs(right.json)["prints"]["ok"], right.out
    again = run("doctor", room, "--printed", number, "--json")
    assert not proofs(again.json)["prints"]["ok"], "one page proves once"


def test_that_a_printer_on_the_network_proves_nothing(run: Run, room: Path, cups: Cups) -> None:
    done = run("doctor", room, "--print", cups.networked, "--json", "--lang", "en")

    assert "network" in proofs(done.json)["prints"]["detail"]
    assert not proofs(done.json)["prints"]["ok"]


def test_that_the_usual_printer_is_one_on_a_cable(run: Run, room: Path, cups: Cups) -> None:
    run("doctor", room, "--print", "--json")

    assert cups.number_on_paper()


def test_that_this_build_proves_itself(run: Run, room: Path) -> None:
    done = run("doctor", room, "--package", "--json", "--lang", "en")

    assert proofs(done.json)["runs"]["ok"], done.out
    assert "steps passed" in proofs(done.json)["runs"]["detail"]
