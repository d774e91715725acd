"""To whom and by what a message may go, as buttons: what the outage breaks is grey, with what to use instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ui.widgets.toggles import Toggle
from warroom import words
from warroom.commands.message_words import review_word
from warroom.commands.need_words import need_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.message_state import CHECKS
from warroom.domain.needs import Broken
from warroom.words import _

LANGUAGES = (("fr", "Français"), ("en", "English"))  # each in its own


def audience_toggles(book: AudienceBook) -> list[Toggle]:
    """Every audience in use, who hears first first."""
    language = words.language()
    return [Toggle(each.code, each.said(language), tip=each.hint(language)) for each in book.in_use()]


def language_toggles() -> list[Toggle]:
    return [Toggle(code, name) for code, name in LANGUAGES]


def channel_toggles(book: AudienceBook, audiences: Sequence[str], broken: Collection[Broken]) -> list[Toggle]:
    """The channels that reach these audiences, the usual ones first; all of them while no audience is chosen."""
    language = words.language()
    if audiences:
        found = {each.id: each for code in audiences for each in book.of_audience(code)}
    else:
        found = {each.id: each for each in book.named_channels(language) if not each.retired}
    return [
        Toggle(record, book.channel_name(record, language), why_not=why_not(book, record, broken)) for record in found
    ]


def why_not(book: AudienceBook, record: str, broken: Collection[Broken]) -> str:
    """Why a channel cannot be used now, and what to use instead; "" for one that works."""
    usable, language = book.usable(record, broken), words.language()
    if usable.works:
        return ""
    if usable.lacks:
        because = ", ".join(dict.fromkeys(need_word(each.need) for each in usable.lacks))
        said = _("down: {what}").format(what=because)
    else:
        said = _("checked: it does not work")
    instead = book.channel_name(usable.instead, language) if usable.instead else ""
    return f"{said} · " + _("use {channel} instead").format(channel=instead) if instead else said


def review_toggles() -> list[Toggle]:
    """The checks that a message may need before it is approved."""
    said = [(kind, review_word(kind)) for kind in CHECKS]
    return [Toggle(kind.value, words_of[:1].upper() + words_of[1:]) for kind, words_of in said]
