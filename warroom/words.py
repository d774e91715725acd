"""Words: gettext for the core, the command line, the reports and the screens, switched while running."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("fr", "en")
DOMAIN = "warroom"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"
# A report may speak another language than the screen, at the same time and on another thread.
_here: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("warroom.words", default=None)


def words_folder() -> Path:
    """Where the compiled catalogues lie, beside the packages or inside the packaged program."""
    return Path(__file__).resolve().parent.parent / "resources" / "words"


def system_language() -> str:
    """`fr` when the system speaks French, else `en`; the environment wins over the system's setting."""
    candidates = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")]
    with suppress(ValueError):
        candidates.append(locale.getlocale()[0] or "")
    for candidate in candidates:
        if candidate:
            return "fr" if candidate.lower().startswith("fr") else "en"
    return "en"


def speak(language: str) -> None:
    """From now on every sentence comes in this language (`fr` or `en`)."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else "en"
    _catalogue = catalogue(_language)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Meanwhile, and only for who runs this, sentences come in this language; None changes nothing."""
    if language is None:
        yield
        return
    wanted = language if language in LANGUAGES else "en"
    token = _here.set((wanted, catalogue(wanted)))
    try:
        yield
    finally:
        _here.reset(token)


def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of one language; English is the source and needs none."""
    return gettext.translation(DOMAIN, words_folder(), languages=[language], fallback=True)


def language() -> str:
    """The language spoken now: `fr` or `en`."""
    here = _here.get()
    return here[0] if here else _language


def _spoken() -> gettext.NullTranslations:
    here = _here.get()
    return here[1] if here else _catalogue


def _(message: str) -> str:
    """The sentence in the language spoken now."""
    return _spoken().gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The sentence for this count in the language spoken now."""
    return _spoken().ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The sentence in this context (one English word may need several French ones)."""
    return _spoken().pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for a marker)
    """Mark a sentence for translation where it is defined; translate with `_()` where it is shown."""
    return message
