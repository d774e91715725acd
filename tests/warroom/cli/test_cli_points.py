"""Points, questions and the situation with its sources, as the command line has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.warroom.cli.conftest import Run
from warroom.commands import ActivateCell
from warroom.room import Room


@pytest.fixture
def celled(room: Path) -> Path:
    """The room with a crisis cell at work on A-001."""
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        activate = ActivateCell(incidents=("A-001",), level=3, decider="C. Aubry", reason="Plus de 30 % des usagers")
        opened.do(activate).result()
    return room


def test_that_a_point_is_planned_opened_noted_and_closed_with_its_page(run: Run, celled: Path, tmp_path: Path) -> None:
    assert run("point", celled, "--lang", "en").out.strip() == "No point was planned or held yet."
    assert run("point", celled, "plan", "--json").code == 2
    planned = run("point", celled, "plan", "--at", "2099-01-01T10:00", "--json")
    assert planned.error["code"] == "next-not-ahead"
    opened = run("point", celled, "open", "--led-by", "C. Aubry", "--json").json["points"][0]
    assert (opened["number"], opened["state"], opened["led_by"]) == ("A-PS01", "open", "C. Aubry")
    run("point", celled, "note", "62 % répondent", "--heading", "facts")
    closed = run("point", celled, "close", "--present", "Léa, Marc", "--to", tmp_path, "--json").json
    coming, held = closed["points"]
    assert (coming["state"], held["state"], held["present"]) == ("planned", "held", "Léa, Marc")
    assert held["notes"]["facts"] == "62 % répondent"
    assert held["next_at"] == coming["planned_at"]
    assert Path(closed["file"]).read_bytes().startswith(b"%PDF-")
    skipped = run("point", celled, "skip", "--reason", "bascule", "--json").json["points"]
    assert sorted(point["state"] for point in skipped) == ["held", "planned", "skipped"]
    assert "A-PS01" in run("point", celled).out


def test_that_without_a_cell_there_is_no_point(run: Run, room: Path) -> None:
    assert run("point", room, "open", "--json").error["code"] == "no-cell"
    assert run("point", room, "open", "--incident", "A-001", "--json").error["code"] == "no-cell"
    assert run("ask", room, "Et Lyon ?", "--json").error["code"] == "no-cell"


def test_that_a_question_waits_and_is_answered(run: Run, celled: Path) -> None:
    (asked,) = run("ask", celled, "Et Lyon ?", "--from", "Préfecture", "--json").json["questions"]
    assert (asked["state"], asked["asked_by"]) == ("waiting", "Préfecture")
    assert "waits for the next point" in run("ask", celled, "--lang", "en").out
    (answered,) = run("ask", celled, "Rétabli", "--answer", asked["id"], "--json").json["questions"]
    assert (answered["state"], answered["answer"]) == ("answered", "Rétabli")
    assert run("ask", celled, "--answer", asked["id"], "--json").code == 2


def test_that_the_situation_is_stated_with_its_sources(run: Run, room: Path) -> None:
    number = run("log", room, "A-001", "mesuré", "--json").json["number"]
    lines = ("--line", f"62 % répondent [{number}]", "--line", "Cause inconnue")
    first, second = run("situation", room, "A-001", *lines, "--json").json["sentences"]
    assert (first["text"], first["cites"], first["to_confirm"]) == ("62 % répondent", [number], ["unverified"])
    assert second["to_confirm"] == ["no_source"]
    run("correct", room, number, "--verification", "verified")
    more = run("situation", room, "A-001", "--add", "--line", "Lyon aussi", "--confirm", "--json").json["sentences"]
    assert [sentence["text"] for sentence in more] == ["62 % répondent", "Cause inconnue", "Lyon aussi"]
    assert all(sentence["confirmed_at"] for sentence in more)
    assert "to confirm: it cites no entry" in run("situation", room, "A-001", "--lang", "en").out
    wrong = run("situation", room, "A-001", "--line", "x [A-0404]", "--json")
    assert wrong.error["code"] == "unknown-reference"
