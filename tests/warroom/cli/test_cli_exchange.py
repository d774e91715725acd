"""Files in, reports out, and the two verbs that look at the whole room."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.warroom.cli.conftest import Run
from warroom.reports.drives import absent_disk
from warroom.room import Room
from warroom.storage.vault import run as run_sql

CHECKOUT = Path(__file__).resolve().parents[3]
SAMPLES = CHECKOUT / "tests" / "data" / "formats"


def log_table(folder: Path) -> Path:
    table = folder / "courante.csv"
    lines = ["heure;texte;auteur", "05/01/2026 10:00;Premier appel;NOC", "32/01/2026 10:05;Date impossible;NOC"]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table


def test_that_import_says_what_came_in_and_what_did_not(run: Run, room: Path, tmp_path: Path) -> None:
    done = run("import", room, log_table(tmp_path), "--into", "A-001", "--json")

    assert done.code == 0
    assert set(done.json) == {"kind", "added", "changed", "unchanged", "flagged", "refused"}
    assert done.json["kind"] == "csv"
    listed = done.json["flagged"] + done.json["refused"]
    assert any("courante.csv" in item["source"] and "3" in item["where"] and item["reason"] for item in listed)


def test_that_the_same_file_twice_adds_nothing(run: Run, room: Path, tmp_path: Path) -> None:
    table = log_table(tmp_path)
    first = run("import", room, table, "--into", "A-001", "--json").json
    before = run("dump", room).out

    again = run("import", room, table, "--into", "A-001", "--json").json
    assert first["added"]["entries"] > 0
    assert not any(again["added"].values())
    assert run("dump", room).out == before


def test_that_a_dry_run_keeps_nothing_not_even_the_person(run: Run, room: Path, tmp_path: Path) -> None:
    before = run("dump", room).out

    done = run(
        "import", room, log_table(tmp_path), "--into", "A-001", "--dry-run", "--by", "Nouveau Venu", "--json"
    ).json
    assert done["added"]["entries"] > 0
    assert run("dump", room).out == before


def odd_table(folder: Path) -> Path:
    table = folder / "bizarre.csv"
    lines = [
        "zz;yy;xx",
        "lundi;05/01/2026 10:00;La passerelle ne répond plus",
        "mardi;06/01/2026 9:00;Revenu",
    ]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table


def logged(room: Path) -> list[tuple[str, str, str]]:
    with Room.open(room, passphrase=PASSPHRASE, read_only=True) as opened:
        found = opened.views.incident("A-001")
        return [(entry.text, entry.from_who, entry.original_time) for entry in opened.views.entries(found.id)][-2:]


def test_that_columns_of_an_odd_table_can_be_named(run: Run, room: Path, tmp_path: Path) -> None:
    given = ("--column", "XX=text", "--column", "2=event", "--column", "zz=from")

    assert run("import", room, odd_table(tmp_path), "--into", "A-001", *given).code == 0

    assert logged(room)[-1] == ("Revenu", "mardi", "06/01/2026 9:00")


def test_that_a_map_names_columns_and_an_option_overrules_it(run: Run, room: Path, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text('{"zz": "author", "yy": "event", "xx": "text"}', encoding="utf-8")
    given = ("--map", tmp_path / "map.json", "--column", "zz=-")

    assert run("import", room, odd_table(tmp_path), "--into", "A-001", *given).code == 0

    assert logged(room)[-1] == ("Revenu\nzz: mardi", "", "06/01/2026 9:00")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--column", "zz=poem"), "column-field"),
        (("--column", "zz"), "column-field"),
        (("--column", "absent=text"), "column-unknown"),
        (("--column", "9=text"), "column-unknown"),
        (("--map", "absent.json"), "map-unreadable"),
    ],
)
def test_that_a_column_nobody_knows_is_refused_before_anything_comes_in(
    run: Run, room: Path, tmp_path: Path, given: tuple[str, str], code: str
) -> None:
    before = run("dump", room).out

    done = run("import", room, odd_table(tmp_path), "--into", "A-001", *given, "--json")

    assert (done.code, done.error["code"]) == (3, code)
    assert run("dump", room).out == before


def test_that_a_folder_stands_for_its_files_and_one_unreadable_file_is_listed(
    run: Run, room: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cstate"
    folder.mkdir()
    for sample in SAMPLES.glob("*.md"):
        (folder / sample.name).write_bytes(sample.read_bytes())
    (folder / "photo.bin").write_bytes(bytes(range(256)))

    done = run("import", room, folder, "--json")
    assert done.code == 1, "a whole file was left out"
    assert done.json["kind"] == "cstate"
    assert done.json["added"]["incidents"] == len(list(SAMPLES.glob("*.md")))
    assert [item["source"] for item in done.json["refused"]] == ["photo.bin"]


@pytest.mark.parametrize(("kind", "code"), [("statuspage", "kind-not-built"), ("wordperfect", "unknown-kind")])
def test_that_a_kind_that_is_not_read_is_refused_by_name(
    run: Run, room: Path, tmp_path: Path, kind: str, code: str
) -> None:
    done = run("import", room, log_table(tmp_path), "--as", kind, "--json")

    assert (done.code, done.error["code"]) == (3, code)
    assert kind in done.error["message"]


def test_that_a_report_lists_the_files_it_wrote(run: Run, room: Path, tmp_path: Path) -> None:
    done = run("report", room, "A-001", "--to", tmp_path / "out", "--format", "html", "--format", "json", "--json").json

    folder = Path(done["folder"])
    assert folder.parent == tmp_path / "out"
    assert folder.name.startswith("warroom-A-001-")
    assert sorted(done["files"]) == sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    )
    assert {"incident.json", "MANIFEST.sha256", "MANIFEST.sig", "VERIFY.txt"} <= set(done["files"])
    assert not any(name.endswith(".pdf") for name in done["files"])


def test_that_a_report_makes_no_folder_above_its_own(run: Run, room: Path, tmp_path: Path) -> None:
    done = run("report", room, "A-001", "--to", tmp_path / "stick" / "reports", "--json")

    assert (done.code, done.error["code"]) == (3, "folder-missing")
    assert str(tmp_path / "stick") in done.error["message"]
    assert not (tmp_path / "stick").exists()


def test_that_a_report_for_a_stick_that_is_not_there_does_not_land_on_the_laptop(
    run: Run, room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom.reports.drives.MOUNT_ROOTS", (str(tmp_path / "media"),))
    (tmp_path / "media" / "lea" / "STICK").mkdir(parents=True)  # left behind by a stick pulled out too early

    done = run("report", room, "A-001", "--to", tmp_path / "media" / "lea" / "STICK", "--json")

    assert (done.code, done.error["code"]) == (3, "disk-missing")
    assert list((tmp_path / "media" / "lea" / "STICK").iterdir()) == []


def test_that_a_disk_that_is_mounted_is_no_missing_one() -> None:
    assert absent_disk(Path("/proc/self")) is None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("warroom.reports.drives.MOUNT_ROOTS", ("/", "/proc"))
        assert absent_disk(Path("/proc/self/reports")) is None


def test_that_dump_prints_canonical_bytes(run: Run, room: Path) -> None:
    text = run("dump", room).out

    with Room.open(room, passphrase=PASSPHRASE, read_only=True) as opened:
        assert opened.dump() == text.encode()
    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text


def test_that_verify_names_the_first_difference(run: Run, room: Path) -> None:
    assert run("verify", room, "--json").json["ok"]
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        run_sql(opened._store.vault.writer, "UPDATE entry SET text='maquillé' WHERE number='A-0001'")

    done = run("verify", room, "--json")
    assert done.code == 1
    assert not done.json["ok"]
    assert done.json["problems"][0]["what"]
    assert done.json["problems"][0]["where"].startswith("entry ")
    assert run("verify", room).out.splitlines()[0].endswith(f"({done.json['problems'][0]['where']})")
