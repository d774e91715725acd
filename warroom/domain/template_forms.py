"""How a value is put into a sentence: hours with their preposition, services with their article, lists.

English and French need different small words before the same value; French needs others before an hour of today
(« depuis 14:38 ») and one of another day (« depuis le mardi 24 novembre à 14:38 »).
"""

from __future__ import annotations

import re
from collections.abc import Callable

Value = str | tuple[str, ...]

UNSAID = "\x01"  # known in another language only: it is missing even where a part may be left out

ZONE = re.compile(r" \(UTC[^()]{0,9}\)")
HOUR = re.compile(r"\d{1,2}(?::\d{2}| ?h\b)")
TYPED_ARTICLE = re.compile(r"\A(?:à|le|au|vers) (?=\d|lun|mar|mer|jeu|ven|sam|dim|1er)", re.IGNORECASE)  # typed anyway
VOWELS = "aeiouàâäæéèêëîïôöœùûü"
ASPIRATE = ("hach", "hall", "handi", "harc", "hasard", "hauss", "haut", "hors", "huit", "hub")  # no elision before them
AND = {"fr": " et ", "en": " and "}
ARTICLE = re.compile(r"(?:le |la |les |l[’'])", re.IGNORECASE)  # « au service Le portail » is no French: quoted
SERVICE_WORD = re.compile(r"(?:le |the )?services? ", re.IGNORECASE)


def as_text(value: Value, language: str = "en") -> str:
    """A value in one line: `A`, `A and B`, `A, B and C`."""
    if isinstance(value, str):
        return " ".join(value.split(" ")).strip()
    items = [" ".join(item.split()) for item in value if item.strip()]
    return _joined(items, language)


def _joined(items: list[str], language: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + AND.get(language, AND["en"]) + items[-1]


def items_of(value: Value) -> tuple[str, ...]:
    """The items of a value; what was typed in several lines is several."""
    items = value.splitlines() if isinstance(value, str) else value
    return tuple(cleaned for item in items if (cleaned := " ".join(item.split()).lstrip("-•– ")))


def _is_hour(text: str) -> bool:
    return HOUR.match(text) is not None


def _fr(value: Value, *, hour: str, day: str) -> str:
    text = TYPED_ARTICLE.sub("", as_text(value, "fr"), count=1)
    return f"{hour}{text}" if _is_hour(text) else f"{day}{text}"


def _at(value: Value, language: str) -> Value:
    if language == "fr":
        return _fr(value, hour="à ", day="le ")
    text = as_text(value)
    return f"at {text}" if _is_hour(text) else f"on {text}"


def _since(value: Value, language: str) -> Value:
    return _fr(value, hour="depuis ", day="depuis le ") if language == "fr" else f"since {as_text(value)}"


def _before(value: Value, language: str) -> Value:
    return _fr(value, hour="avant ", day="avant le ") if language == "fr" else f"before {as_text(value)}"


def _until(value: Value, language: str) -> Value:
    return _fr(value, hour="jusqu’à ", day="jusqu’au ") if language == "fr" else f"until {as_text(value)}"


def _le(value: Value, language: str) -> Value:
    """After “entre” or “pour”: an hour as it is, a day with its article."""
    return _fr(value, hour="", day="le ") if language == "fr" else as_text(value)


def _of_hour(value: Value, language: str) -> Value:
    return _fr(value, hour="de ", day="du ") if language == "fr" else f"of {as_text(value)}"


def _bare(value: Value, language: str) -> Value:
    return ZONE.sub("", as_text(value, language))


def _bare_names(value: Value) -> list[str]:
    """Names of services without the word that the article brings along: `Service de paie` is `de paie`."""
    said = re.split(r",|\bet\b|\band\b", value) if isinstance(value, str) else value
    return [SERVICE_WORD.sub("", " ".join(name.split()), count=1) for name in said if name.strip()]


def _named(value: Value, language: str, *, one: str, several: str, english: str) -> str:
    names = _bare_names(value)
    many, said = len(names) > 1, as_text(tuple(names), language)
    if language == "fr":
        said = _joined([f"«\u00a0{name}\u00a0»" if ARTICLE.match(name) else name for name in names], language)
        return f"{several if many else one} {said}"
    return f"{english} {said} {'services' if many else 'service'}"


def _service(value: Value, language: str) -> Value:
    return _named(value, language, one="le service", several="les services", english="the")


def _to_service(value: Value, language: str) -> Value:
    return _named(value, language, one="au service", several="aux services", english="to the")


def _of_service(value: Value, language: str) -> Value:
    return _named(value, language, one="du service", several="des services", english="of the")


def _de(value: Value, language: str) -> Value:
    text = as_text(value, language)
    if language != "fr":
        return f"of {text}"
    lowered = text.lower()
    elided = lowered[:1] in VOWELS or lowered.startswith("y ")
    elided = elided or (lowered[:1] == "h" and not lowered.startswith(ASPIRATE))
    return f"d’{text}" if elided else f"de {text}"


def _cap(value: Value, language: str) -> Value:
    text = as_text(value, language)
    return text[:1].upper() + text[1:]


def _low(value: Value, language: str) -> Value:
    """The first letter of each item small, unless its word is an acronym or a name in capitals."""
    if isinstance(value, tuple):
        return tuple(_lowered(item) for item in value)
    return "\n".join(_lowered(line) for line in value.splitlines())


def _lowered(text: str) -> str:
    said = text.strip()
    return said if said[1:2].isupper() or said[1:2].isdigit() else said[:1].lower() + said[1:]


def _list(value: Value, language: str) -> Value:
    """One item a line."""
    return "\n".join(f"• {item}" for item in items_of(value))


def _one(value: Value, language: str) -> Value:
    """Items one after the other in one line: `A; B; C`."""
    between = "\u00a0; " if language == "fr" else "; "
    return between.join(item.rstrip(" .;") for item in items_of(value))


def _first(value: Value, language: str) -> Value:
    """Only the first of several, for the shortest texts."""
    return next(iter(items_of(value)), "")


FORMS: dict[str, Callable[[Value, str], Value]] = {
    "at": _at,
    "since": _since,
    "before": _before,
    "until": _until,
    "le": _le,
    "of_hour": _of_hour,
    "bare": _bare,
    "service": _service,
    "to_service": _to_service,
    "of_service": _of_service,
    "de": _de,
    "cap": _cap,
    "low": _low,
    "list": _list,
    "one": _one,
    "first": _first,
}
