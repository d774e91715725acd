"""The roster on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_a_card_is_added_found_amended_and_checked(run: Run, room: Path) -> None:
    added = run(
        "person", room, "Hélène Dupré", "--add", "--job", "Réseau", "--site", "Lyon", "--language", "fr",
        "--reach", "mobile:06 39 98 12 34", "--reach", "email:Helene@Example.org",
    )  # fmt: skip
    assert added.code == 0
    assert "06 39 98 12 34 · Mobile" in added.out

    run("person", room, "hélène dupré", "--site", "Nantes", "--outside", "--works", "+33639981234", "--checked")
    shown = run("person", room, "Hélène Dupré", "--json").json
    assert (shown["job"], shown["site"], shown["outside"], shown["languages"]) == ("Réseau", "Nantes", True, ["fr"])
    assert shown["checked_by"] == "Léa Martin"
    assert shown["reaches"][0]["checked_at"] is not None
    assert shown["reaches"][1]["normal"] == "helene@example.org"

    (found,) = run("people", room, "DUPRE", "nantes", "--json").json
    assert found["reached_at"] == ["06 39 98 12 34", "Helene@Example.org"]
    assert run("people", room, "06 39 98", "--json").json == [found]
    assert run("people", room, "--stale", "--json").json == []
    assert run("person", room, shown["ref"], "--json").json == shown


def test_that_inside_is_said_as_outside_is(run: Run, room: Path) -> None:
    run("person", room, "Thomas Müller", "--add", "--outside")
    run("person", room, "Thomas Müller", "--inside")
    assert run("person", room, "Thomas Müller", "--json").json["outside"] is False


def test_that_one_person_with_two_cards_is_listed_and_merged(run: Run, room: Path) -> None:
    run("person", room, "Jean Martin", "--add", "--reach", "mobile:0639981234")
    run("person", room, "J. Martin", "--add", "--reach", "mobile:06 39 98 12 34", "--site", "Lyon")

    (pair,) = run("people", room, "--alike", "--json").json
    assert (pair["one"], pair["other"], pair["because"]) == ("J. Martin", "Jean Martin", "reach")
    merged = run("person", room, "Jean Martin", "--merge", "J. Martin", "--json").json
    assert merged["site"] == "Lyon"
    assert run("person", room, "J. Martin", "--json").json == merged
    assert [each["name"] for each in run("people", room, "--json").json] == ["Jean Martin"]


def test_that_a_person_renamed_leaves_and_is_told_apart(run: Run, room: Path) -> None:
    run("person", room, "Anne Roy", "--add")
    run("person", room, "Roy Anne", "--add")
    run("person", room, "Anne Roy", "--apart", "Roy Anne")
    assert run("people", room, "--alike", "--json").json == []
    renamed = run("person", room, "Anne Roy", "--rename", "Anne Le Roy", "--reach", "radio:Bravo 12", "--json").json
    assert (renamed["name"], renamed["reaches"][0]["value"]) == ("Anne Le Roy", "Bravo 12")
    assert run("person", room, "Anne Le Roy", "--left").code == 0
    assert [each["name"] for each in run("people", room, "--json").json] == ["Roy Anne"]


def test_that_what_cannot_be_done_says_why_and_changes_nothing(run: Run, room: Path) -> None:
    run("person", room, "Anne Roy", "--add")
    before = run("dump", room).out

    refused = run("person", room, "Anne Roy", "--reach", "mobile:06 39 98 12", "--json")
    assert (refused.code, refused.error["code"]) == (3, "reach-unfit")
    assert run("person", room, "Personne", "--json").code == 3
    assert run("person", room, "Anne Roy", "--reach", "06 39 98 12 34").code == 2
    assert run("person", room, "Anne Roy", "--reach", "mobile:0639981234", "--needs", "magie").code == 2
    assert run("person", room, "Anne Roy", "--works", "0639981234").code == 3
    assert run("dump", room).out == before
