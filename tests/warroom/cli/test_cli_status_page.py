"""The public status page on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.warroom.cli.conftest import Run


def test_that_services_are_put_on_the_page_and_the_page_is_written(run: Run, room: Path, tmp_path: Path) -> None:
    assert run("status-page", room, "--service", "svc-pay", "--en", "Payments").code == 0
    shown = run("status-page", room, "--service", "svc-mail", "--en", "Mail", "--fr", "Courriel", "--json").json
    assert [each["name"] for each in shown["components"]] == ["Mail", "Payments"]
    assert shown["folder"] is None
    told = run("status-page", room, "--to", tmp_path, "--json").json
    assert "index.html" in told["files"]
    assert "Payments" in (Path(told["folder"]) / "fr.html").read_text()
    assert run("status-page", room, "--service", "svc-pay", "--hide", "--json").json["components"][0]["name"] == "Mail"
    assert "Mail: Works" in run("status-page", room).out


def test_that_who_writes_the_page_is_told_what_it_does_not_say(run: Run, room: Path) -> None:
    ref = run("declare", room, "--title", "Panne", "--json").json["ref"]
    run("status-page", room, "--service", "svc-pay", "--en", "Payments")
    assert run("status", room, ref, "--service", "svc-pay=major_outage").code == 0
    shown = run("status-page", room, "--json").json
    assert (shown["components"][0]["state"], shown["unannounced"]) == ("operational", ["svc-pay"])


def test_that_a_service_without_a_name_for_outside_is_refused(run: Run, room: Path) -> None:
    assert run("status-page", room, "--service", "svc-pay").code == 3
