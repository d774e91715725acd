"""WordprocessingML: paragraphs and tables as text of XML, quick enough for a log of ten thousand entries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from warroom.reports.document import Column, Row, Tone
from warroom.reports.visible import shown

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT_WIDTH = 9865  # twentieths of a point: A4 without margins of 18 mm
SIGN = 96  # as wide as an ordinary sign of a table
PADDING = 200  # of a cell, both sides
NARROWEST = 620
WIDEST_PLAIN = 2600  # a column that is as wide as its text is no wider
PARAGRAPH = {Tone.PLAIN: "Normal", Tone.MUTED: "Muted", Tone.LATE: "Late", Tone.GOOD: "Good"}
CELL = {Tone.PLAIN: "TableText", Tone.MUTED: "TableMuted", Tone.LATE: "TableLate", Tone.GOOD: "TableGood"}


def run(text: str, style: str = "") -> str:
    """One run of text; line ends and tabulations are marks of their own."""
    if not text:
        return ""
    inside = "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in line.split("\t")
        )
        for line in shown(text).split("\n")
    )
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += "<w:rtl/>" if _is_right_to_left(text) else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def paragraph(runs: str, style: str = "Normal", *, text: str = "", more: str = "") -> str:
    """A paragraph of runs; `text` decides its direction, `more` is what else stands in its properties."""
    properties = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    properties += more + ("<w:bidi/>" if text and _is_right_to_left(text) else "")
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def plain(text: str, style: str = "Normal") -> str:
    """A paragraph of one run."""
    return paragraph(run(text), style, text=text)


def table(caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """A table whose heading is said again on every page, and whose rows stay whole."""
    widths = _widths(columns, rows)
    heading = "".join(
        _cell(width, plain(column.title, "TableHeading")) for width, column in zip(widths, columns, strict=True)
    )
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(row, widths)}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(shown(caption))}/></w:tblPr>'
        f"{_grid(widths)}<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>{body}</w:tbl>" + SEPARATOR
    )


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Labels and values: a table whose first column names each line."""
    widths = (2300, TEXT_WIDTH - 2300)
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(widths[0], plain(label, 'TableMuted'))}"
        f"{_cell(widths[1], plain(value, 'TableText'))}</w:tr>"
        for label, value in rows
    )
    if not body:
        return ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportFacts"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>{_grid(widths)}{body}</w:tbl>' + SEPARATOR
    )


def bookmark(number: int, name: str, inside: str) -> str:
    """What stands between the two ends of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def field(code: str) -> str:
    """A number that the word processor works out: PAGE, NUMPAGES."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# Two tables that touch would become one; small enough to be no line of its own.
SEPARATOR = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
PAGE_BREAK = "<w:pageBreakBefore/>"


def _letters(piece: str) -> str:
    return f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""


def _cells(row: Row, widths: Sequence[int]) -> str:
    cells = (*row.cells, *("",) * (len(widths) - len(row.cells)))
    style = CELL[row.tone]
    return "".join(_cell(width, plain(cell, style)) for width, cell in zip(widths, cells, strict=False))


def _cell(width: int, inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _grid(widths: Iterable[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _widths(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """A column without a share is as wide as its longest text, within reason; the others divide what is left."""
    widths = []
    for place, column in enumerate(columns):
        texts = (column.title, *(row.cells[place] for row in rows if place < len(row.cells)))
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        widths.append(0 if column.share else min(max(NARROWEST, longest * SIGN + PADDING), WIDEST_PLAIN))
    shares = sum(column.share for column in columns)
    left = max(TEXT_WIDTH - sum(widths), TEXT_WIDTH // 3)
    widths = [width or int(left * column.share / shares) for width, column in zip(widths, columns, strict=True)]
    if (total := sum(widths)) > TEXT_WIDTH:
        widths = [width * TEXT_WIDTH // total for width in widths]
    return widths


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left."""
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
