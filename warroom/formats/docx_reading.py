"""The text of an edited DOCX: paragraph by paragraph as it stood and as it stands, with the section each is in."""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom.formats.docx_guard import too_heavy, walk

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
BOOKMARK = "wr_"  # before the code of a section (reports/docx_body.py)
MOST_ANCHORS = 5_000  # comments that a document may place
LONGEST_PARAGRAPH = 200_000  # signs: twice what a section holds
LONGEST_QUOTE = 2_000  # signs kept of what a comment is about
# What stands in these is no text of the page, or stands there twice.
_SKIPPED = frozenset({"Fallback", "txbxContent", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange", "drawing"})
_CAME, _WENT = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


@dataclass(slots=True)
class Paragraph:
    """One paragraph with text. `was` is how it stood before the changes that were tracked, `is_now` with them."""

    section: str  # the name of the bookmark it stands in, "" for none
    style: str = ""
    was: str = ""
    is_now: str = ""
    came: bool = False  # something was added
    went: bool = False
    by: dict[str, str] = field(default_factory=dict)  # who changed it → when, as the file says
    end_came: bool = False  # its end was added: before, it was one with the next
    end_went: bool = False  # its end was taken away: now it is one with the next


@dataclass(slots=True)
class Anchor:
    """Where a comment stands: the section, the words it is about, and the paragraph where those begin."""

    section: str = ""
    quoted: str = ""
    paragraph: Paragraph | None = field(default=None, repr=False)


@dataclass(slots=True)
class Pages:
    """A document as it was read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)  # id of a comment → where it stands
    bookmarks: set[str] = field(default_factory=set)
    is_empty: bool = True


def read_pages(xml: bytes) -> Pages:
    """The main part of a document. Raises Refusal for what is broken or hostile."""
    reader = _Reader()
    walk(xml, start=reader.start, end=reader.end, letters=reader.letters)
    return reader.pages


class _Reader:
    """Follows the elements; keeps what is open."""

    def __init__(self) -> None:
        self.pages = Pages()
        self._open: list[str] = []
        self._skipped = 0
        self._names: dict[str, str] = {}  # id of a bookmark → its name
        self._section = ""
        self._quotes: dict[str, Anchor] = {}  # comments whose range is open
        self._changes: list[tuple[str, str, str]] = []  # what encloses us: came or went, who, when
        self._row: tuple[str, str, str] | None = None  # a table row that came or went whole
        self._now: Paragraph | None = None
        self._was: list[str] = []  # of this paragraph, piece by piece
        self._is_now: list[str] = []
        self._is_placed = False
        self._before: Paragraph | None = None  # whose end was added or taken away

    # What the parser calls

    def start(self, space: str, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
            return
        self._open.append(name)
        if space not in WORD:
            return
        if name == "p":
            self._begin()
        elif name == "pStyle" and self._now is not None:
            self._now.style = attributes.get("val", "")
        elif name in _CAME or name in _WENT:
            self._change(name, attributes)
        elif name in ("bookmarkStart", "bookmarkEnd"):
            self._bookmark(name, attributes)
        elif name == "commentRangeStart":
            self._quotes[attributes.get("id", "")] = self._anchor(attributes.get("id", ""))
        elif name == "commentRangeEnd":
            self._quotes.pop(attributes.get("id", ""), None)
        elif name == "commentReference":
            self._anchor(attributes.get("id", ""))
        elif name in _SIGNS and self._open[-2:-1] == ["r"]:
            self._say(_SIGNS[name])

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._open.pop()
        if name == "p":
            self._finish()
        elif name == "tr":
            self._row = None
        elif (name in _CAME or name in _WENT) and self._changes and self._open[-1:] not in (["rPr"], ["trPr"]):
            self._changes.pop()

    def letters(self, letters: str) -> None:
        if not self._skipped and self._open and self._open[-1] in ("t", "delText"):
            self._say(letters)

    # What they mean

    def _begin(self) -> None:
        self._now = Paragraph("")
        self._was, self._is_now = [], []
        self._is_placed = False
        if self._row is not None:
            self._mark(*self._row)

    def _finish(self) -> None:
        paragraph, self._now = self._now, None
        if paragraph is None:
            return
        paragraph.was, paragraph.is_now = "".join(self._was), "".join(self._is_now)
        if not self._is_placed:
            paragraph.section = self._section
        if self._before is not None and paragraph.section == self._before.section:
            self._join(self._before, paragraph)
        if max(len(paragraph.was), len(paragraph.is_now)) > LONGEST_PARAGRAPH:
            raise too_heavy()
        self._before = paragraph if paragraph.end_came or paragraph.end_went else None
        if paragraph.was.strip() or paragraph.is_now.strip():
            self.pages.paragraphs.append(paragraph)

    def _join(self, before: Paragraph, paragraph: Paragraph) -> None:
        """Both were one before an end was added, or are one since it was taken away: that text is told once, here."""
        if before.end_came:
            paragraph.was, before.was = before.was + paragraph.was, ""
        if before.end_went:
            paragraph.is_now, before.is_now = before.is_now + paragraph.is_now, ""

    def _change(self, name: str, attributes: dict[str, str]) -> None:
        change = ("came" if name in _CAME else "went", attributes.get("author", ""), attributes.get("date", ""))
        around = self._open[-2:-1]
        if around == ["rPr"]:
            # The end of the paragraph itself; the properties of a run have no such element.
            if self._open[-3:-2] == ["pPr"] and self._now is not None:
                self._mark(*change)
                self._now.end_came = self._now.end_came or change[0] == "came"
                self._now.end_went = self._now.end_went or change[0] == "went"
        elif around == ["trPr"]:
            self._row = change
        else:
            self._changes.append(change)

    def _bookmark(self, name: str, attributes: dict[str, str]) -> None:
        """One section at a time. LibreOffice begins a bookmark twice, and may end it after the next has begun."""
        ident = attributes.get("id", "")
        if name == "bookmarkEnd":
            self._section = "" if self._names.get(ident) == self._section else self._section
        elif attributes.get("name", "").startswith(BOOKMARK):
            self._names[ident] = self._section = attributes["name"]
            self.pages.bookmarks.add(self._section)

    def _say(self, letters: str) -> None:
        if self._now is None:
            return
        if not self._is_placed and letters.strip():
            self._now.section, self._is_placed = self._section, True
        self.pages.is_empty = False
        kinds = {kind for kind, _who, _when in self._changes}
        if self._row is not None:
            kinds.add(self._row[0])
        for change in self._changes:
            self._mark(*change)
        if "came" not in kinds:
            self._was.append(letters)
        if "went" not in kinds:
            self._is_now.append(letters)
        for comment, anchor in list(self._quotes.items()):
            anchor.quoted += letters
            anchor.section = anchor.section or self._section
            if letters.strip():
                anchor.paragraph = anchor.paragraph or self._now
            if len(anchor.quoted) >= LONGEST_QUOTE:
                del self._quotes[comment]

    def _mark(self, kind: str, who: str, when: str) -> None:
        if self._now is not None:
            self._now.came = self._now.came or kind == "came"
            self._now.went = self._now.went or kind == "went"
            self._now.by[who] = max(when, self._now.by.get(who, ""))

    def _anchor(self, comment: str) -> Anchor:
        found = self.pages.anchors.setdefault(comment, Anchor())
        if len(self.pages.anchors) > MOST_ANCHORS:
            raise too_heavy()
        found.section = found.section or self._section
        return found
