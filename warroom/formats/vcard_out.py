"""vCard out: people as vCard 4.0 or 3.0, so that our own reader, and any other, understands them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from warroom.domain.roster import Mastered, ReachKind
from warroom.domain.told_people import Extra, ToldPerson, ToldReach
from warroom.formats.card_lines import KNOWN
from warroom.formats.card_ours import COLUMN, LEVELS, PREFIX, REACH, TIMES
from warroom.formats.card_person import MESSENGERS, SILENT, TELEPHONES

_NEVER = frozenset({
    "FN", "UID", "KIND", "NOTE", "LANG", "TEL", "EMAIL", "ADR", "BEGIN", "END", "VERSION", "PRODID", "REV", "NAME",
    "PROFILE", "IMPP", "EXPERTISE", "PHOTO", "LOGO", "SOUND", "KEY",
})  # fmt: skip
_TYPES = {
    ReachKind.MOBILE: "cell", ReachKind.WORK: "work", ReachKind.HOME: "home", ReachKind.PAGER: "pager",
    ReachKind.SATELLITE: "cell",
}  # fmt: skip
_LEVEL_WORDS = {level: word for word, level in LEVELS.items()}
FOLD = 75  # octets of a line, RFC 6350 §3.2


def cards_of(people: Iterable[ToldPerson], *, version: str = "4.0") -> Iterator[bytes]:
    """One card a piece, UTF-8, lines folded and ended as the standard wants. `version` is 4.0 or 3.0."""
    for person in people:
        yield "".join(_folded(line) for line in _lines(person, version)).encode()


def _lines(person: ToldPerson, version: str) -> Iterator[str]:
    fields = person.fields
    names = {name for name, _params, _value in person.extra}
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield "PRODID:-//Warroom//Roster//EN"
    if person.uid:
        yield f"UID:{escaped(person.uid)}"
    yield f"FN:{escaped(person.name)}"
    if "N" not in names:
        yield f"N:{escaped(person.name)};;;;"
    employer = escaped(str(fields.get("employer") or ""))
    if employer and not any(name == "ORG" and _first_part(value) == employer for name, _params, value in person.extra):
        yield f"ORG:{employer}"
    if fields.get("job"):
        yield f"TITLE:{escaped(str(fields['job']))}"
    if fields.get("remark"):
        yield f"NOTE:{escaped(str(fields['remark']))}"
    for at, language in enumerate(fields.get("languages") or (), start=1):
        yield f"LANG;PREF={at}:{escaped(str(language))}" if version == "4.0" else f"X-LANG:{escaped(str(language))}"
    if fields.get("zone") and version == "4.0":
        yield f"TZ:{escaped(str(fields['zone']))}"
    for name in ("EMPLOYER", "JOB", "SITE", "ZONE"):
        yield f"{PREFIX}{name}:{escaped(str(fields.get(name.lower()) or ''))}"
    yield f"{PREFIX}LANGUAGES:{' '.join(fields.get('languages') or ())}"
    yield f"{PREFIX}SUPPLIER:{'1' if fields.get('supplier') else '0'}"
    if fields.get("checked_by"):
        yield f"{PREFIX}CHECKED-BY:{escaped(str(fields['checked_by']))}"
    for name, field in TIMES.items():
        if fields.get(field) is not None:
            yield f"{PREFIX}{name}:{fields[field]}"
    for at, reach in enumerate(person.reaches, start=1):
        yield _reach(reach, at, version)
    for skill in person.skills:
        level = _LEVEL_WORDS.get(Mastered(skill.level), "") if skill.level in set(Mastered) else ""
        params = _param("LEVEL", level) + _param("X-UNTIL", _said(skill.until)) + _param("X-REMARK", skill.remark)
        yield f"EXPERTISE{params}:{escaped(skill.name)}"
    for team in person.teams:
        yield f"{PREFIX}TEAM{_param('X-PART', team.part)}{_param('X-RANK', _said(team.rank))}:{escaped(team.name)}"
    yield from map(_extra, person.extra)
    yield "END:VCARD"


def _reach(reach: ToldReach, at: int, version: str) -> str:
    kind = reach.kind or ReachKind.OTHER
    params = f";PREF={min(at, 100)}" if version == "4.0" else ";TYPE=pref" if at == 1 else ""
    params += f";X-KIND={kind}" + _param("X-LABEL", reach.label)
    if reach.needs is not None:
        params += f';X-NEEDS="{",".join(reach.needs)}"'
    params += f";X-WORKS={'0' if reach.works is False else '1'}" + _param("X-CHECKED-AT", _said(reach.checked_at))
    params += _param("X-CHECKED-BY", reach.checked_by) + _param("X-REMARK", reach.remark)
    if kind in TELEPHONES:
        number, _ext, inside = reach.value.partition(";ext=")
        if version == "4.0" and number.startswith("+"):
            return (
                f"TEL;VALUE=uri;TYPE={_TYPES[kind]}{params}:tel:{escaped(number)}{f';ext={inside}' if inside else ''}"
            )
        return f"TEL;TYPE={_TYPES[kind]}{params}:{escaped(number)}{f' ext. {inside}' if inside else ''}"
    if kind is ReachKind.EMAIL:
        return f"EMAIL{params}:{escaped(reach.value)}"
    if kind is ReachKind.MESSENGER:
        return f"IMPP{_param('X-SERVICE-TYPE', reach.label)}{params}:{escaped(reach.value)}"
    if kind is ReachKind.ADDRESS:
        return f"ADR{params}:;;{escaped(reach.value)};;;;"
    return f"{PREFIX}{REACH}{params}:{escaped(reach.value)}"


def _extra(said: Extra) -> str:
    """What another file said, as it said it; a column of a table, and what has no form here, by its heading."""
    name, params, value = said
    if not _is_property(name) or "\n" in value:
        return f"{PREFIX}{COLUMN}{_param('X-NAME', name)}:{escaped(value)}"
    told = "".join(_param_list(key, values) for key, values in params.items() if _is_plain(key))
    return f"{name}{told}:{value}"


def _is_property(name: str) -> bool:
    if name.startswith("X-"):
        return _is_plain(name) and not name.startswith(PREFIX) and name not in MESSENGERS and name not in SILENT
    return name in KNOWN and name not in _NEVER


def _is_plain(name: str) -> bool:
    return (
        name.isascii() and name.replace("-", "").replace("_", "").isalnum() and name.upper() == name and len(name) < 80
    )


def _param(name: str, value: str) -> str:
    return f';{name}="{_careted(value)}"' if value else ""


def _param_list(name: str, values: Sequence[str]) -> str:
    quoted = ",".join(f'"{_careted(value)}"' for value in values)
    return f";{name}={quoted}" if values else ""


def _careted(value: str) -> str:
    """A parameter's value as RFC 6868 writes it, within quotation marks."""
    return value.replace("^", "^^").replace('"', "^'").replace("\r", "").replace("\n", "^n")


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _first_part(value: str) -> str:
    """The first part of a structured value as it stands, escaped."""
    at, is_escaped = 0, False
    for at, sign in enumerate(value):
        if sign == ";" and not is_escaped:
            return value[:at]
        is_escaped = sign == "\\" and not is_escaped
    return value


def escaped(text: str) -> str:
    """A text as a value of a card."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of 75 octets, never within a letter."""
    pieces, size, start = [], 0, 0
    for at, sign in enumerate(line):
        width = len(sign.encode("utf-8", errors="replace"))
        if size + width > FOLD:
            pieces.append(line[start:at])
            start, size = at, 1  # the space that begins the next line
        size += width
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
