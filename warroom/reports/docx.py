"""Reports that people edit: DOCX with real styles, headings, tables with header rows, and a way back for each section.

A custom part of the package says which review it is and what each section said, so that changes are found again even
where nobody tracked them. It holds nothing that is not on the pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

import orjson

from warroom.errors import Trouble
from warroom.reports import docx_xml as xml
from warroom.reports.document import Document, Picture
from warroom.reports.docx_body import Body, Written
from warroom.reports.typesetting import NotTypeset, typeset_pages
from warroom.reports.visible import fonts_folder, shown
from warroom.words import _

if TYPE_CHECKING:
    from docx.document import Document as Word

ORIGIN = "urn:warroom:edited:1"  # the namespace of the custom part
WIDTH_MM = 174  # of the text
TALLEST_MM = 235
DPI = 200
AT_ONCE = 500  # pieces of the body read together
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
EARLIEST = 315_532_800_000  # 1 January 1980: no ZIP file knows an earlier day
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_RELATES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def docx_of(
    document: Document, *, origin: Mapping[str, str] | None = None, ask: Callable[[], None] = lambda: None
) -> bytes:
    """The document as DOCX. `origin` names what it is a copy of; changes are then tracked from the first key press.

    `ask` is called before each picture and may raise. The same document gives the same bytes.
    """
    import docx

    word = docx.Document()
    _empty(word)
    numbers = count(1)
    body = Body(lambda picture: _drawn(word, picture, next(numbers), ask))
    body.write(document)
    _style(word, document.language)
    _lay_out(word, document)
    _fill(word, body.pieces)
    _describe(word, document, origin or {})
    _settle(word, document.language, tracked=origin is not None)
    if origin is not None:
        _keep_origin(word, origin, body.sections)
    made = io.BytesIO()
    word.save(made)
    return _undated(made.getvalue(), document.made_at)


# The package


def _fill(word: Word, pieces: list[str]) -> None:
    """Many pieces at each reading: a paragraph at a time would take a minute for a long log."""
    body = word.element.body
    last = body.sectPr
    for old in list(body):
        if old is not last:
            body.remove(old)
    for start in range(0, len(pieces), AT_ONCE):
        for child in list(_read("".join(pieces[start : start + AT_ONCE]))):
            last.addprevious(child)


def _read(inside: str) -> Any:
    """Elements of our own, as children of one that is thrown away."""
    from docx.oxml.parser import parse_xml

    return parse_xml(f'<w:body xmlns:w="{xml.W}" xmlns:r="{xml.R}">{inside}</w:body>'.encode())


def _empty(word: Word) -> None:
    """Without what the library's own template carries along: a bibliography, a second set of styles, a picture."""
    unwanted = ("/customXml", "/thumbnail", "/stylesWithEffects")
    for holder in (word.part, word.part.package):
        for name in [name for name, each in holder.rels.items() if each.reltype.endswith(unwanted)]:
            del holder.rels[name]


def _style(word: Word, language: str) -> None:
    """Our own styles in place of those that the library ships."""
    from docx.oxml.parser import parse_xml

    styles: Any = word.styles.element
    made: Any = parse_xml((fonts_folder().parent / "docx_styles.xml").read_bytes())
    for old in list(styles):
        styles.remove(old)
    for style in list(made):
        styles.append(style)
    for spoken in styles.iter(f"{{{xml.W}}}lang"):
        spoken.set(f"{{{xml.W}}}val", LANGUAGES.get(language, language))


def _lay_out(word: Word, document: Document) -> None:
    """A4, and on each page what it is, whose, which state of the journal, and which page."""
    from docx.shared import Mm

    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = Mm(18)
    page.bottom_margin = Mm(20)
    page.header_distance = page.footer_distance = Mm(9)
    before, between = document.page_words
    where = f"{document.reference} · {document.marking}" if document.marking else document.reference
    said = (
        xml.run(f"{where}\t{document.fingerprint_word}\t{before}")
        + xml.field("PAGE")
        + xml.run(between)
        + xml.field("NUMPAGES")
    )
    _replace(page.footer, xml.paragraph(said, "Footer") + xml.paragraph(xml.run(document.digest_word), "Header"))
    if document.watermark:
        _replace(page.header, xml.plain(f"{document.watermark} · {document.watermark_sentence}", "Exercise"))


def _replace(part: Any, inside: str) -> None:
    part.is_linked_to_previous = False
    element = part._element  # noqa: SLF001 - the library has no other way to put whole paragraphs in
    for old in list(element):
        element.remove(old)
    for child in list(_read(inside)):
        element.append(child)


def _describe(word: Word, document: Document, origin: Mapping[str, str]) -> None:
    """What the file says of itself."""
    about = word.core_properties
    at = datetime.fromtimestamp(document.made_at / 1000, UTC).replace(tzinfo=None)
    about.title = _short(f"{document.title} {document.reference}")
    about.subject = _short(document.subject)
    about.author = about.last_modified_by = _short(document.author)
    about.language = LANGUAGES.get(document.language, document.language)
    about.category = _short(document.marking)
    about.identifier = _short(origin.get("rex", ""))
    about.version = _short(origin.get("version", ""))
    about.comments = about.keywords = about.content_status = ""
    about.created = about.modified = at
    about.revision = 1


def _short(text: str) -> str:
    """The library refuses more than 255 signs."""
    return shown(text).replace("\n", " ")[:255]


def _settle(word: Word, language: str, *, tracked: bool) -> None:
    """Settings: the language of the file, and that whoever edits a copy leaves a trace of what they change."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    settings: Any = word.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), LANGUAGES.get(language, language))
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # else Word opens it as a file of 2010
    if tracked:
        wanted = OxmlElement("w:trackRevisions")
        # The schema has an order: after zoom and the like, before the tab stop.
        after = settings.find(qn("w:defaultTabStop"))
        if after is not None:
            after.addprevious(wanted)
        else:
            settings.insert(0, wanted)


def _keep_origin(word: Word, origin: Mapping[str, str], sections: list[Written]) -> None:
    """The custom part that finds the way back, with the properties that make a word processor keep it."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    said = "".join(f" {name}={quoteattr(shown(value))}" for name, value in origin.items())
    held = "".join(
        f"<section code={quoteattr(shown(section.code))} bookmark={quoteattr(section.bookmark)}>"
        f"{''.join(f'<text>{escape(text)}</text>' for text in section.texts)}</section>"
        for section in sections
    )
    package = word.part.package
    store = f"{{{str(uuid5(NAMESPACE_URL, ORIGIN + shown(origin.get('rex', '')))).upper()}}}"
    about = (
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{store}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{ORIGIN}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    root = f'<edited xmlns="{ORIGIN}"{said}>{held}</edited>'
    kept = Part(PackURI("/customXml/item1.xml"), "application/xml", root.encode(), package)
    properties = Part(PackURI("/customXml/itemProps1.xml"), _PROPERTIES, about.encode(), package)
    word.part.relate_to(kept, f"{_RELATES}/customXml")
    kept.relate_to(properties, f"{_RELATES}/customXmlProps")


def _undated(package: bytes, made_at: int) -> bytes:
    """The same package with the time of the report on every part, not the minute it was zipped."""
    at = datetime.fromtimestamp(max(made_at, EARLIEST) / 1000, UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, at)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(part))
    return out.getvalue()


# Pictures


def _drawn(word: Word, picture: Picture, number: int, ask: Callable[[], None]) -> str:
    """The picture in the package, and the run that shows it with its words."""
    from docx.shared import Mm

    ask()
    png = picture.png() if picture.png else drawing_png(picture.svg)
    width, height = _size(png)
    scale = min(WIDTH_MM / width, TALLEST_MM / height)
    inline: Any = word.part.new_pic_inline(io.BytesIO(png), Mm(width * scale), Mm(height * scale))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # left out, LibreOffice would push the picture aside
    inline.docPr.set("id", str(number))
    inline.docPr.set("descr", shown(picture.alt))
    inline.docPr.set("name", shown(picture.alt).split("\n")[0][:60] or "picture")
    return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def _size(png: bytes) -> tuple[int, int]:
    """Pixels across and down, from the head of the file."""
    return max(1, int.from_bytes(png[16:20], "big")), max(1, int.from_bytes(png[20:24], "big"))


def drawing_png(svg: str) -> bytes:
    """A drawing of ours as PNG, as wide as the text at 200 dpi. Raises Trouble when it cannot be drawn."""
    told = orjson.dumps({"svg": svg, "width": WIDTH_MM}).decode()
    layout = fonts_folder().parent / "drawing.typ"
    try:
        return typeset_pages(layout, fonts=fonts_folder(), report=told, timestamp=0, dpi=DPI)[0]
    except NotTypeset as error:
        raise Trouble(
            "report-not-made",
            _("A picture could not be drawn: {reason}").format(reason=str(error)[-500:]),
            safe=_("The room is untouched."),
            todo=_("Export the same report as PDF or HTML, and report this."),
        ) from error
