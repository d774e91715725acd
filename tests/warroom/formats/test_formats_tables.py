"""Tables: French Excel, real nasty files, and workbooks made to fill the memory."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from warroom.errors import Refusal
from warroom.formats import Mapping, preview, read, suggest_mapping
from warroom.formats.problems import Problem
from warroom.formats.records import Refused
from warroom.formats.table import Row, open_table

SAMPLES = Path(__file__).parents[2] / "data" / "formats"
FRENCH = (
    "Date;Heure;Nature;Rédacteur;Émetteur;Destinataire;Moyen;Contenu\r\n"
    "12/03/2024;14h32;Information;AB;Préfecture;Cellule;Téléphone;Montée des eaux : cote 3,20 m\r\n"
    '13/03/2024;02:05:09;Décision;CD;;;;"Évacuer ; l\'école\r\nce soir"\r\n'
)


def cells_of(name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    table, rows = preview((SAMPLES / name).read_bytes())
    return table.columns, [row.cells for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mac_roman", "cp850"]
)
def test_that_a_french_log_reads_the_same_in_every_encoding(encoding: str) -> None:
    reading = read("journal", FRENCH.encode(encoding))

    first, second = reading.entries
    assert first.event
    assert first.event.utc
    assert first.event.utc.isoformat() == "2024-03-12T13:32:00+00:00"
    assert first.event.original == "12/03/2024 14h32"
    assert first.event.assumed_zone
    assert (first.kind, first.author, first.from_, first.to, first.channel, first.text) == (
        *("Information", "AB", "Préfecture", "Cellule", "Téléphone"),
        "Montée des eaux : cote 3,20 m",
    )
    assert (second.text, str(second.where)) == ("Évacuer ; l'école\nce soir", "line 3")
    assert reading.flagged == reading.refused == ()


def test_that_every_nasty_table_reads_or_is_refused_clearly(field_data: Path) -> None:
    files = sorted((field_data / "roster" / "csv_nasty").glob("*/*"))
    tables, refusals = {}, {}
    for file in files:
        try:
            table, rows = preview(file.read_bytes(), 10_000)
            tables[file.name] = (table, rows)
        except Refusal as refusal:
            refusals[file.name] = refusal.code

    assert len(files) == 23
    assert refusals == {"libreoffice.xlsx": "empty-table"}
    shape = {name: (table.columns[0], len(table.columns), len(rows)) for name, (table, rows) in tables.items()}
    assert shape["characters.csv"][1:] == (18, 382)
    assert shape["excel_pasting.csv"] == ("Year", 9, 16)
    assert shape["mixedGLB.csv"][:2] == ("Year", 19)
    assert shape["null.csv"] == ("Column 1", 4, 10)
    assert shape["utf8bom.csv"] == ("kitten", 2, 0)
    assert shape["simple.ssv"] == ("date", 3, 6)
    assert shape["example.tsv"][1] == 17
    assert tables["excel_pasting.csv"][0].preamble[0][0] == 1


def test_that_small_real_tables_keep_their_cells() -> None:
    assert cells_of("test_latin1.csv") == (("a", "b", "c"), [["1", "2", "3"], ["4", "5", "©"]])
    assert cells_of("test_utf16_little.csv") == (("a", "b", "c"), [["1", "2", "3"], ["4", "5", "ʤ"]])
    assert cells_of("no_header_row.csv") == (("Column 1", "Column 2", "Column 3"), [["1", "2", "3"]])
    assert cells_of("dummy.xls") == (("a", "b", "c"), [["1", "2", "3"]])
    assert open_table((SAMPLES / "test_skip_lines.csv").read_bytes()).header_line == 4


def test_that_rows_of_the_wrong_width_are_refused_with_their_line() -> None:
    reading = read("bad.csv", (SAMPLES / "bad.csv").read_bytes(), mapping=Mapping(text=1))

    assert [entry.text for entry in reading.entries] == ["mixed types.... uh oh"]
    assert [(str(r.where), r.problem) for r in reading.refused] == [
        ("line 2", Problem.MORE_CELLS),
        ("line 3", Problem.FEWER_CELLS),
    ]


def test_that_a_short_row_with_a_sound_time_comes_in_flagged() -> None:
    reading = read("x.csv", b"heure;texte;auteur\n2024-01-01 10:00;a;b\n2024-01-01 11:00;c\nbad;d\n")

    assert [(e.text, [f.problem for f in e.flags]) for e in reading.entries] == [
        ("a", []),
        ("c", [Problem.FEWER_CELLS]),
    ]
    assert [str(r.where) for r in reading.refused] == ["line 4"]


def test_that_an_unclosed_quote_costs_one_row_only() -> None:
    reading = read("x.csv", b'heure;texte\n2024-01-01 10:00;a\n2024-01-01 11:00;"b\n2024-01-01 12:00;c\n')

    assert [e.text for e in reading.entries] == ["a", "c"]
    assert [(str(r.where), r.problem) for r in reading.refused] == [("line 3", Problem.UNCLOSED_QUOTE)]


def test_that_nul_bytes_and_lone_carriage_returns_are_survived() -> None:
    reading = read("x.csv", b"heure;texte\r2024-01-01 10:00;a\0b\r2024-01-01 11:00;c\r" * 3)

    assert reading.entries[0].text == "ab"
    assert [f.problem for f in reading.entries[0].flags] == [Problem.CONTROL_CHARACTERS]


def test_that_month_first_dates_are_known_by_their_column() -> None:
    reading = read("x.csv", b"date,text\n01/02/2024 10:00,a\n12/31/2023 10:00,b\n")

    assert [e.event.utc.month for e in reading.entries if e.event and e.event.utc] == [1, 12]


def test_that_the_same_row_twice_keeps_two_identities_and_reading_again_gives_the_same() -> None:
    data = b"heure;texte\n2024-01-01 10:00;a\n2024-01-01 10:00;a\n"

    ids = [entry.source_id for entry in read("x.csv", data).entries]

    assert len(set(ids)) == 2
    assert ids == [entry.source_id for entry in read("other.csv", data).entries]


def test_that_cells_of_unmapped_columns_are_not_lost() -> None:
    (entry,) = read("x.csv", b"heure;texte;priorite\n2024-01-01 10:00;a;haute\n").entries

    assert entry.extra == (("priorite", "haute"),)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Date et heure", "Évènement", "Saisi par"], Mapping(event=0, text=1, author=2)),
        (["N°", "Jour", "Heure", "De", "À", "Objet", "Message"],
         Mapping(reference=0, date=1, time=2, from_=3, to=4, incident=5, text=6)),
        (["Timestamp", "Author", "Channel", "Comment"], Mapping(event=0, author=1, channel=2, text=3)),
    ],
)  # fmt: skip
def test_that_headings_in_two_languages_suggest_a_mapping(columns: list[str], expected: Mapping) -> None:
    assert suggest_mapping(columns) == expected


def test_that_cells_suggest_what_headings_do_not_say() -> None:
    sample = [["12/03/2024 14h32", "AB", "La cote monte encore"], ["12/03/2024 14h40", "CD", "Rappel"]]

    assert suggest_mapping(["Column 1", "Column 2", "Column 3"], sample) == Mapping(event=0, text=2)


def test_that_a_mapping_beyond_the_table_is_refused() -> None:
    with pytest.raises(Refusal, match="does not have"):
        read("x.csv", b"a,b\n1,2\n", mapping=Mapping(text=5))


def test_that_a_workbook_is_read_by_sheet_with_its_dates() -> None:
    data = (SAMPLES / "sheets.xlsx").read_bytes()

    reading = read("x", data, mapping=Mapping(event=5, text=0, sheet="data"))

    assert [e.text for e in reading.entries] == [
        "Chicago Reader",
        "Chicago Tribune",
        "This row has blanks",
        "Unicode! Σ",
    ]
    assert reading.entries[0].event
    assert reading.entries[0].event.original == "1971-01-01 04:14:00"
    assert str(reading.refused[0].where) == "sheet data, line 3"
    with pytest.raises(Refusal, match="Choose one of: not this one, data"):
        read("x", data, mapping=Mapping(text=0, sheet="nope"))


def a_workbook(sheet: str, shared: str = "") -> bytes:
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{shared}</sst>',
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet}</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return stream.getvalue()


def test_that_a_workbook_built_by_hand_is_read() -> None:
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'

    table, rows = preview(a_workbook(sheet, "<si><t>texte</t></si><si><t>bonjour</t></si>"))

    assert table.columns == ("texte",)
    assert [row.cells for row in rows if isinstance(row, Row)] == [["bonjour"]]


def test_that_a_cell_in_the_far_corner_is_refused() -> None:
    sheet = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    with pytest.raises(Refusal, match="unpacks to far more"):
        preview(a_workbook(sheet))


def test_that_one_long_text_behind_many_cells_is_refused() -> None:
    cell = '<c t="s"><v>0</v></c>'
    sheet = "".join(f'<row r="{n}">{cell * 20}</row>' for n in range(1, 2000))

    with pytest.raises(Refusal, match="unpacks to far more"):
        preview(a_workbook(sheet, f"<si><t>{'long ' * 10_000}</t></si>"))


def test_that_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"\0" * 50_000_000)

    with pytest.raises(Refusal, match="unpacks to far more"):
        preview(stream.getvalue())


def test_that_an_old_workbook_with_a_far_corner_is_refused() -> None:
    data = bytearray((SAMPLES / "dummy.xls").read_bytes())
    at = data.index(struct.pack("<HHII", 0x0200, 14, 0, 2))
    struct.pack_into("<IIHH", data, at + 4, 0, 65_536, 0, 60_000)

    with pytest.raises(Refusal, match="unpacks to far more"):
        preview(bytes(data))


@pytest.mark.parametrize("name", ["sheets.xlsx", "dummy.xls"])
def test_that_a_workbook_cut_or_damaged_anywhere_is_refused_or_read(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    for place in range(0, len(data), max(1, len(data) // 60)):
        for damaged in (data[:place], data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :]):
            with suppress(Refusal):
                preview(damaged)


def test_that_other_archives_are_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(Refusal, match="OpenDocument"):
        read("x.ods", stream.getvalue())


def test_that_a_hundred_thousand_rows_take_a_few_seconds() -> None:
    rows = "".join(
        f"{n % 28 + 1:02}/03/2024;{n % 24:02}h{n % 60:02};Information;AB;Préfecture;Cellule;Radio;Événement {n}\r\n"
        for n in range(100_000)
    )
    data = (FRENCH.split("\r\n", maxsplit=1)[0] + "\r\n" + rows).encode("cp1252")
    begun = time.process_time()

    reading = read("x.csv", data)

    assert len(reading.entries) == 100_000
    assert time.process_time() - begun < 10  # measured at about 2 s; the machine is shared


def test_that_a_table_with_no_end_of_broken_rows_is_refused() -> None:
    with pytest.raises(Refusal, match="too many of its rows"):
        read("x.csv", b"a;b\n" + (b"1;" + b"x" * 140_000 + b"\n") * 102)


def test_that_too_many_cells_in_a_row_refuse_that_row() -> None:
    table = open_table(b"a;b\n1;2\n" + b";" * 5000 + b"\n3;4\n", header=True)

    assert [type(row) for row in table.rows()] == [Row, Refused, Row]
