"""Members, stations and delegations on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def appointed(run: Run, room: Path) -> None:
    """Léa administers, Marc writes."""
    assert run("log", room, "A-001", "vu", "--by", "Marc Petit").code == 0
    assert run("members", room, "--grant", "Léa Martin", "--role", "administrator").code == 0
    assert run("members", room, "--grant", "Marc Petit", "--role", "scribe", "--reason", "quart de nuit").code == 0


def test_that_members_are_listed_with_their_roles(run: Run, room: Path) -> None:
    appointed(run, room)

    found = {member["name"]: member for member in run("members", room, "--json").json["members"]}

    assert found["Léa Martin"]["roles"] == ["administrator"]
    assert found["Marc Petit"]["roles"] == ["scribe"]
    assert found["Marc Petit"]["number"] == "A-P02"
    assert "Marc Petit  (MP)  scribe" in run("members", room, "--lang", "en").out


def test_that_a_role_given_by_somebody_who_may_not_is_refused(run: Run, room: Path) -> None:
    appointed(run, room)

    done = run("members", room, "--grant", "Marc Petit", "--role", "administrator", "--by", "MP", "--json")

    assert (done.code, done.error["code"]) == (3, "right-missing")
    assert run("members", room, "--grant", "Léa Martin", "--no-role").code == 3, "the last administrator"


def test_that_a_grant_needs_a_role_and_a_pin_its_file(run: Run, room: Path) -> None:
    for wrong in (
        ["--grant", "Léa Martin"],
        ["--grant", "Léa Martin", "--role", "scribe", "--no-role"],
        ["--role", "scribe"],
        ["--pin", "Léa Martin"],
        ["--pin-file", "x"],
        ["--grant", "Léa Martin", "--role", "king"],
    ):
        assert run("members", room, *wrong).code == 2, wrong


def test_that_a_pin_is_set_from_a_file_and_shown_nowhere(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "pin.txt"
    file.write_text("48213\n", encoding="utf-8")

    done = run("members", room, "--pin", "Léa Martin", "--pin-file", file, "--json")

    assert done.json["members"][0]["has_pin"] is True
    assert "48213" not in done.out + run("dump", room).out
    assert run("members", room, "--pin", "Léa Martin", "--no-pin", "--json").json["members"][0]["has_pin"] is False


def test_that_what_is_done_without_the_right_is_listed_and_reviewed(run: Run, room: Path) -> None:
    appointed(run, room)
    reason = ("--delegation", "le directeur est injoignable")
    assert run("decide", room, "A-001", "Couper le site", "--by", "MP", *reason).code == 0

    (delegation,) = run("delegations", room, "--open", "--incident", "A-001", "--json").json["delegations"]
    assert (delegation["act"], delegation["right"], delegation["reason"]) == ("Decide", "decide", reason[1])
    assert delegation["id"][-8:] in run("delegations", room).out
    review = ("delegations", room, "--review", delegation["id"][-8:], "--verdict", "confirmed", "--json")
    assert run(*review, "--by", "MP").error["code"] == "own-delegation"

    done = run(*review, "--remark", "bien vu")

    assert done.json["delegations"][0]["verdict"] == "confirmed"
    assert run("delegations", room, "--open", "--json").json == {"delegations": []}
    assert run("delegations", room, "--review", "00000000", "--verdict", "confirmed").code == 3
    assert run("delegations", room, "--review", "00000000").code == 2


def test_that_a_delegation_without_a_reason_says_so(run: Run, room: Path) -> None:
    appointed(run, room)
    run("status", room, "A-001", "investigating", "--reason", "vu", "--by", "MP")

    assert "reason not given" in run("delegations", room, "--lang", "en").out
    assert "motif non donné" in run("delegations", room, "--lang", "fr").out


def test_that_stations_are_listed_and_the_only_one_is_not_revoked(run: Run, room: Path) -> None:
    (station,) = run("stations", room, "--json").json["stations"]

    assert (station["letter"], station["ours"], station["founder"], station["revoked"]) == ("A", True, True, None)
    assert [writer["prefix"] for writer in station["writers"]] == ["A"]
    assert run("stations", room, "revoke", "A", "--reason", "perdu", "--json").error["code"] == "last-station"
    assert run("stations", room, "trust", "B", "--json").error["code"] == "station-unknown"
    assert run("stations", room, "revoke", "Q", "--reason", "perdu").code == 3
    assert run("stations", room, "revoke").code == 2
