"""A version of a review for a reader: its pages, and what they leave out of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from warroom.domain.rex import Reader, Rex
from warroom.domain.rex_state import RexFacts
from warroom.errors import Refusal
from warroom.reports.document import Document
from warroom.reports.readers.authority import authority
from warroom.reports.readers.executive import executive
from warroom.reports.readers.insurer import insurer
from warroom.reports.readers.left_out import LeftOut, left_out_of, page_of
from warroom.reports.readers.pieces import bound
from warroom.reports.readers.public import public
from warroom.reports.redaction import CONTACTS, MARKINGS, NAMED, PEOPLE, Redaction
from warroom.reports.review import review_report
from warroom.reports.rex.pictures import only_words
from warroom.reports.subject import Asked, Subject, gather
from warroom.storage.views import Views
from warroom.words import _

# How high a marking may be in what leaves: anybody reads the public version, an authority or an insurer only theirs.
UP_TO = {Reader.PUBLIC: "TLP:CLEAR", Reader.AUTHORITY: "TLP:AMBER", Reader.INSURER: "TLP:AMBER"}
Ask = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it would be written now. `page` is what it leaves out, for whoever approves it."""

    reader: Reader
    number: int
    facts: RexFacts
    document: Document
    left_out: tuple[LeftOut, ...]
    page: Document

    @property
    def rex(self) -> Rex:
        return self.facts.rex

    @property
    def origin(self) -> Mapping[str, str]:
        """What an edited copy says of itself when it comes back."""
        return {
            "rex": self.rex.id,
            "number": self.rex.number,
            "reader": self.reader.value,
            "version": str(self.number),
            "language": self.document.language,
            "digest": self.facts.digest,
        }


def version_of(
    views: Views, rex: str, reader: Reader, asked: Asked, *, number: int, ask: Ask = lambda: None
) -> Version:
    """The version in the language spoken now. Raises Refusal for a review that is not here.

    `ask` is called between two long pieces of work and may raise.
    """
    facts = views.rex_facts(rex)
    if facts is None:
        raise Refusal("rex-unknown", _("This review is not here."), safe=_("Nothing was written."))
    inside = gather(views, facts.rex.incident, asked)
    ask()
    redaction = _redaction(reader)
    subject = gather(views, facts.rex.incident, asked, redaction) if redaction else inside
    ask()
    document = _made(subject, facts, reader, number, ask)
    left_out: tuple[LeftOut, ...] = ()
    if reader is not Reader.INTERNAL:
        with only_words():
            redacted = review_report(subject, facts) if redaction else None
            left_out = left_out_of(review_report(inside, facts), document, redacted)
    ask()
    page = page_of(document, left_out, reader, marking=inside.asked.marking or _("Restricted distribution"))
    return Version(reader, number, facts, document, left_out, page)


def default_marking(reader: Reader) -> str:
    """The usual marking of a version: none on what anybody may read."""
    return "" if reader is Reader.PUBLIC else _("Restricted distribution")


def _made(subject: Subject, facts: RexFacts, reader: Reader, number: int, ask: Ask) -> Document:
    if reader is Reader.EXECUTIVE:
        return executive(subject, facts, number, ask=ask)
    if reader is Reader.INTERNAL:
        whole = review_report(subject, facts)
        made = bound(subject, facts, number, name="review", title=whole.title, sections=whole.sections)
        return replace(whole, reference=made.reference, facts=made.facts)
    makers = {Reader.PUBLIC: public, Reader.AUTHORITY: authority, Reader.INSURER: insurer}
    return makers[reader](subject, facts, number)


def _redaction(reader: Reader) -> Redaction | None:
    """Names and numbers never leave; a record whose text names somebody stays behind whole."""
    if not reader.leaves:
        return None
    return Redaction(frozenset({PEOPLE, CONTACTS, MARKINGS}), up_to=UP_TO[reader], withhold=frozenset({NAMED}))
