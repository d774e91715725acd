"""What the page of messages reads: its list, and one message whole. Off the screen's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.models.message_view import Answer, AnswerKind, Call, Cited, MessageView
from ui.models.messages import Listed
from warroom import words
from warroom.commands.message_words import doubt_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.conflicts import Place
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_lines import MessageLine
from warroom.domain.message_releases import Doubled, Fallen, RefutedClaim
from warroom.domain.messages import Message
from warroom.domain.template_book import TemplateBook
from warroom.room import Room, Views
from warroom.words import _, pgettext

NOUNS = (
    "message", "message_text", "review", "claim", "release", "double", "sending", "entry", "entry_mark",
    "template", "wording", "audience", "channel", "incident", "delegation", "function",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page shows now."""

    rows: tuple[Listed, ...]
    shown: MessageView | None
    book: TemplateBook


def read_page(room: Room, incident: Incident, message: str) -> PageFacts:
    """The list of an incident's messages, and the one wanted, else the first of the list."""
    views = room.views
    book, audiences = views.template_book(), views.audience_book()
    seen = versions(views, message) if message else {}  # before the texts: what moves between is asked about
    lines = views.message_board(incident.id, mode=Mode.BOTH)
    rows = tuple(listed(line, book, audiences) for line in lines)
    line = next((each for each in lines if each.id == message), None)
    if line is None and lines:
        line = lines[0]
        seen = versions(views, line.id)
        line = views.message_line(line.id) or line
    return PageFacts(rows, _view(views, line, seen, book, audiences) if line is not None else None, book)


def versions(views: Views, message: str) -> dict[str, Mapping[str, Place]]:
    """Which op wrote each field of each text, as a form names them when it saves."""
    return {text.language: views.sources("message_text", text.id) for text in views.message_texts(message)}


def listed(line: MessageLine, book: TemplateBook, audiences: AudienceBook) -> Listed:
    """A message as a line of the list."""
    message = line.message
    return Listed(
        id=line.id,
        number=line.number,
        what=named(message, book),
        to=_heard_by(message, audiences) or _("to nobody yet"),
        languages=" + ".join(language.upper() for language in message.languages),
        state=line.state,
        due_at=line.due_at,
        out_at=line.out_at,
        alarm=_alarm(line),
    )


def _alarm(line: MessageLine) -> str:
    """What about it calls for somebody, in a few words."""
    if line.doubled:
        return _("released twice")
    if line.refuted:
        return _("rests on {number}, refuted").format(number=line.refuted[0].number)
    return doubt_word(line.doubts[0][1][0]) if line.doubts else ""


def _view(
    views: Views,
    line: MessageLine,
    seen: Mapping[str, Mapping[str, Place]],
    book: TemplateBook,
    audiences: AudienceBook,
) -> MessageView:
    message, facts = line.message, line.facts
    language = words.language()
    sendings = tuple(each for release in facts.releases for each in views.sendings_of(release.id))
    ways = {*message.channels, *(way for each in facts.releases for way in each.channels)}
    ways |= {each.channel for each in sendings}
    heard = [audiences.audience(code) for code in message.audiences]
    corrected = views.message(message.corrects) if message.corrects else None
    return MessageView(
        facts=facts,
        state=line.state,
        step=line.next_step,
        blockers=line.blockers,
        texts={text.language: text for text in facts.texts},
        seen=seen,
        cited=tuple(Cited(claim, views.entry(claim.entry)) for claim in views.message_claims(message.id)),
        sendings=sendings,
        calls=_calls(line),
        template=named(message, book),
        audiences=_heard_by(message, audiences),
        channel_names={way: audiences.channel_name(way, language) for way in ways},
        exercise=line.exercise or any(each.exercise for each in facts.releases),
        is_inside=bool(heard) and all(each is not None and each.inside for each in heard),
        names=_names(views, message),
        approvers=views.message_approvers(message.id) if line.is_to_come else (),
        offers=_offers(views, line, message),
        others={corrected.id: corrected.number} if corrected is not None else {},
    )


def _offers(views: Views, line: MessageLine, message: Message) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the room could say for its variables, while its words may still change."""
    if line.facts.releases or message.withdrawn_at is not None:
        return {}
    return {language: views.message_suggestions(message.incident, language) for language in message.languages}


def _calls(line: MessageLine) -> tuple[Call, ...]:
    """What stands in red at the top of the message, with the ways to answer."""
    found = [_doubled(pair, line.id) for pair in line.doubled]
    if line.out_at is not None:
        found += [_refuted(each) for each in line.refuted]
    for release, doubts in line.doubts:
        said = " · ".join(doubt_word(doubt) for doubt in doubts)
        found.append(Call(_("Released by {name}: {doubts}").format(name=release.by or "—", doubts=said)))
    return tuple(found)


def _doubled(pair: Doubled, message: str) -> Call:
    mine, other = (pair.one, pair.other) if pair.one.message == message else (pair.other, pair.one)
    stand = (lambda: _("Both stand…"), Answer(AnswerKind.STAND, pair))
    correct = (lambda: _("Write a correction…"), Answer(AnswerKind.CORRECT))
    if pair.is_one_message:
        said = _("Released by {one} and by {other}, who did not know of each other.")
        return Call(said.format(one=pair.one.by or "—", other=pair.other.by or "—"), (correct, stand))
    said = _("{number} went to the same people from another laptop, which did not know of {mine}.")
    look = (lambda: pgettext("message", "Look at it"), Answer(AnswerKind.OPEN, other.message))
    return Call(said.format(number=other.number, mine=mine.number), (look, correct, stand))


def _refuted(claim: RefutedClaim) -> Call:
    """A fact behind what was said fell: a correction is proposed at once."""
    if claim.how is Fallen.REFUTED:
        said = _("It was said on the strength of {number}, which is refuted.").format(number=claim.number)
    else:
        said = _("It was said on the strength of {number}, corrected by {other}.")
        said = said.format(number=claim.number, other=claim.by_number)
    return Call(said, ((lambda: _("It stands…"), Answer(AnswerKind.KEEP, claim)),))  # the next step is its correction


def named(message: Message, book: TemplateBook) -> str:
    """The name of its template, in the reader's language."""
    template = book.get(message.template)
    return template.name(words.language()) if template is not None else message.template or _("Free message")


def _heard_by(message: Message, audiences: AudienceBook) -> str:
    return ", ".join(audiences.name(code, words.language()) for code in message.audiences)


def _names(views: Views, message: Message) -> frozenset[str]:
    """People of the cell, whose names do not go outside."""
    cell = views.cell_of(message.incident)
    held = views.functions(cell.id) if cell is not None else []
    return frozenset(name for each in held for name in (each.holder, each.deputy) if name)
