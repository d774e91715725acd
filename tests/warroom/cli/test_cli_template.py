"""Templates of messages on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.cli.conftest import Run


def test_that_all_are_listed_and_one_is_shown_with_its_variables(run: Run, room: Path) -> None:
    listed = run("template", room, "--json").json
    assert [item["code"] for item in listed] == [f"T{n:02d}" for n in range(1, 27)]
    shown = run("template", room, "t03", "--json").json[0]
    assert shown["preapproved"]
    assert "start_time" in shown["variables"]["fr"]
    assert "{start_time|since}" in run("template", room, "T03", "--in", "fr", "--part", "body").out


def test_that_one_is_filled_for_an_incident_and_says_what_is_missing(run: Run, room: Path) -> None:
    told = run(
        "template", room, "T03", "--for", "A-001", "--set", "service=API", "--next", "30", "--in", "fr", "--json"
    ).json
    assert told[0]["missing"] == []
    assert "au service API" in told[0]["body"]
    assert told[0]["sms_segments"] == 1
    bare = run("template", room, "T06", "--for", "A-001", "--in", "en")
    assert "cause_class" in bare.out


def test_that_a_text_is_changed_its_versions_told_and_the_first_restored(run: Run, room: Path) -> None:
    changed = ("template", room, "T07", "--in", "fr", "--part", "sms", "--text", "Rien de neuf")
    assert run(*changed).code != 0  # no reason
    assert run(*changed, "--reason", "Plus court", "--json").json["version"] == 2
    told = run("template", room, "T07", "--in", "fr", "--history", "--json").json
    assert [(item["number"], item["reason"]) for item in told] == [(1, ""), (2, "Plus court")]
    assert run("template", room, "T07", "--in", "fr", "--restore", "1", "--json").json["version"] == 3
    assert run("template", room, "T07", "--text", "x").code != 0
    assert run("template", room, "T99").code != 0
    assert run("template", room, "T07", "--for", "A-001", "--set", "nothing").code != 0


def test_that_templates_go_into_a_file_and_come_back_changed(run: Run, room: Path, tmp_path: Path) -> None:
    file = tmp_path / "modeles.yaml"
    run("template", room, "T07", "T08", "--export", file)
    assert run("template", room, "--export", file).code != 0  # never overwritten
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("situation inchangée", "rien de nouveau"), encoding="utf-8")
    dry = run("template", room, "--import", file, "--dry-run", "--json").json
    assert [(item["code"], item["what"]) for item in dry] == [("T07", "changed"), ("T08", "same")]
    assert "situation inchangée" in run("template", room, "T07", "--in", "fr").out
    run("template", room, "--import", file)
    assert "rien de nouveau" in run("template", room, "T07", "--in", "fr").out
    told = run("template", room, "T07", "--in", "fr", "--history", "--json").json
    assert "modeles.yaml" in told[-1]["reason"]


def test_that_templates_are_written_as_paper(run: Run, room: Path, tmp_path: Path) -> None:
    told = run("template", room, "T03", "--for", "A-001", "--to", tmp_path, "--json").json
    assert Path(told["file"]).read_bytes().startswith(b"%PDF")
    assert "T03" in Path(told["file"]).with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "format: warroom-templates/1",
        "format: other\ntemplates: []",
        "format: warroom-templates/1\ntemplates: &a [*a]",
        "format: warroom-templates/1\ntemplates: !!python/object/apply:os.system ['true']",
        "format: warroom-templates/1\ntemplates:\n- code: T03\n  names: {fr: x}\n  wordings: {fr: {body: '{broken'}}",
        "format: warroom-templates/1\ntemplates:\n- code: T03\n  names: {fr: x}\n  wordings: {de: {body: x}}",
        "format: warroom-templates/1\ntemplates:\n- code: ../x\n  names: {fr: x}\n  wordings: {fr: {body: x}}",
        "format: warroom-templates/1\ntemplates:\n- code: T03\n  sh: rm\n  names: {fr: x}\n  wordings: {fr: {body: x}}",
        "[" * 400,
        "\x00\x01",
    ],
)
def test_that_a_file_which_is_none_of_ours_changes_nothing(run: Run, room: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    assert run("template", room, "--import", file).code != 0
    assert all(not item["changed"] for item in run("template", room, "--json").json)
