"""What came back in an edited DOCX: comments, tracked changes and paragraphs rewritten without tracking, by section.

A file of ours says what each section held when it was written (a custom part); what is different now is a remark. In
other files, or where a program dropped that part, the tracked changes and the comments are what there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from difflib import Match, SequenceMatcher
from itertools import accumulate

from warroom.domain.rex import CommentKind
from warroom.formats.clean import clean, clean_label
from warroom.formats.docx_guard import Package, too_heavy, walk
from warroom.formats.docx_reading import WORD, Anchor, Pages, Paragraph, read_pages
from warroom.formats.limits import MIB, unreadable
from warroom.words import _

ORIGIN = "urn:warroom:edited:1"  # the namespace of our part (reports/docx.py)
MOST_REMARKS = 5_000
LARGEST_COMMENTS = 16 * MIB
MOST_COMPARED = 10_000_000  # steps of comparing one section: hundreds of changes among ten thousand entries
YEARS = range(1980, 2200)
_MAIN, _COMMENTS, _THREADS = "word/document.xml", "word/comments.xml", "word/commentsExtended.xml"
_TITLES = ("Heading", "Titre", "heading")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something somebody said or changed. A change turns `quoted` into `text`; of a comment, `quoted` is its place."""

    section: str  # code; "" when it stood nowhere we know
    kind: CommentKind
    author: str
    text: str
    quoted: str = ""
    written: str = ""  # when, as the file says
    written_at: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited copy."""

    origin: Mapping[str, str]  # which review it is a copy of; empty when the file does not say
    remarks: tuple[Remark, ...]
    resolved: int  # comments that somebody closed in the file: they are not brought in
    is_compared: bool  # changes that nobody tracked were looked for


@dataclass(slots=True)
class _Base:
    """What our part says: where the copy comes from, and each section as it was."""

    origin: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # bookmark → code
    texts: dict[str, list[str]] = field(default_factory=dict)  # code → texts


@dataclass(slots=True)
class _Comment:
    ident: str
    author: str
    date: str
    pieces: list[str] = field(default_factory=list)
    key: str = field(default="", repr=False)  # by which threads know it: the mark of its last paragraph


def read_edited(data: bytes, *, zone: tzinfo | None = None) -> Edited:
    """The remarks of a DOCX, in the order of the pages. Times are those of `zone` (None: this computer's).

    Raises Refusal for what is no sound DOCX, is locked, too heavy or hostile, or holds no text.
    """
    package = Package(data)
    if _MAIN not in package:
        raise unreadable("not-docx", _("The file is not a Word document: it has no pages."))
    pages = read_pages(package.read(_MAIN))
    if pages.is_empty:
        raise unreadable("docx-empty", _("The document holds no text."))
    base = _base(package)
    _place(pages, base)
    remarks = [*_changes(pages, base)]
    comments, resolved = _comments(package)
    remarks += [_said(comment, pages, base) for comment in comments]
    if len(remarks) > MOST_REMARKS:
        raise unreadable(
            "docx-too-many",
            _("The document holds {count} remarks and changes; at most {limit} are taken in.").format(
                count=len(remarks), limit=MOST_REMARKS
            ),
            todo=_("Was the right file chosen? A copy that was written anew is better sent as a document of its own."),
        )
    made = tuple(_dated(each, zone) for each in remarks if each.text or each.quoted)
    return Edited(base.origin, made, resolved, bool(base.texts))


# Where each paragraph belongs


def _base(package: Package) -> _Base:
    """Our part, whatever number a word processor gave it; empty when it is gone."""
    for name in package.names():
        is_data = name.startswith("customXml/item") and "Props" not in name and name.endswith(".xml")
        if is_data and ORIGIN.encode() in package.beginning(name, 2_000):
            return _read_base(package.read(name))
    return _Base()


def _read_base(body: bytes) -> _Base:
    base = _Base()
    now: list[str] = []
    pieces: list[str] = []

    def start(space: str, name: str, attributes: dict[str, str]) -> None:
        nonlocal now
        if space != ORIGIN:
            return
        if name == "edited":
            base.origin = {key: clean_label(value, []) for key, value in list(attributes.items())[:20]}
        elif name == "section":
            code = clean_label(attributes.get("code", ""), [])
            base.codes[attributes.get("bookmark", "")] = code
            now = base.texts.setdefault(code, [])
        pieces.clear()

    def end(name: str) -> None:
        if name == "text":
            now.append("".join(pieces))

    walk(body, start=start, end=end, letters=pieces.append)
    return base


def _place(pages: Pages, base: _Base) -> None:
    """Give each paragraph the code of its section: by bookmark, or where those were lost, by its heading."""
    titles = {_folded(texts[0]): code for code, texts in base.texts.items() if texts}
    lost = {code for mark, code in base.codes.items() if mark not in pages.bookmarks}
    under = ""
    for paragraph in pages.paragraphs:
        marked = base.codes.get(paragraph.section, "")
        if marked:
            paragraph.section, under = marked, ""
            continue
        if paragraph.style.startswith(_TITLES):
            found = titles.get(_folded(paragraph.was)) or titles.get(_folded(paragraph.is_now)) or ""
            under = found if found in lost else under if not _is_first_level(paragraph) else ""
        paragraph.section = under
    for anchor in pages.anchors.values():
        anchor.section = base.codes.get(anchor.section, "") or _near(anchor)


def _is_first_level(paragraph: Paragraph) -> bool:
    return paragraph.style.endswith("1")


def _near(anchor: Anchor) -> str:
    """The section of the paragraph where what a comment is about begins."""
    return anchor.paragraph.section if anchor.paragraph is not None else ""


# Changes


def _changes(pages: Pages, base: _Base) -> list[Remark]:
    remarks: list[Remark] = []
    by_section: dict[str, list[Paragraph]] = {}
    for paragraph in pages.paragraphs:
        by_section.setdefault(paragraph.section, []).append(paragraph)
    for code, texts in base.texts.items():
        found = by_section.pop(code, [])
        if not found and texts:
            remarks.append(Remark(code, CommentKind.DELETION, "", "", quoted=texts[0]))
        else:
            remarks += _compared(code, texts, found)
    for code, found in by_section.items():
        remarks += _compared(code if base.texts else "", [each.was for each in found if each.was.strip()], found)
    return remarks


def _compared(code: str, before: Sequence[str], found: Sequence[Paragraph]) -> list[Remark]:
    """What became otherwise in one section, text by text; which of them somebody tracked says who and when."""
    now = [each for each in found if each.is_now.strip()]
    matcher = _Matcher([_folded(text) for text in before], [_folded(each.is_now) for each in now])
    gone = {_folded(each.was): each for each in found if each.went and not each.is_now.strip()}
    remarks = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            continue
        pairs = [(slice(i1, i2), slice(j1, j2))]
        if what == "replace" and i2 - i1 == j2 - j1:
            pairs = [(slice(i, i + 1), slice(j, j + 1)) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        for old, new in pairs:
            remarks.append(_change(code, before, old, now[new], gone))
    return remarks


def _change(
    code: str, before: Sequence[str], old: slice, new: Sequence[Paragraph], gone: Mapping[str, Paragraph]
) -> Remark:
    quoted = "\n".join(before[old])
    text = "\n".join(each.is_now for each in new)
    tracked = [
        *(each for each in new if each.by),
        *(gone[key] for each in before[old] if (key := _folded(each)) in gone),
    ]
    kind = CommentKind.REWRITING
    if not quoted:
        kind = CommentKind.INSERTION
        # Said with the text it follows, so that whoever takes it in knows where; the heading is no such text.
        if old.start > 1:
            quoted = before[old.start - 1]
            text = f"{quoted}\n{text}"
    elif not text:
        kind = CommentKind.DELETION
    elif tracked and not any(each.went for each in tracked):
        kind = CommentKind.INSERTION
    elif tracked and not any(each.came for each in tracked):
        kind = CommentKind.DELETION
    who = dict.fromkeys(name for each in tracked for name in each.by if name)
    when = max((date for each in tracked for date in each.by.values()), default="")
    return Remark(code, kind, ", ".join(who), text, quoted=quoted, written=when)


class _Matcher(SequenceMatcher[str]):
    """Compares two lists of texts; a document in which nearly everything moved is refused before it takes minutes."""

    def __init__(self, before: Sequence[str], now: Sequence[str]) -> None:
        super().__init__(None, before, now)
        places: Mapping[str, Sequence[int]] = self.b2j  # type: ignore[attr-defined]
        self._upto = [0, *accumulate(1 + len(places.get(text, ())) for text in before)]
        self._left = MOST_COMPARED

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:  # fmt: skip
        self._left -= self._upto[-1 if ahi is None else ahi] - self._upto[alo]
        if self._left < 0:
            raise too_heavy()
        return super().find_longest_match(alo, ahi, blo, bhi)


# Comments


def _comments(package: Package) -> tuple[list[_Comment], int]:
    """Those still open, and how many were closed in the file."""
    body = package.read(_COMMENTS, largest=LARGEST_COMMENTS)
    if not body:
        return [], 0
    comments = _read_comments(body)
    closed = _closed(package.read(_THREADS, largest=LARGEST_COMMENTS))
    still = [each for each in comments if each.key not in closed or not each.key]
    return still, len(comments) - len(still)


def _read_comments(body: bytes) -> list[_Comment]:
    comments: list[_Comment] = []
    is_text = False
    now: _Comment | None = None

    def start(space: str, name: str, attributes: dict[str, str]) -> None:
        nonlocal now, is_text
        if space not in WORD:
            return
        if name == "comment":
            if len(comments) > MOST_REMARKS:
                raise too_heavy()
            now = _Comment(attributes.get("id", ""), attributes.get("author", ""), attributes.get("date", ""))
            comments.append(now)
        elif name == "p" and now is not None:
            now.pieces += ["\n"] if now.pieces else []
            now.key = attributes.get("paraId", "")
        elif name in ("br", "cr") and now is not None:
            now.pieces.append("\n")
        is_text = name == "t"

    def end(name: str) -> None:
        nonlocal now, is_text
        is_text = False
        if name == "comment":
            now = None

    def letters(said: str) -> None:
        if is_text and now is not None:
            now.pieces.append(said)

    walk(body, start=start, end=end, letters=letters)
    return comments


def _closed(body: bytes) -> set[str]:
    """The keys of comments closed in the file, with the answers to them."""
    parents: dict[str, str] = {}
    closed: set[str] = set()

    def start(_space: str, name: str, attributes: dict[str, str]) -> None:
        if name == "commentEx":
            key = attributes.get("paraId", "")
            parents[key] = attributes.get("paraIdParent", "")
            if attributes.get("done") in ("1", "true"):
                closed.add(key)

    if body:
        walk(body, start=start, end=lambda _name: None, letters=lambda _said: None)
    return closed | {key for key, parent in parents.items() if parent in closed}


def _said(comment: _Comment, pages: Pages, base: _Base) -> Remark:
    anchor = pages.anchors.get(comment.ident, Anchor())
    section = anchor.section if base.texts else ""
    return Remark(section, CommentKind.COMMENT, comment.author, "".join(comment.pieces), anchor.quoted, comment.date)


# As it is kept


def _dated(remark: Remark, zone: tzinfo | None) -> Remark:
    """Made safe to keep and to show, with its time."""
    return Remark(
        section=remark.section,
        kind=remark.kind,
        author=clean_label(remark.author, []),
        text=clean(remark.text, []),
        quoted=clean(remark.quoted, []),
        written=clean_label(remark.written, [])[:40],
        written_at=_moment(remark.written, zone),
    )


def _moment(said: str, zone: tzinfo | None) -> int | None:
    """Milliseconds UTC. Word writes the hour of the wall with a “Z” behind it, and so it is read."""
    try:
        at = datetime.fromisoformat(said.strip()[:32])
    except ValueError:
        return None
    if at.year not in YEARS:
        return None
    if at.tzinfo is None or at.utcoffset() == UTC.utcoffset(None):
        at = at.replace(tzinfo=zone) if zone else at.replace(tzinfo=None).astimezone()
    return int(at.timestamp() * 1000)


def _folded(text: str) -> str:
    return " ".join(text.split())
