"""Card person: what the properties of one card say of somebody, in the words of the roster."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from zoneinfo import available_timezones

from warroom.domain.roster import ReachKind
from warroom.domain.told_people import ToldPerson, ToldReach
from warroom.formats import card_ours as ours
from warroom.formats.card_lines import Card, Property
from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.people import (
    LONGEST_EXTRA,
    LONGEST_REACH,
    LONGEST_REMARK,
    MOST_EXTRA,
    MOST_REACHES,
    ImportedPerson,
)
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import Refused, Where

_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
SILENT = frozenset({"PRODID", "REV", "X-ABLABEL", "X-ABADR", "END", "BEGIN", "VERSION", "NAME", "PROFILE"})
_APPLE_LABEL = re.compile(r"_\$!<(.*?)>!\$_")
_WITH_NAME = re.compile(r'\s*"?([^"<>]*)"?\s*<([^<>@\s]+@[^<>@\s]+)>\s*')
MESSENGERS = {
    "X-SIP": "SIP", "X-AIM": "AIM", "X-ICQ": "ICQ", "X-JABBER": "XMPP", "X-GOOGLE-TALK": "Google Talk", "X-MSN": "MSN",
    "X-YAHOO": "Yahoo", "X-QQ": "QQ", "X-SKYPE": "Skype", "X-SKYPE-USERNAME": "Skype", "X-GADUGADU": "Gadu-Gadu",
    "X-MS-IMADDRESS": "", "X-WHATSAPP": "WhatsApp", "X-SIGNAL": "Signal", "X-TELEGRAM": "Telegram",
    "X-MATRIX": "Matrix", "X-THREEMA": "Threema", "X-TCHAP": "Tchap", "IMPP": "",
}  # fmt: skip
_SCHEMES = {"SIP": "SIP", "SIPS": "SIP", "XMPP": "XMPP", "SKYPE": "Skype", "AIM": "AIM", "YMSGR": "Yahoo", "ICQ": "ICQ"}
TELEPHONES = frozenset({ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.PAGER})
_GENERAL = frozenset({"VOICE", "PREF", "INTERNET", "TEXT", "MSG", "X-KIND", "VIDEO"})


def person_of(card: Card, where: Where) -> ImportedPerson | Refused:
    """The person a card tells of, or why it tells of none: no name, or a group."""
    return _Reader(card, where).read()


class _Reader:
    def __init__(self, card: Card, where: Where) -> None:
        self._card, self._where, self._flags = card, where, list(card.flags)
        self._reaches: list[tuple[int, ToldReach]] = []
        self._extra: list[tuple[str, dict[str, object], str]] = []
        self._labels = {
            each.group: _APPLE_LABEL.sub(r"\1", self._text(each))
            for each in card.properties
            if each.group and each.name == "X-ABLABEL"
        }

    def read(self) -> ImportedPerson | Refused:
        card = self._card
        if (kind := self._first("KIND").casefold()) in ("group", "org", "location", "application", "device"):
            return Refused(self._where, Problem.NOT_A_PERSON, kind)
        organisation = _components(self._raw("ORG"))
        fields: dict[str, object] = {
            "job": self._first("TITLE") or self._first("ROLE"),
            "employer": self._label(unescaped(organisation[0])) if organisation else "",
            "remark": clean("\n".join(filter(None, self._all("NOTE"))), self._flags, longest=LONGEST_REMARK),
            "languages": self._languages(),
            "zone": self._zone(),
            "site": self._site(),
        } | ours.fields_of(card.properties)
        for each in card.properties:
            self._take(each)
        name = self._name()
        if not name:
            return Refused(self._where, Problem.NO_NAME)
        department = [self._label(unescaped(part)) for part in organisation[1:2]]
        apart = (*department, fields["employer"], fields["site"], fields["job"])
        told = ToldPerson(
            name=name,
            uid=self._first("UID")[:200],
            apart=tuple(str(text) for text in apart if text),
            fields={name: value for name, value in fields.items() if value not in ("", (), None)},
            reaches=tuple(reach for _rank, reach in sorted(self._reaches, key=lambda pair: pair[0])),
            skills=ours.skills_of(card.properties),
            teams=ours.teams_of(card.properties),
            extra=tuple(self._extra[:MOST_EXTRA]),
        )
        return ImportedPerson(self._where, told, tuple(self._flags))

    # Names and fields

    def _name(self) -> str:
        parts = [self._label(" ".join(_listed(part))) for part in _components(self._raw("N"))]
        family, given, middle = (*parts, "", "", "")[:3]
        composed = " ".join(filter(None, (given, middle, family)))
        full = self._first("FN")
        if composed and self._first("X-ABSHOWAS").casefold() == "company":  # the full name is then the company's
            return composed
        if full or composed:
            return full or composed
        reached = (reach.value for _rank, reach in self._reaches)
        organisation = _components(self._raw("ORG"))
        stand_ins = (
            self._first("NICKNAME"),
            self._android_nickname(),
            self._label(unescaped(organisation[0])) if organisation else "",
            next((value for value in reached if "@" in value), ""),
        )
        found = next(filter(None, stand_ins), "")
        if found:
            add_flag(self._flags, Flag(Problem.NAME_TAKEN_FROM, found))
        return found

    def _android_nickname(self) -> str:
        for each in self._card.properties:
            if each.name == "X-ANDROID-CUSTOM" and "/nickname;" in each.value:
                return self._label(_components(each.value)[1])
        return ""

    def _languages(self) -> tuple[str, ...]:
        told = sorted(self._every("LANG"), key=_preference)
        words = (self._text(each).casefold().replace("_", "-") for each in told)
        return tuple(dict.fromkeys(word for word in words if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", word)))

    def _zone(self) -> str:
        return next((text for text in self._all("TZ") if text in _zones()), "")

    def _site(self) -> str:
        work = next((each for each in self._every("ADR") if "WORK" in _types(each)), None)
        parts = _components(work.value) if work else []
        return self._label(" ".join(_listed(parts[3]))) if len(parts) > 3 else ""

    # One property after the other

    def _take(self, each: Property) -> None:
        if each.name in _PICTURES and ("ENCODING" in each.params or each.value[:5].lower() == "data:"):
            add_flag(self._flags, Flag(Problem.PICTURE_LEFT_OUT))
            return
        if each.name in SILENT:
            return
        if ours.is_ours(each) and each.name != f"{ours.PREFIX}{ours.REACH}":
            if (column := ours.column_of(each)) is not None:
                self._extra.append((column[0], dict(column[1]), column[2]))
            return
        reads: Callable[[Property], ToldReach | None] | None = {
            "TEL": self._telephone, "X-MS-TEL": self._telephone, "EMAIL": self._email, "ADR": self._address,
        }.get(each.name)  # fmt: skip
        if reads is None and each.name in MESSENGERS:
            reads = self._messenger
        if (reads is not None and "X-KIND" in each.params) or each.name.startswith(ours.PREFIX):
            reads = self._as_written
        if reads is not None:
            reach = reads(each)
            if reach is not None:
                self._keep(ours.with_ours(reach, each), each)
            return
        if self._is_said(each):
            return
        if each.value.strip() and len(self._extra) < MOST_EXTRA:
            value = clean(each.value, self._flags, longest=LONGEST_EXTRA)
            params: dict[str, object] = {name: list(values) for name, values in each.params.items()}
            if each.group in self._labels:
                params["X-LABEL"] = [self._labels[each.group]]
            self._extra.append((each.name, params, value))

    def _is_said(self, each: Property) -> bool:
        """Whether a field already says what this property does; a second title or organisation is extra."""
        if each.name in ("FN", "UID", "KIND", "NOTE", "LANG"):
            return True
        if each.name == "N":  # as we write it where nobody told the parts
            return unescaped(each.value) == f"{self._first('FN')};;;;"
        if each.name == "TITLE":
            return each is next(iter(self._every("TITLE")))
        if each.name == "ORG":
            return each is next(iter(self._every("ORG"))) and len([p for p in _components(each.value) if p]) < 2
        return each.name == "TZ" and self._zone() == self._text(each)

    def _keep(self, reach: ToldReach, each: Property) -> None:
        if len(self._reaches) >= MOST_REACHES:
            add_flag(self._flags, Flag(Problem.TOO_MANY_VALUES, str(MOST_REACHES)))
        elif reach.value:
            self._reaches.append((_preference(each), reach))

    def _as_written(self, each: Property) -> ToldReach:
        """A reach of a card of ours: its parameters say the kind."""
        value = unescaped(each.value)
        if each.name == "ADR":
            value = next((unescaped(part) for part in _components(each.value) if part), "")
        elif each.name == "TEL":
            value = re.sub(r";\s*ext=", " ext. ", value.removeprefix("tel:"))
        return ToldReach(ReachKind.OTHER, clean_label(value, self._flags)[:LONGEST_REACH])

    def _telephone(self, each: Property) -> ToldReach:
        value = self._text(each, longest=LONGEST_REACH)
        if value[:4].lower() == "tel:":
            value = value[4:]
        value = re.sub(r";\s*ext=", " ext. ", value).split(";")[0].strip()
        types = _types(each)
        kind, label = _of_types(types)
        return ToldReach(kind, value, self._labels.get(each.group, "") or label or _odd(types))

    def _email(self, each: Property) -> ToldReach:
        value = self._text(each, longest=LONGEST_REACH)
        if value[:7].lower() == "mailto:":
            value = value[7:].split("?")[0]
        if (named := _WITH_NAME.fullmatch(value)) is not None:
            value = named[2]
        types = _types(each)
        home = "home" if "HOME" in types else ""
        return ToldReach(ReachKind.EMAIL, value, self._labels.get(each.group, "") or home or _odd(types))

    def _messenger(self, each: Property) -> ToldReach:
        value = self._text(each, longest=LONGEST_REACH)
        scheme, _colon, rest = value.partition(":")
        service = MESSENGERS[each.name] or " ".join(each.params.get("X-SERVICE-TYPE", ()))
        if rest and scheme.isalpha():
            service, value = service or _SCHEMES.get(scheme.upper(), scheme), rest
        return ToldReach(ReachKind.MESSENGER, value, self._labels.get(each.group, "") or self._label(service))

    def _address(self, each: Property) -> ToldReach | None:
        parts = [self._label(", ".join(_listed(part))) for part in _components(each.value)]
        value = ", ".join(dict.fromkeys(filter(None, parts)))[:LONGEST_REACH]
        if not value:
            return None
        types = _types(each)
        label = "work" if "WORK" in types else "home" if "HOME" in types else _odd(types)
        return ToldReach(ReachKind.ADDRESS, value, self._labels.get(each.group, "") or label)

    # Reading values

    def _every(self, name: str) -> Iterable[Property]:
        return (each for each in self._card.properties if each.name == name and each.value.strip())

    def _raw(self, name: str) -> str:
        return next((each.value for each in self._every(name)), "")

    def _all(self, name: str) -> list[str]:
        return [self._text(each, longest=LONGEST_REMARK) for each in self._every(name)]

    def _first(self, name: str) -> str:
        return next((label for each in self._every(name) if (label := self._label(unescaped(each.value)))), "")

    def _text(self, each: Property, *, longest: int = 1000) -> str:
        return clean(unescaped(each.value), self._flags, longest=longest)

    def _label(self, text: str) -> str:
        return clean_label(text, self._flags)


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def unescaped(text: str) -> str:
    """A value without the backslashes that keep its signs apart."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text, flags=re.DOTALL)


def _components(value: str) -> list[str]:
    """The parts of a structured value, still escaped."""
    return _cut(value, ";") if value else []


def _listed(value: str) -> list[str]:
    return [unescaped(part).strip() for part in _cut(value, ",") if part.strip()]


def _cut(value: str, at: str) -> list[str]:
    if "\\" not in value:
        return value.split(at)
    return [part.replace("\0", "\\") for part in re.split(rf"(?<!\\){at}", value.replace("\\\\", "\0\0"))]


def _types(each: Property) -> frozenset[str]:
    return frozenset(piece.strip() for value in each.types for piece in value.split(",") if piece.strip())


def _preference(each: Property) -> int:
    """1 to 100 as vCard 4.0 says it, 100 without; `PREF` among the types is 1."""
    told = "".join(each.params.get("PREF", ()))
    if told.isascii() and told.isdigit() and len(told) < 4:
        return max(1, min(100, int(told)))
    return 1 if "PREF" in _types(each) else 100


def _of_types(types: frozenset[str]) -> tuple[ReachKind | None, str]:
    """The kind of a number by its types; the label says what the kind cannot."""
    if any("FAX" in word for word in types):
        return ReachKind.OTHER, "fax"
    for words, kind in (
        ({"CELL", "IPHONE", "MOBILE"}, ReachKind.MOBILE), ({"PAGER"}, ReachKind.PAGER),
        ({"X-SATELLITE", "SATELLITE", "SAT"}, ReachKind.SATELLITE), ({"X-RADIO", "RADIO"}, ReachKind.RADIO),
        ({"CAR"}, ReachKind.MOBILE), ({"WORK"}, ReachKind.WORK), ({"HOME"}, ReachKind.HOME),
    ):  # fmt: skip
        if words & types:
            return kind, "car" if "CAR" in types else ""
    return None, ""


def _odd(types: frozenset[str]) -> str:
    """A type that no kind says, as a label: `isdn`, or one of somebody's own."""
    plain = {"CELL", "WORK", "HOME", "PAGER", "FAX", "CAR", "IPHONE", "MOBILE", "POSTAL", "PARCEL", "DOM", "INTL"}
    words = sorted(types - plain - _GENERAL - {"RADIO", "SATELLITE", "X-RADIO", "X-SATELLITE"})
    return clean_label(" ".join(words).removeprefix("X-").lower(), [])[:80]
