"""People columns: which column of a table says what of somebody, from headings in English and French.

Targets are words: a field (`name`, `job`), a way to reach somebody (`mobile`, `email`; a second column of one kind is
another), or a part of a numbered group (`phone 2 value`, `address 1 city`), as Google and Outlook export them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from warroom.domain.roster import ReachKind
from warroom.formats.people_headings import HEADINGS_OF

FIELDS = (
    "name", "given", "middle", "family", "nickname", "job", "employer", "department", "supplier", "site", "languages",
    "zone", "remark", "uid", "skills", "teams", "away_until", "checked_at", "checked_by", "raw",
)  # fmt: skip
REACHES = (*(kind.value for kind in ReachKind), "phone", "fax")  # `phone`: the number itself tells which kind
TARGETS = (*FIELDS, *REACHES)
NOTHING = "-"
PARTS = {
    "email": ("label", "value"),
    "phone": ("label", "value"),
    "im": ("label", "value"),
    "address": ("label", "formatted", "street", "city", "box", "region", "code", "country", "more"),
    "organisation": ("name", "job", "department", "site"),
    "reach": ("kind", "value", "label", "needs", "works", "checked_at", "checked_by", "remark"),
}
_GROUPED = re.compile(
    r"(?P<what>e-?mail|phone|telephone|im|messagerie|address|adresse|organi[sz]ation|reach|moyen) "
    r"(?P<n>\d{1,2}) - (?P<part>.+)"
)
_WHAT = {
    "email": "email", "e-mail": "email", "phone": "phone", "telephone": "phone", "im": "im", "messagerie": "im",
    "address": "address", "adresse": "address", "organization": "organisation", "organisation": "organisation",
    "reach": "reach", "moyen": "reach",
}  # fmt: skip
_PART = {
    "type": "label", "label": "label", "libelle": "label", "service": "label", "value": "value", "valeur": "value",
    "formatted": "formatted", "street": "street", "rue": "street", "city": "city", "ville": "city", "po box": "box",
    "boite postale": "box", "region": "region", "postal code": "code", "code postal": "code", "country": "country",
    "pays": "country", "extended address": "more", "name": "name", "nom": "name", "title": "job", "fonction": "job",
    "department": "department", "location": "site", "kind": "kind", "nature": "kind", "needs": "needs",
    "besoins": "needs", "works": "works", "fonctionne": "works", "checked at": "checked_at", "verifie le": "checked_at",
    "checked by": "checked_by", "verifie par": "checked_by", "remark": "remark", "remarque": "remark",
}  # fmt: skip

_TARGET_OF = {word: target for target, words in HEADINGS_OF.items() for word in words.split("|")}
_NUMBERED = re.compile(r"(?P<before>.*?)\s*\b(?P<n>[2-9]|[1-9]\d)\b\s*(?P<after>.*)")
_OUTLOOK = re.compile(
    r"(?P<part>street|city|state|postal code|country/region|country|po box|rue|ville|dep/region|departement|"
    r"code postal|pays/region|pays|boite postale|b p)( ?(?P<line>[23]))? \((?P<fr>bureau|domicile|autre)\)|"
    r"(?P<en>business|home|other) "
    r"(?P<part_en>street|city|state|postal code|country/region|country|po box)( (?P<line_en>[23]))?"
)
_OUTLOOK_PARTS = {
    "street": "street", "rue": "street", "city": "city", "ville": "city", "state": "region", "dep/region": "region",
    "departement": "region", "postal code": "code", "code postal": "code", "country/region": "country",
    "country": "country", "pays/region": "country", "pays": "country", "po box": "box", "boite postale": "box",
    "b p": "box",
}  # fmt: skip
_PLACES = {
    "business": 91,
    "bureau": 91,
    "home": 92,
    "domicile": 92,
    "other": 93,
    "autre": 93,
}  # numbers of their groups
PLACE_LABELS = {91: "work", 92: "home", 93: ""}
_TIME_WORDS = re.compile(
    r"horodatage|horodate|date ?(et|/|-|&)? ?heure|heure et date|gdh|timestamp|date ?time|"
    r"heures?|hour|time|date|jour|day"
)
_WHOLE_NAMES = frozenset({"name", "family", "given"})


@dataclass(frozen=True, slots=True)
class PeopleMapping:
    """What each column is, by position from 0, and how the table is to be read (what is None is found out)."""

    targets: Mapping[int, str] = field(default_factory=dict)
    sheet: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None


def suggest_people(columns: Sequence[str]) -> PeopleMapping:
    """The likely mapping of these headings; a column nobody knows is kept as it is, under its heading."""
    headings = [_plain(column) for column in columns]
    targets: dict[int, str] = {}
    for at, heading in enumerate(headings):
        target = _grouped(heading) or _outlook(heading) or _TARGET_OF.get(heading) or _numbered(heading)
        if target:
            targets[at] = target
    _settle_names(headings, targets)
    _one_each(targets)
    return PeopleMapping(targets)


def is_target(said: object) -> bool:
    """Whether a word is one that a column may be."""
    if said in TARGETS or said == NOTHING:
        return True
    what, _space, rest = said.partition(" ") if isinstance(said, str) else ("", "", "")
    number, _space, part = rest.partition(" ")
    return number.isdigit() and len(number) < 4 and part in PARTS.get(what, ())


def is_people(columns: Sequence[str]) -> bool:
    """Whether these headings are those of people: names, and ways to reach them or what they do, and no log's times."""
    found = set(suggest_people(columns).targets.values())
    if any(_TIME_WORDS.fullmatch(_plain(column)) for column in columns):
        return False
    kinds = {target.split(" ")[0] for target in found}
    reached = kinds & ({*REACHES, *PARTS} - {"radio", "other", "address", "organisation", "messenger"})
    named = kinds & (_WHOLE_NAMES | {"nickname"})
    does = kinds & {"job", "employer", "department", "organisation"}
    return bool(named and (reached or len(does) > 1 or {"given", "family"} <= kinds)) or bool(reached and does)


def _plain(heading: str) -> str:
    """The heading in lower case without accents; signs but / & - ( ) are spaces."""
    letters = unicodedata.normalize("NFKD", heading[:200].casefold().replace("œ", "oe"))
    kept = (sign if sign.isalnum() or sign in "/&-()" else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(kept).replace("(", " (").replace(")", ") ").split())


def _grouped(heading: str) -> str:
    found = _GROUPED.fullmatch(heading)
    if found is None:
        return ""
    what, part = _WHAT[found["what"]], _PART.get(found["part"].strip(), "")
    if what == "email" and part not in PARTS["email"]:
        return ""
    return f"{what} {int(found['n'])} {part}" if part in PARTS[what] else ""


def _outlook(heading: str) -> str:
    """Parts of an address by place: “Business Street 2”, “Rue (bureau)”."""
    found = _OUTLOOK.fullmatch(heading)
    if found is None:
        return ""
    part = _OUTLOOK_PARTS[found["part"] or found["part_en"]]
    line = found["line"] or found["line_en"]
    return f"address {_PLACES[found['fr'] or found['en']]} {'more' if line else part}"


def _numbered(heading: str) -> str:
    """“E-mail 2 Address”, “Business Phone 2”, “Téléphone 2 (bureau)”: one more column of a kind that may repeat."""
    found = _NUMBERED.fullmatch(heading)
    if found is None:
        return ""
    bare = " ".join(f"{found['before']} {found['after']}".split())
    target = _TARGET_OF.get(bare, "")
    return target if target in REACHES else ""


def _settle_names(headings: Sequence[str], targets: dict[int, str]) -> None:
    """“Nom” is a family name beside a first name, else the whole; “Titre” and “Title” are a job unless there is one."""
    for at, heading in enumerate(headings):
        if heading in ("nom", "noms", "last"):
            targets[at] = "family" if "given" in targets.values() else "name"
        elif heading in ("title", "titre") and "job" not in targets.values():
            targets[at] = "job"
    if "organisation" in {target.split(" ")[0] for target in targets.values()}:
        for at, target in list(targets.items()):
            if target == "job" and headings[at] in ("title", "titre"):
                del targets[at]


def _one_each(targets: dict[int, str]) -> None:
    """A field has one column, the first; ways to reach somebody may have many."""
    taken: set[str] = set()
    for at, target in sorted(targets.items()):
        if target in taken and target not in REACHES:
            del targets[at]
        taken.add(target)
