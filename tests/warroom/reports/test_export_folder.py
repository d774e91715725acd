"""The export folder, checked with the tools that a stranger would use."""

from __future__ import annotations

import csv
import html.parser
import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.builders import NOON, an_entry
from warroom.domain.entries import Kind
from warroom.errors import Refusal, Trouble
from warroom.identity.signing import verify_manifest
from warroom.reports.manifest import COMMANDS
from warroom.room import Room

Crisis = tuple[Room, str]


def tool(*command: str, folder: Path | None = None) -> str:
    """What a tool prints; skips where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pdf_text(file: Path) -> str:
    return tool("pdftotext", "-layout", str(file), "-")


def log_rows(file: Path, delimiter: str) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened, delimiter=delimiter))


def test_that_the_folder_is_named_and_filled_as_the_contract_says(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis

    done = room.export(reference, tmp_path)

    assert done.folder == tmp_path / "warroom-A-001-20261123T113400Z"
    assert set(done.files) == {
        "situation.pdf", "situation.html", "log.csv", "incident.json", "attachments/001-piece-jointe.txt",
        "MANIFEST.sha256", "MANIFEST.sig", "VERIFY.txt",
    }  # fmt: skip
    assert {str(file.relative_to(done.folder).as_posix()) for file in done.folder.rglob("*") if file.is_file()} == set(
        done.files
    )
    assert not list(tmp_path.glob(".tmp-*"))
    listed = {line.split("  ")[1] for line in (done.folder / "MANIFEST.sha256").read_text().splitlines()}
    assert listed == set(done.files) - {"MANIFEST.sha256", "MANIFEST.sig"}


def test_that_sha256sum_accepts_the_manifest_and_notices_one_changed_byte(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    folder = room.export(reference, tmp_path).folder

    tool("sha256sum", "--strict", "-c", "MANIFEST.sha256", folder=folder)

    (folder / "log.csv").write_bytes((folder / "log.csv").read_bytes() + b"x")
    assert (
        subprocess.run(["sha256sum", "-c", "MANIFEST.sha256"], cwd=folder, capture_output=True, check=False).returncode
        == 1
    )


def test_that_openssl_verifies_the_signature_with_the_commands_of_verify_txt(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    folder = room.export(reference, tmp_path).folder
    said = (folder / "VERIFY.txt").read_text(encoding="utf-8")
    assert COMMANDS in said
    script = COMMANDS.replace("/tmp/", f"{tmp_path}/")

    assert "Signature Verified Successfully" in tool("sh", "-ec", script, folder=folder)

    (folder / "MANIFEST.sha256").write_bytes(b"x" + (folder / "MANIFEST.sha256").read_bytes()[1:])
    assert subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, check=False).returncode != 0


def test_that_the_signature_is_the_station_s(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    folder = room.export(reference, tmp_path, formats=("csv",)).folder

    signer = verify_manifest((folder / "MANIFEST.sig").read_text(), (folder / "MANIFEST.sha256").read_bytes())

    assert signer.station_id == room.identity.station_id
    assert room.identity.station_id.hex() in (folder / "VERIFY.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["situation", "log", "review"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_pdf_is_archival_tagged_and_holds_its_fonts(
    crisis: Crisis, tmp_path: Path, kind: str, language: str
) -> None:
    room, reference = crisis
    folder = room.export(reference, tmp_path, kind=kind, formats=("pdf",), language=language).folder
    file = folder / f"{kind}.pdf"

    assert re.search(r"Tagged:\s+yes", tool("pdfinfo", str(file)))
    fonts = tool("pdffonts", str(file)).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes yes yes\b", line) for line in fonts)
    raw = file.read_bytes()
    assert b"pdfaid:part>2<" in raw
    assert b"pdfaid:conformance>B<" in raw
    assert f"/Lang ({language})".encode() in raw or f"({language})".encode() in raw


def test_that_every_page_bears_reference_marking_page_and_fingerprint(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    done = room.export(reference, tmp_path, kind="review", formats=("pdf",), marking="Diffusion restreinte")

    pages = pdf_text(done.folder / "review.pdf").split("\f")[:-1]

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        foot = page.strip().splitlines()[-1]
        assert all(
            part in foot
            for part in ("A-001 · Diffusion restreinte", done.fingerprint, f"Page {number} of {len(pages)}")
        )


def test_that_an_exercise_says_so_on_every_page_and_a_real_incident_never(tmp_path: Path) -> None:
    from tests.warroom.reports.crisis import a_crisis

    for mode in ("real", "exercise"):
        (tmp_path / mode).mkdir()
        room, reference = a_crisis(tmp_path / mode, exercise=mode == "exercise")
        with room:
            folder = room.export(reference, tmp_path, kind="review", formats=("pdf", "html")).folder
        pages = pdf_text(folder / "review.pdf").split("\f")[:-1]
        plain = tool("pdftotext", str(folder / "review.pdf"), "-").split("\f")[:-1]
        feet = [page.strip().splitlines()[-1] for page in pages]
        turned = [
            page for page in plain if re.search(r"(?m)^EX ?$", page)
        ]  # the watermark, as far as text tools see it
        assert len([foot for foot in feet if "EXERCISE · A-001" in foot]) == (len(pages) if mode == "exercise" else 0)
        assert len(turned) == (len(pages) if mode == "exercise" else 0)
        assert ("EXERCISE" in (folder / "review.html").read_text(encoding="utf-8")) is (mode == "exercise")
        assert json.loads((folder / "incident.json").read_bytes())["exercise"] is (mode == "exercise")


class Reader(html.parser.HTMLParser):
    """Collects what matters for safety and for a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read_html(file: Path) -> Reader:
    reader = Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader


@pytest.mark.parametrize("kind", ["situation", "log", "review"])
def test_that_the_html_fetches_nothing_and_runs_nothing(crisis: Crisis, tmp_path: Path, kind: str) -> None:
    room, reference = crisis
    page = read_html(room.export(reference, tmp_path, kind=kind, formats=("html",)).folder / f"{kind}.html")

    assert not {"script", "link", "img", "iframe", "a", "form", "object"} & set(page.tags)
    assert not [name for name, _value in page.attributes if name.startswith("on") or name in ("src", "href", "style")]
    policy = next(value for name, value in page.attributes if name == "content" and value and "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_that_the_html_has_a_language_headings_and_captions(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    page = read_html(room.export(reference, tmp_path, formats=("html",), language="fr").folder / "situation.html")

    assert ("lang", "fr") in page.attributes
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption") > 5
    assert ("scope", "col") in page.attributes


def test_that_the_style_sheet_is_the_one_the_policy_allows(calm: Crisis, tmp_path: Path) -> None:
    import base64
    import hashlib

    room, reference = calm
    text = (room.export(reference, tmp_path, formats=("html",)).folder / "situation.html").read_text(encoding="utf-8")

    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}'" in text


@pytest.mark.parametrize(("language", "delimiter"), [("fr", ";"), ("en", ",")])
def test_that_the_csv_opens_in_a_spreadsheet_of_that_language(
    crisis: Crisis, tmp_path: Path, language: str, delimiter: str
) -> None:
    room, reference = crisis
    file = room.export(reference, tmp_path, formats=("csv",), language=language).folder / "log.csv"

    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = log_rows(file, delimiter)
    assert len(rows) == 1 + room.views.tally(reference)[0]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][:3] == ["A-0001", "2026-11-23T12:00:00.000+01:00", "2026-11-23T12:00:00.000+01:00"]


@pytest.mark.parametrize("text", ["=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "'quoted"])
def test_that_a_cell_that_would_be_computed_is_disarmed_and_can_be_restored(
    calm: Crisis, tmp_path: Path, text: str
) -> None:
    room, reference = calm
    an_entry(room, reference, text="x", from_who="x", services=text)

    cells = log_rows(room.export(reference, tmp_path, formats=("csv",)).folder / "log.csv", ",")[-1]

    assert f"'{text}" in cells


def test_that_the_json_holds_every_entry_with_its_number_and_id(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    document = json.loads((room.export(reference, tmp_path, formats=("json",)).folder / "incident.json").read_bytes())

    assert (document["schema"], document["version"]) == ("warroom-incident", 1)
    assert [entry["number"] for entry in document["entries"]] == [
        entry.number for entry in room.views.entries(reference)
    ]
    assert {writer: tuple(head) for writer, head in document["heads"].items()} == room.views.heads()
    assert document["incident"]["milestones"]["impact_started"] == {
        "at": NOON - 2_400_000,
        "time": "2026-11-23T11:20:00.000+01:00",
    }
    assert [action["number"] for action in document["actions"]] == ["A-A001", "A-A002"]
    assert document["attachments"][0]["file"] == "attachments/001-piece-jointe.txt"
    assert document["clocks"][0]["kind"] == "update"
    assert len(document["decisions"]) == len(document["services"]) == 2


def test_that_two_exports_in_one_second_both_stay(calm: Crisis, tmp_path: Path) -> None:
    room, reference = calm

    first = room.export(reference, tmp_path, formats=("csv",)).folder
    second = room.export(reference, tmp_path, formats=("csv",)).folder

    assert first != second
    assert first.is_dir()
    assert second.is_dir()


@pytest.mark.parametrize(
    ("more", "code"), [({"kind": "handover"}, "report-unknown"), ({"formats": ("odt",)}, "format-unknown")]
)
def test_that_what_is_not_built_yet_is_refused_by_name(
    calm: Crisis, tmp_path: Path, more: dict[str, object], code: str
) -> None:
    room, reference = calm
    before = set(tmp_path.iterdir())

    with pytest.raises(Refusal) as refused:
        room.export(reference, tmp_path, **more)  # type: ignore[arg-type]

    assert refused.value.code == code
    assert str(next(iter(more.values()))).strip("(),'") in refused.value.message
    assert set(tmp_path.iterdir()) == before


def test_that_cancelling_leaves_nothing_behind(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    before = set(tmp_path.iterdir())

    class Cancelled(Exception):
        pass

    def step(done: int, _total: int) -> None:
        if done > 20_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        room.export(reference, tmp_path, step=step)
    assert set(tmp_path.iterdir()) == before


def test_that_progress_never_goes_back_and_ends_at_the_total(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    steps: list[tuple[int, int]] = []

    room.export(reference, tmp_path, step=lambda done, total: steps.append((done, total)))

    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert all(done <= total for done, total in steps)
    assert steps[-1][0] == steps[-1][1]


def test_that_an_export_shows_the_room_as_it_was_when_it_began(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis
    wrote = threading.Event()

    def step(_done: int, _total: int) -> None:
        if not wrote.is_set():
            wrote.set()
            an_entry(room, reference, text="Écrit pendant l'export")

    done = room.export(reference, tmp_path, step=step)

    document = json.loads((done.folder / "incident.json").read_bytes())
    assert wrote.is_set()
    assert all(entry["text"] != "Écrit pendant l'export" for entry in document["entries"])
    assert "pendant" not in (done.folder / "log.csv").read_text(encoding="utf-8")
    assert room.views.fingerprint() != done.fingerprint
    an_entry(room, reference, kind=Kind.FACT, text="Le salon continue")


def test_that_a_report_speaks_its_language_while_the_screen_speaks_another(crisis: Crisis, tmp_path: Path) -> None:
    from warroom import words

    room, reference = crisis
    seen: list[str] = []

    def elsewhere() -> None:
        thread = threading.Thread(target=lambda: seen.append(words.language()))
        thread.start()
        thread.join()

    room.export(reference, tmp_path, formats=("html",), language="fr", step=lambda _done, _total: elsewhere())

    assert set(seen) == {"en"}
    assert words.language() == "en"
    assert ("lang", "fr") in read_html(next(tmp_path.glob("warroom-*/situation.html"))).attributes


def test_that_the_packaged_program_lays_out_a_pdf_when_started_with_its_own_word() -> None:
    from warroom.reports.pdf import layout_file
    from warroom.reports.typesetting import PACKAGED

    asked = {"layout": str(layout_file().with_name("absent.typ")), "fonts": ".", "report": "{}", "timestamp": 0}
    done = subprocess.run(
        [sys.executable, "-m", "warroom", PACKAGED], input=json.dumps(asked).encode(), capture_output=True, check=False
    )

    assert done.returncode == 1
    assert b"absent.typ" in done.stderr


def test_that_a_pdf_that_cannot_be_made_is_said_and_leaves_nothing(
    calm: Crisis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom.reports import pdf

    room, reference = calm
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(pdf, "layout_file", lambda: tmp_path / "absent.typ")

    with pytest.raises(Trouble) as trouble:
        room.export(reference, tmp_path)

    assert trouble.value.code == "report-not-made"
    assert set(tmp_path.iterdir()) == before


def test_that_a_long_log_comes_in_volumes(calm: Crisis, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.warroom.reports.crisis import a_subject
    from warroom.reports import timeline
    from warroom.reports.html import html_of

    room, reference = calm
    for number in range(6):
        an_entry(room, reference, text=f"entrée {number}")
    monkeypatch.setattr(timeline, "VOLUME", 3)

    volumes = {
        document.name: b"".join(html_of(document)).decode()
        for document in timeline.log_reports(a_subject(room, reference))
    }

    assert list(volumes) == ["log-01", "log-02", "log-03"]
    assert sum(page.count('<th scope="row"><b>') for page in volumes.values()) == 7


def test_that_a_report_to_edit_lies_beside_the_others_and_is_listed(crisis: Crisis, tmp_path: Path) -> None:
    room, reference = crisis

    done = room.export(reference, tmp_path, kind="review", formats=("docx",))

    assert {"review.docx", "log.csv", "incident.json"} <= set(done.files)
    assert "review.pdf" not in done.files
    tool("sha256sum", "--strict", "-c", "MANIFEST.sha256", folder=done.folder)
