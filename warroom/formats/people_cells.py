"""People cells: what one cell of a directory says: yes or no, languages, moments, skills, teams, needs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import orjson

from warroom.domain.needs import Need
from warroom.domain.told_people import ToldSkill, ToldTeam
from warroom.formats.clean import add_flag, clean, clean_label
from warroom.formats.people import LONGEST_EXTRA, MOST_EXTRA
from warroom.formats.problems import Flag, Problem

MOST = 200  # skills or teams of one person
LONGEST_RAW = 400_000
_YES = frozenset(
    ["1", "o", "x", "y", "yes", "oui", "true", "vrai", "externe", "external", "prestataire", "fournisseur", "supplier"]
)
_CODES = {
    "francais": "fr", "french": "fr", "anglais": "en", "english": "en", "allemand": "de", "german": "de",
    "deutsch": "de",
    "espagnol": "es", "spanish": "es", "italien": "it", "italian": "it", "portugais": "pt", "portuguese": "pt",
    "neerlandais": "nl", "dutch": "nl", "arabe": "ar", "arabic": "ar", "breton": "br", "polonais": "pl", "polish": "pl",
    "lsf": "fsl",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def truth_in(cell: str) -> bool:
    return cell.strip().casefold() in _YES


def language_codes(cell: str) -> tuple[str, ...]:
    """Language codes of a list in words or codes: “Français, EN”."""
    from unicodedata import combining, normalize

    plain = "".join(sign for sign in normalize("NFKD", cell.casefold()) if not combining(sign))
    words = (_CODES.get(word, word) for word in re.split(r"[\s,;/|+]+", plain.replace("_", "-")) if word)
    return tuple(dict.fromkeys(word for word in words if _CODE.fullmatch(word)))[:20]


def moment_in(cell: str) -> int | None:
    """Milliseconds UTC of an ISO moment or day, or a day as French writes it; None for anything else."""
    text = cell.strip().replace(" ", "T", 1) if _ISO.fullmatch(cell.strip().replace(" ", "T", 1)) else cell.strip()
    if (day := _FRENCH_DAY.fullmatch(text)) is not None:
        text = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def iso_of(moment: int | None) -> str:
    """The cell that `moment_in` reads again."""
    if moment is None:
        return ""
    try:
        return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return ""


def skills_in(cell: str, flags: list[Flag]) -> tuple[ToldSkill, ...]:
    """“HSM|3|2027-03-31; DNS”: a skill, its level from 1 to 3, until when that is held to be true, a remark."""
    found = []
    for parts in _items(cell):
        name, level, until, remark = (*parts, "", "", "")[:4]
        if name := clean_label(name, flags):
            worth = int(level) if level.strip() in ("1", "2", "3") else 0
            found.append(ToldSkill(name, worth, moment_in(until), clean(remark, flags, longest=LONGEST_EXTRA)))
    return tuple(found[:MOST])


def teams_in(cell: str, flags: list[Flag]) -> tuple[ToldTeam, ...]:
    """“Réseau|référent|2; Cellule”: a team, the part in it, the rank."""
    found = []
    for parts in _items(cell):
        name, part, rank = (*parts, "", "")[:3]
        if name := clean_label(name, flags):
            number = rank.strip()
            place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
            found.append(ToldTeam(name, clean_label(part, flags), place))
    return tuple(found[:MOST])


def needs_in(cell: str) -> tuple[str, ...]:
    known = {need.value for need in Need}
    return tuple(dict.fromkeys(word for word in re.split(r"[\s,;]+", cell.casefold()) if word in known))


def raw_in(cell: str, flags: list[Flag]) -> list[tuple[str, dict[str, Any], str]]:
    """What another export of Warroom kept of the first file, as JSON; anything else is left alone."""
    if not cell.strip():
        return []
    try:
        told = orjson.loads(cell[:LONGEST_RAW])
    except orjson.JSONDecodeError:
        add_flag(flags, Flag(Problem.LINE_NOT_UNDERSTOOD, clean_label(cell[:80], [])))
        return []
    found: list[tuple[str, dict[str, Any], str]] = []
    for item in told if isinstance(told, list) else ():
        if isinstance(item, list) and len(item) == 3 and isinstance(item[0], str) and isinstance(item[2], str):
            params = {
                clean_label(str(name)[:80], []): [clean_label(str(value)[:500], []) for value in values[:40]]
                for name, values in (item[1] if isinstance(item[1], dict) else {}).items()
                if isinstance(values, list)
            }
            found.append((clean_label(item[0][:200], flags), params, clean(item[2], flags, longest=LONGEST_EXTRA)))
    return found[:MOST_EXTRA]


def listed(items: list[tuple[str, ...]]) -> str:
    """The cell that `_items` reads again."""
    cut = [item[: max((at for at, part in enumerate(item, start=1) if part), default=1)] for item in items]
    return "; ".join("|".join(_kept(part) for part in item) for item in cut)


def unapostrophed(cell: str) -> str:
    """A cell that was disarmed for spreadsheets, as it was."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" \n\u00a0")[:1] in _ARMED else cell


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet computes: a leading apostrophe before a sign that begins a formula."""
    return f"'{cell}" if cell.lstrip(" \n\u00a0")[:1] in _ARMED else cell


_ARMED = frozenset("=+-@\t\r'＝＋－＠")


def _kept(part: str) -> str:
    for sign in "\\|;,":
        part = part.replace(sign, f"\\{sign}")
    return part.replace("\n", "\\n")


def _items(cell: str) -> list[list[str]]:
    """Items parted by semicolons or lines, their parts by bars; a backslash keeps a sign. Commas part plain lists."""
    items: list[list[str]] = [[""]]
    parted = ";\n" if ";" in cell or "|" in cell or "\n" in cell else ",;\n"
    signs = iter(cell)
    for sign in signs:
        if sign == "\\":
            kept = next(signs, "")
            items[-1][-1] += "\n" if kept == "n" else kept
        elif sign in parted:
            items.append([""])
        elif sign == "|":
            items[-1].append("")
        else:
            items[-1][-1] += sign
        if len(items) > MOST * 2:
            break
    return [[part.strip() for part in item] for item in items if any(item)]
