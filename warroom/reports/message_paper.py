"""A message on paper, in all its languages: to be checked and signed by hand, or as it went out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warroom import words
from warroom.commands.message_words import blocker_said, message_state_word, review_word, verdict_word
from warroom.domain.message_lines import MessageLine
from warroom.domain.message_words import wrapped
from warroom.domain.messages import PARTS, Release, Review, Verdict
from warroom.domain.sms import length
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Question, Row, Section, Table, Tone
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.words import _, ngettext, pgettext

NAMES = {"fr": "Français", "en": "English"}  # each in its own


def message_leaflet(made: Made, line: MessageLine) -> Leaflet:
    """What was let out, word for word; before that, what is to be approved, with a line to sign. Raises Trouble."""
    document = message_document(made, line)
    return of_document(made, document, made.views.heads())


def message_document(made: Made, line: MessageLine) -> Document:
    """The same as a document."""
    message, release = line.message, _last(line)
    template = made.views.template_book().get(message.template)
    name = template.name(words.language()) if template is not None else message.template
    texts = release.texts if release is not None else _texts(line)
    sections = [
        Section(NAMES.get(code, code.upper()), tuple(_words(_marked(made, texts[code], code))))
        for code in _ordered(texts)
    ]
    sections.append(Section(_("Checks"), tuple(_checks(made, line))))
    return document_of(
        made,
        made.views.heads(),
        name=f"{message.number}-{message.template}".strip("-").lower(),
        title=" · ".join(part for part in (message.number, name) if part),
        reference=message.number,
        facts=Facts(tuple(_facts(made, line, release))),
        sections=tuple(sections),
    )


def _facts(made: Made, line: MessageLine, release: Release | None) -> list[tuple[str, str]]:
    message, book = line.message, made.views.audience_book()
    language = words.language()
    said = message_state_word(line.state)
    found = [
        (_("Where it stands"), said[:1].upper() + said[1:]),
        (_("To whom"), ", ".join(book.name(code, language) for code in message.audiences) or "—"),
        (_("Channels"), ", ".join(book.channel_name(way, language) for way in message.channels) or "—"),
    ]
    if message.due_at is not None and release is None:
        found.append((_("Out before"), made.moment(message.due_at)))
    if message.next_at is not None:
        found.append((_("Promises the next"), made.moment(message.next_at)))
    if release is not None:
        found.append((_("Let out"), f"{made.moment(release.at)} · {release.by}"))
        found.append((pgettext("message", "Approved by"), release.approved_by or "—"))
        found.append((_("Fingerprint"), release.digest))
    return found


def _marked(made: Made, text: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The words between lines that say that it is an exercise, where it is one; a title has the sheet's own mark."""
    if not made.exercise:
        return text
    return {
        part: said if part == "title" else wrapped(str(said or ""), exercise=True, language=language)
        for part, said in text.items()
    }


def _words(text: Mapping[str, str]) -> Iterable[Block]:
    """Title, whole text, and the short ones with how long they are."""
    if text.get("title"):
        yield Paragraph(text["title"], Tone.GOOD)
    for part in (text.get("body", "") or "—").split("\n\n"):
        yield Paragraph(part)
    if text.get("brief"):
        yield Facts(((_("280 characters"), text["brief"]),))
    if text.get("sms"):
        sms = length(text["sms"])
        counted = ngettext("{n} SMS", "{n} SMS", sms.segments).format(n=sms.segments)
        yield Facts(((counted, text["sms"]),))


def _checks(made: Made, line: MessageLine) -> Iterable[Block]:
    """What was checked; for what is not approved yet, what is in the way and where to sign."""
    if line.facts.reviews:
        yield Table(
            _("Checks"),
            (Column(_("Check"), 2), Column(_("By whom"), 2), Column(_("When")), Column(_("Verdict"), 2)),
            tuple(_row(made, review) for review in line.facts.reviews),
        )
    if not line.is_to_come:
        return
    for blocker in line.blockers:
        said = blocker_said(blocker)
        yield Paragraph(said[:1].upper() + said[1:], Tone.LATE)
    yield Question(_("Approved by, at what time, signature"), lines=1)


def _row(made: Made, review: Review) -> Row:
    who = review.by or review.asked_of
    said = verdict_word(review.verdict)
    told = " · ".join(part for part in (said, review.remark, review.exception) if part)
    tone = Tone.LATE if review.verdict is Verdict.SENT_BACK else Tone.PLAIN
    return Row((review_word(review.kind), who, made.moment(review.at or review.due_at), told), tone)


def _last(line: MessageLine) -> Release | None:
    return max(line.facts.releases, key=lambda each: (each.at, each.id), default=None)


def _texts(line: MessageLine) -> dict[str, dict[str, str]]:
    return {text.language: {part: getattr(text, part) for part in PARTS} for text in line.facts.said}


def _ordered(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """French first, then English, then others."""
    return [*(each for each in NAMES if each in texts), *(each for each in texts if each not in NAMES)]
