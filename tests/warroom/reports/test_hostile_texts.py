"""Texts that try to be something else: they come out as typed, or by their code where paper cannot hold them."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import an_entry
from tests.warroom.reports.crisis import a_subject
from tests.warroom.reports.test_export_folder import log_rows, pdf_text
from warroom.reports.csv_log import log_csv
from warroom.reports.html import html_of
from warroom.reports.names import file_name, folder_name
from warroom.reports.timeline import log_reports
from warroom.reports.visible import printed, shown
from warroom.room import Room

Crisis = tuple[Room, str]

AS_TYPED = [
    "#panic(1)",
    "$x^2$ @ref <label> *gras* _ital_ `code` = titre",
    "#set page(fill: red)",
    '#read("/etc/passwd")',
    "\\u{1F600} \\ // commentaire /* autre */",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %} {# note #}",
    "&amp; &lt; &#x41;",
    "l’œuvre à 5 € – « oui » … naïve Ångström ½",
    "'; DROP TABLE entry; --",
    "]]> <!-- commentaire -->",
]


class Text(html.parser.HTMLParser):
    """The texts of entries in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = ("class", "text") in attrs
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def html_texts(room: Room, reference: str) -> list[str]:
    page = Text()
    page.feed(b"".join(html_of(next(log_reports(a_subject(room, reference))))).decode())
    return page.texts


@pytest.mark.parametrize("text", AS_TYPED)
def test_that_markup_comes_out_of_every_format_as_typed(calm: Crisis, tmp_path: Path, text: str) -> None:
    room, reference = calm
    an_entry(room, reference, text=text)

    folder = room.export(reference, tmp_path, kind="log").folder

    assert text in pdf_text(folder / "log.pdf").replace("\n", " ").replace("      ", " ")
    assert html_texts(room, reference)[-1] == text
    assert json.loads((folder / "incident.json").read_bytes())["entries"][-1]["text"] == text
    cell = log_rows(folder / "log.csv", ",")[-1][7]
    assert cell == text or cell == f"'{text}"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200).filter(str.strip))
def test_that_any_text_comes_out_of_csv_and_html_as_typed(calm: Crisis, text: str) -> None:
    room, reference = calm
    an_entry(room, reference, text=text)
    kept = list(room.views.entries(reference))[-1].text

    rows = list(csv.reader(io.StringIO(b"".join(log_csv(a_subject(room, reference))).decode("utf-8-sig"), newline="")))

    cell = rows[-1][7]
    assert (cell[1:] if cell.startswith("'") else cell) == kept  # as VERIFY.txt tells to read it
    assert html_texts(room, reference)[-1] == shown(kept)


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("avant\u202eaprès", "avant‹U+202E›après"),
        ("a\x07b\x1bc", "a‹U+0007›b‹U+001B›c"),
        ("中文", "‹U+4E2D›‹U+6587›"),
        ("privé \ue000", "privé ‹U+E000›"),
        ("une\r\nligne\u2028de plus", "une\nligne\nde plus"),
        ("tab\tulation", "tab    ulation"),
        ("feu 🔥 fini", "feu 🔥 fini"),
    ],
)
def test_that_what_paper_cannot_hold_is_written_by_its_code(text: str, on_paper: str) -> None:
    assert printed(text) == on_paper


def test_that_a_browser_too_shows_what_would_turn_a_line_around() -> None:
    assert shown("avant\u202eaprès\u2069 中文") == "avant‹U+202E›après‹U+2069› 中文"


def test_that_a_pdf_can_be_made_of_signs_no_font_has_and_says_so(calm: Crisis, tmp_path: Path) -> None:
    room, reference = calm
    an_entry(
        room,
        reference,
        text="\u202e中文 عربي עברית 😀👩‍👩‍👧 \x07 \ufffe é\u0301 " + "".join(map(chr, range(0x2190, 0x2800, 7))),
    )

    text = pdf_text(room.export(reference, tmp_path, kind="log", formats=("pdf",)).folder / "log.pdf")

    assert "‹U+202E›‹U+4E2D›‹U+6587›" in text
    assert "Signs that this document cannot draw" in text


def test_that_a_text_of_100_000_signs_without_a_space_stays_on_the_paper(calm: Crisis, tmp_path: Path) -> None:
    room, reference = calm
    an_entry(room, reference, text="a" * 100_000)

    text = pdf_text(room.export(reference, tmp_path, kind="log", formats=("pdf",)).folder / "log.pdf")

    assert sum(line.count("a") for line in text.splitlines() if set(line.strip()) <= {"a", "\u200b"}) >= 99_000
    assert max(map(len, text.splitlines())) < 200


@settings(max_examples=200)
@given(label=st.text(max_size=300), number=st.integers(1, 999))
def test_that_no_label_makes_a_path_or_a_name_that_a_system_refuses(label: str, number: int) -> None:
    name = file_name(number, label)

    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.startswith(f"{number:03d}-")
    assert ".." not in name
    assert not name.endswith((".", "-"))
    assert len(name) <= 80


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("../../etc/passwd", "001-etc-passwd"),
        ("CON.txt", "001-con.txt"),
        ("Été — rapport (v2).PDF", "001-ete-rapport-v2.pdf"),
        ("C:\\boot.ini", "001-c-boot.ini"),
        (".bashrc", "001-bashrc"),
        ("😀", "001-file"),
        ("", "001-file"),
    ],
)
def test_that_file_names_are_ours(label: str, name: str) -> None:
    assert file_name(1, label) == name


def test_that_a_reference_never_becomes_a_path() -> None:
    assert folder_name("../../A-001", "20261123T113400Z") == "warroom-A-001-20261123T113400Z"
