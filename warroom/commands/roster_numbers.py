"""Numbers and addresses in the form in which two of them are the same (E.164 of a telephone)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from warroom.domain.roster import ReachKind
from warroom.words import _

TELEPHONES = frozenset({ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.PAGER})
INSIDE_MOST = 6  # digits of an extension, or of a short number
LONGEST = 250  # letters of a way to reach somebody
REGION = "FR"
REGIONS = {
    "Europe/Paris": "FR", "Europe/Monaco": "MC", "Europe/Brussels": "BE", "Europe/Luxembourg": "LU",
    "Europe/Zurich": "CH", "Europe/London": "GB", "Europe/Dublin": "IE", "Europe/Berlin": "DE",
    "Europe/Madrid": "ES", "Europe/Lisbon": "PT", "Europe/Rome": "IT", "Europe/Amsterdam": "NL",
    "Europe/Vienna": "AT", "Europe/Warsaw": "PL", "America/Toronto": "CA", "America/Montreal": "CA",
    "America/New_York": "US", "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US",
    "America/Martinique": "MQ", "America/Guadeloupe": "GP", "America/Cayenne": "GF", "America/Miquelon": "PM",
    "Indian/Reunion": "RE", "Indian/Mayotte": "YT", "Pacific/Noumea": "NC", "Pacific/Tahiti": "PF",
    "Pacific/Wallis": "WF", "Africa/Casablanca": "MA", "Africa/Algiers": "DZ", "Africa/Tunis": "TN",
    "Africa/Dakar": "SN", "Africa/Abidjan": "CI",
}  # fmt: skip
EXTENSION = re.compile(r"(?i)[\s,;]*(?:poste|p\.|ext\.?|extension|x)\s*[:.]?\s*(\d{1,8})\s*$")
ASIDE = re.compile(r"\s*\([^()\d]*\)\s*|^\s*(?:tel|tél|tel:)\.?\s*:?\s*", re.IGNORECASE)
MAIL = re.compile(r"[^@\s,;<>]{1,128}@[^@\s,;<>]{1,128}")
ANGLED = re.compile(r".*<([^<>]+)>\s*")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A way to reach somebody, readable (`value`) and comparable (`normal`); `trouble` says why it cannot work."""

    value: str
    normal: str
    trouble: str = ""


def region_of(zone: str) -> str:
    """The country whose numbers are dialled without a prefix in this time zone; France where nobody knows."""
    return REGIONS.get(zone, REGION)


def normalised(kind: ReachKind, value: str, region: str = REGION) -> Normalised:
    """Bring a number or an address into one form. Never raises, whatever a file holds.

    A telephone becomes E.164 (ITU-T E.164; `;ext=` for an extension), a short number its digits alone, an address
    lower case. Numbers that are only possible, and not given out today, pass: those kept for fiction among them.
    """
    said = " ".join(unicodedata.normalize("NFKC", value).replace("\x00", " ").split())
    if not said:
        return Normalised("", "", _("It is empty."))
    if len(said) > LONGEST:
        return Normalised(said[:LONGEST], "", _("It is too long."))
    if kind in TELEPHONES:
        return _telephone(said, region)
    if kind is ReachKind.EMAIL:
        return _address(said)
    return Normalised(said, said.casefold())


def _telephone(said: str, region: str) -> Normalised:
    import phonenumbers

    bare = ASIDE.sub("", said)
    found = EXTENSION.search(bare)
    inside = found.group(1) if found else ""
    bare = bare[: found.start()] if found else bare
    digits = "".join(letter for letter in bare if letter in "0123456789")
    if not digits or any(letter.isalpha() for letter in bare):
        return Normalised(said, "", _("“{text}” is not a telephone number.").format(text=said[:40]))
    if len(digits) <= INSIDE_MOST and "+" not in bare:
        return Normalised(said, digits)
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        return Normalised(said, "", _("“{text}” has too few or too many digits to be dialled.").format(text=said[:40]))
    formats = phonenumbers.PhoneNumberFormat
    is_ours = phonenumbers.country_code_for_region(region) == number.country_code
    shown = phonenumbers.format_number(number, formats.NATIONAL if is_ours else formats.INTERNATIONAL)
    normal = phonenumbers.format_number(number, formats.E164)
    if inside:
        return Normalised(f"{shown} p. {inside}", f"{normal};ext={inside}")  # alike in every language
    return Normalised(shown, normal)


def _address(said: str) -> Normalised:
    angled = ANGLED.fullmatch(said)
    bare = (angled.group(1) if angled else said).removeprefix("mailto:").strip()
    if not MAIL.fullmatch(bare):
        return Normalised(said, "", _("“{text}” is not an e-mail address.").format(text=said[:40]))
    return Normalised(bare, bare.casefold())
