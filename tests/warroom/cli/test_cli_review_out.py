"""Versions for readers and copies that come back, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run
from tests.warroom.reports.documents import came, edited
from tests.warroom.reports.documents import run as text_run

SAID = "Le paiement s’est arrêté."


def test_that_a_version_goes_out_when_approved_and_an_edited_copy_comes_back(
    run: Run, room: Path, tmp_path: Path
) -> None:
    run("review", room, "open", "A-001", "--heat", "hot")
    run("review", room, "write", "A-RX01", SAID, "--section", "summary")
    assert run("review", room, "publish", "A-RX01", "public", "--to", tmp_path / "out", "--json").error["code"] == (
        "rex-unapproved"
    )
    assert run("review", room, "publish", "A-RX01", "everybody", "--to", tmp_path).code == 2
    assert run("review", room, "publish", "A-RX01", "internal").code == 2

    listed = run("review", room, "left-out", "A-RX01", "public", "--to", tmp_path / "out", "--json").json
    assert listed["left_out"]
    assert Path(listed["file"]).read_bytes().startswith(b"%PDF-")

    run("review", room, "approve", "A-RX01", "--who", "Jean Dupont", "--although", "Relu")
    public = run("review", room, "publish", "A-RX01", "public", "--to", tmp_path / "out", "--format", "html", "--json")
    assert (public.json["reader"], public.json["version"]) == ("public", 1)
    assert set(public.json["files"]) == {"review-public.html", "VERIFY.txt"}

    inside = run(
        "review", room, "publish", "A-RX01", "internal", "--to", tmp_path / "out", "--format", "docx", "--json"
    )
    copy = Path(inside.json["folder"]) / "review.docx"
    back = tmp_path / "relu.docx"
    back.write_bytes(edited(copy.read_bytes(), (text_run(SAID), text_run(SAID) + came(" Deux fois."))))
    assert run("review", room, "comments", "A-RX01", back, "--json").json["new"] == 1
    assert run("review", room, "take-in", "A-RX01", back, "--json").json == {"added": 1, "known": 0, "closed_there": 0}
    (comment,) = run("review", room, "comments", "A-RX01", "--json").json["comments"]
    assert (comment["section"], comment["author"], comment["answer"]) == ("summary", "Noé Petit", "")
    short = comment["id"][-8:]
    assert short in run("review", room, "comments", "A-RX01").out

    assert run("review", room, "decline", "A-RX01", short, "--json").error["code"] == "reason-missing"
    assert run("review", room, "decline", "A-RX01", short, "--because", "Une seule fois").code == 0
    assert run("review", room, "reopen", "A-RX01", short).code == 0
    assert run("review", room, "agree", "A-RX01", short, "--json").json["written"]
    assert f"{SAID} Deux fois." in run("review", room, "show", "A-RX01").out
    assert run("review", room, "agree", "A-RX01", "ffff", "--json").error["code"] == "comment-unknown"
