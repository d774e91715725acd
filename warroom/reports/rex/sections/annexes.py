"""Annexes: who approved and published it, files with their hashes, and the integrity of the journal."""

from __future__ import annotations

from warroom.commands.rex_words import reader_word, review_verdict_word
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Block, Column, Facts, Paragraph, Row, Table, Tone
from warroom.reports.rex.said import person, text
from warroom.reports.rex.section import NOT_PUBLIC, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.timeline import files_table
from warroom.reports.wording import DASH, section, table
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    signed = section(_("Approvals and publications"), _approvals(subject, rex), _publications(subject, rex), level=2)
    files = section(_("Annex: files and integrity"), files_table(subject), *_integrity(subject), level=2)
    has_signed = rex is not None and bool(rex.approvals or rex.publications)
    return (*((signed,) if has_signed else ()), files)


def _approvals(subject: Subject, rex: RexFacts | None) -> Table | None:
    columns = (
        Column(_("Who"), 2), Column(_("Verdict"), 1), Column(_("When"), 1.4), Column(_("Remark"), 3),
        Column(_("What was read (SHA-256)"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                person(subject, one.by) or DASH,
                review_verdict_word(one.verdict),
                subject.moment(one.at),
                " · ".join(part for part in (text(subject, one.remark), text(subject, one.exception)) if part) or DASH,
                one.digest[:16],
            )
        )
        for one in (rex.approvals if rex else ())
    ]
    return table(_("Who approved it, and what they read"), columns, rows)


def _publications(subject: Subject, rex: RexFacts | None) -> Table | None:
    columns = (Column(_("Version")), Column(_("For whom"), 2), Column(_("When"), 1.4), Column(_("By"), 2))
    rows = [
        Row((str(one.version), reader_word(one.reader), subject.moment(one.at), person(subject, one.by) or DASH))
        for one in (rex.publications if rex else ())
    ]
    return table(_("Versions that were published"), columns, rows)


def _integrity(subject: Subject) -> list[Block]:
    heads = [Row((writer, str(seq), digest)) for writer, (seq, digest) in sorted(subject.heads.items())]
    explained = _(
        "Each writer's journal is a chain: every write holds the hash of the one before. The fingerprint stands for "
        "the heads of all chains when this report was made, and is printed at the foot of each page."
    )
    columns = (Column(_("Writer"), 1), Column(_("Writes")), Column(_("Hash of its last write (SHA-256)"), 4))
    chains = table(_("Heads of the chains"), columns, heads)
    return [
        Facts(((_("Journal fingerprint"), subject.fingerprint), (_("Full hash"), subject.digest))),
        Paragraph(explained, Tone.MUTED),
        *((chains,) if chains else ()),
    ]


SECTION = ReviewSection(
    code="annexes",
    order=2000,
    step=None,
    title=lambda: _("Annexes"),
    hint=lambda: _("Files, approvals and the integrity of the journal."),
    nouns=("attachment", "rex_approval", "rex_publication"),
    blocks=_blocks,
    holds=lambda subject: True,
    readers=NOT_PUBLIC,
)
