"""Messages filled from their templates: at first, and again when more is known, leaving alone what people wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom.domain.messages import PARTS, Message, MessageText
from warroom.domain.template_book import Template, fill
from warroom.domain.template_filling import MISSING
from warroom.domain.template_forms import UNSAID, Value, as_text
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.template_book import message_values_in, template_book_in
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, in which languages and with what a template is filled. Times are milliseconds UTC."""

    incident: str
    template: str
    languages: tuple[str, ...]
    audiences: tuple[str, ...] = ()
    status: str = ""
    next_at: int | None = None
    filled: Mapping[str, Any] | None = None


def asked_of(message: Message) -> Asked:
    """What a message is filled with as it stands."""
    return Asked(
        message.incident,
        message.template,
        message.languages,
        message.audiences,
        message.status,
        message.next_at,
        message.filled,
    )


def the_template(books: Books, code: str) -> Template | None:
    """A template in use; None for "". Raises Refusal for an unknown or retired one."""
    if not code.strip():
        return None
    found = template_book_in(books).get(code)
    if found is None or found.retired:
        raise Refusal(
            "template-unknown",
            _("There is no template {code} in use in this room.").format(code=code.strip()[:40]),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of templates."),
        )
    return found


def filled_texts(books: Books, asked: Asked) -> dict[str, dict[str, str]]:
    """The words of a template by language, with what the room knows in them; nothing where there is no wording."""
    template = template_book_in(books).get(asked.template) if asked.template else None
    if template is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for language in asked.languages:
        wording = template.wordings.get(language)
        if wording is not None:
            values = _values(books, asked, language)
            found[language] = {part: fill(wording, values, language, part).text for part in PARTS}
    return found


def refilled(books: Books, message: Message, texts: Iterable[MessageText], *, anew: bool) -> dict[str, dict[str, str]]:
    """What of a message's words changes now that more is known: {language: {part: text}}.

    A part that nobody rewrote is filled again as a whole; in one that people wrote, only what was missing is put in.
    `anew` fills every part again, whoever wrote it.
    """
    asked = asked_of(message)
    wanted, known = filled_texts(books, asked), {each.language: each for each in texts}
    found: dict[str, dict[str, str]] = {}
    for language in message.languages:
        text, words = known.get(language), wanted.get(language, {})
        values = _values(books, asked, language)
        for part in PARTS:
            former = getattr(text, part) if text else ""
            if part in words and (anew or is_as_filled(text, part)):
                now = words[part]
            else:
                now = with_known(former, values, language)
            if now != former:
                found.setdefault(language, {})[part] = now
    return found


def is_as_filled(text: MessageText | None, part: str) -> bool:
    """Whether a part still says what its template said, so that it may be filled again."""
    return text is None or text.as_filled.get(part, mark_of("")) == mark_of(getattr(text, part))


def marks_of(words: Mapping[str, str]) -> dict[str, str]:
    """What tells later whether somebody rewrote a part."""
    return {part: mark_of(text) for part, text in words.items()}


def mark_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_known(text: str, values: Mapping[str, Value], language: str) -> str:
    """A text with those of its missing variables that are known by now."""

    def put(found: Any) -> str:
        value = values.get(found[1], "")
        said = as_text(value, language) if value != UNSAID else ""
        return said or str(found[0])

    return MISSING.sub(put, text)


def _values(books: Books, asked: Asked, language: str) -> dict[str, Value]:
    from warroom.storage.template_values import Wanted

    wanted = Wanted(language, asked.audiences, None, asked.next_at, asked.status, asked.filled or {})
    return message_values_in(books, asked.incident, wanted)
