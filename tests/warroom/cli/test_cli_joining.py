"""Inviting, joining and admitting on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def invited(run: Run, room: Path, folder: Path) -> tuple[Path, Path]:
    """The invitation, and the file that holds its code."""
    file, code = folder / "stick.warroom-invitation", folder / "code.txt"
    done = run("invite", room, "--to", file, "--json")
    assert done.code == 0, done.err
    code.write_text(done.json["code"] + "\n", encoding="utf-8")
    return file, code


def test_that_an_invitation_and_its_code_make_a_room(run: Run, room: Path, tmp_path: Path) -> None:
    file, code = invited(run, room, tmp_path)
    joined = tmp_path / "b" / "cell.warroom"

    done = run("join", file, joined, "--station", "B", "--code-file", code, "--json")

    assert done.code == 0, done.err
    assert done.json["station"] == "B"
    assert done.json["room"] == str(joined)
    assert len(done.json["recovery_code"]) > 30
    assert run("log", joined, "A-001", "du poste B", "--by", "Marc Petit", "--json").json["number"] == "B-0001"
    assert run("verify", joined).code == 0
    listed = run("stations", joined, "--json").json
    assert [station["letter"] for station in listed["stations"]] == ["A", "B"]
    assert listed["invitations"] == []


def test_that_a_wrong_code_is_exit_5_and_makes_nothing(run: Run, room: Path, tmp_path: Path) -> None:
    file, code = invited(run, room, tmp_path)
    joined = tmp_path / "b.warroom"
    for wrong in ("0000-0000-0001", "nothing"):
        code.write_text(wrong, encoding="utf-8")
        done = run("join", file, joined, "--station", "B", "--code-file", code, "--json")
        assert done.code == 5, done.err
        assert done.error["code"] in ("code-wrong", "code-mistyped")
    assert not joined.exists()


def test_that_a_code_file_without_a_code_is_said_to_lack_the_code(run: Run, room: Path, tmp_path: Path) -> None:
    file, code = invited(run, room, tmp_path)
    code.write_text("", encoding="utf-8")

    done = run("join", file, tmp_path / "b.warroom", "--code-file", code, "--json")

    assert (done.code, done.error["code"]) == (5, "code-file-unreadable")
    assert "code" in done.error["todo"]
    assert "pass" not in done.error["todo"]
    assert not (tmp_path / "b.warroom").exists()


def test_that_a_file_that_is_no_invitation_is_refused(run: Run, room: Path, tmp_path: Path) -> None:
    _file, code = invited(run, room, tmp_path)
    done = run("join", room, tmp_path / "b.warroom", "--station", "B", "--code-file", code, "--json")
    assert (done.code, done.error["code"]) == (3, "not-an-invitation")
    missing = run("join", tmp_path / "none", tmp_path / "b.warroom", "--code-file", code, "--json")
    assert missing.code == 4


def test_that_an_invitation_is_listed_and_withdrawn(run: Run, room: Path, tmp_path: Path) -> None:
    file, code = invited(run, room, tmp_path)
    (open_one,) = run("stations", room, "--json").json["invitations"]
    assert open_one["letter"] == "B"

    assert run("stations", room, "withdraw", open_one["id"]).code == 0

    assert run("stations", room, "--json").json["invitations"] == []
    assert run("stations", room, "withdraw", open_one["id"]).code == 3
    assert run("join", file, tmp_path / "b.warroom", "--code-file", code).code == 0, "it does not know yet"


def test_that_who_is_not_admitted_is_trusted_by_letter(run: Run, room: Path, tmp_path: Path) -> None:
    from tests.builders import PASSPHRASE
    from warroom.room import Room

    file, code = invited(run, room, tmp_path)
    (open_one,) = run("stations", room, "--json").json["invitations"]
    assert run("stations", room, "withdraw", open_one["id"]).code == 0
    joined = tmp_path / "b.warroom"
    assert run("join", file, joined, "--station", "B", "--code-file", code).code == 0
    assert run("log", joined, "A-001", "du poste B", "--by", "Marc Petit").code == 0
    with Room.open(joined, passphrase=PASSPHRASE) as b:
        b.write_bundle(tmp_path / "b.warroom-bundle")
    with Room.open(room, passphrase=PASSPHRASE) as a:
        a.read_bundle(tmp_path / "b.warroom-bundle")
    assert "du poste B" not in run("show", room, "A-001").out
    found = {station["letter"]: station for station in run("stations", room, "--json").json["stations"]}
    assert (found["B"]["admitted"], found["B"]["why_not"]) == (False, "withdrawn")
    assert "not admitted" in run("stations", room, "--lang", "en").out

    done = run("stations", room, "trust", "B", "--reason", "lu à voix haute", "--json")

    assert done.code == 0, done.err
    assert "du poste B" in run("show", room, "A-001").out
    assert run("stations", room, "trust", "B").code == 3


def test_that_join_wants_a_code_file_and_invite_a_target(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("invite", room).code == 2
    assert run("join", tmp_path / "x", tmp_path / "y").code == 2
