"""The words of quick entry: what each typed word may stand for, and what holds a word back in its sentence."""

from __future__ import annotations

import re
import unicodedata

from warroom.domain.entries import Channel, Kind

COLONS = ":："  # an input method for another script gives the wide one
NO_BREAKS = "\u00a0\u202f"  # what French keyboards and input methods put before a colon

KINDS = {
    "fait": Kind.FACT, "fact": Kind.FACT,
    "info": Kind.INFORMATION, "information": Kind.INFORMATION,
    "hypothèse": Kind.HYPOTHESIS, "hypothese": Kind.HYPOTHESIS, "hypothesis": Kind.HYPOTHESIS,
    "décision": Kind.DECISION, "decision": Kind.DECISION,
    "action": Kind.ORDER, "ordre": Kind.ORDER, "order": Kind.ORDER,
    "demande": Kind.REQUEST, "request": Kind.REQUEST,
    "compte-rendu": Kind.REPORT, "report": Kind.REPORT,
    "communication": Kind.COMMUNICATION, "notification": Kind.NOTIFICATION,
    "relève": Kind.HANDOVER, "releve": Kind.HANDOVER, "handover": Kind.HANDOVER,
    "preuve": Kind.EVIDENCE, "evidence": Kind.EVIDENCE,
}  # fmt: skip

CHANNELS = {
    "tél": Channel.PHONE, "tel": Channel.PHONE, "phone": Channel.PHONE,
    "téléphone": Channel.PHONE, "telephone": Channel.PHONE,
    "radio": Channel.RADIO,
    "mail": Channel.MAIL, "courriel": Channel.MAIL, "email": Channel.MAIL,
    "sms": Channel.SMS,
    "visio": Channel.VIDEO, "video": Channel.VIDEO,
    "présence": Channel.IN_PERSON, "presence": Channel.IN_PERSON, "in-person": Channel.IN_PERSON,
    "in person": Channel.IN_PERSON, "en présence": Channel.IN_PERSON, "en personne": Channel.IN_PERSON,
    "outil": Channel.TOOL, "tool": Channel.TOOL,
    "coursier": Channel.COURIER, "courier": Channel.COURIER,
}  # fmt: skip
# Shorthand that ends no sentence; the other channels are ordinary nouns ("Perte du serveur mail").
SHORTHAND = frozenset({"tél", "tel", "phone", "sms", "visio"})

FROM_NAMES = frozenset({"de", "from"})
TO_NAMES = {"fr": frozenset({"à", "a", "to"}), "en": frozenset({"à", "to"})}
LIST_LETTERS = frozenset({"a"})  # "option A: basculer": with a space after it only a known name is understood
BY_NAMES = frozenset({"par", "via", "by"})
# A name goes on after one of these: "de:M. Dupont".
TITLE = re.compile(
    r"(?:(?:\w\.-?){1,3}|MM?\.?|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Pr\.?|Me|Cdt|Cne|Cap\.|Col\.?|Gal|Lt\.?|Adj\.?)"
)
FAMILY_NAME = re.compile(r"\s+([^\W\d_][\w'’-]*)")

# After one of these the last word belongs to the sentence: "prévenu par tél", "la salle est à -20".
BINDING = frozenset({
    "à", "a", "au", "aux", "de", "du", "des", "d'", "un", "une", "le", "la", "les", "l'", "en", "par", "via", "sur",
    "sous", "est", "=", ":", "<", ">", "+", "et", "ou", "avec", "pour", "sans", "vers", "at", "of", "is", "the",
    "an", "on", "by", "to", "from", "with", "under", "below", "above", "and", "or", "in", "about", "near", "minus",
})  # fmt: skip
UNITS = re.compile(r"(?:°|%|degr|deg\b|c\b|k\b|db|dbm|€|\$|v\b|volts?\b|points?\b|€)", re.IGNORECASE)
_END = r"(?=[,;:]?(?:\s|$))"
AGO = re.compile(
    rf"[-−–](?:\d{{1,2}}\s?h\s?\d{{2}}|\d{{1,4}}\s?(?:minutes?|mins?|mn|heures?|hours?|h)|\d{{1,4}}){_END}",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2})?|\s?h\s?\d{2})"
_AT = r"(?:(?:à|at)\s+)?"
CLOCK = re.compile(rf"{_CLOCK}{_END}", re.IGNORECASE)
DAY_CLOCK = re.compile(
    rf"(?:avant-hier|hier|yesterday|aujourd['’]hui|today)\s+{_AT}(?:{_CLOCK}|\d{{1,2}}\s?h){_END}", re.IGNORECASE
)
DATE_CLOCK = re.compile(
    rf"(?:\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{4}}-\d{{2}}-\d{{2}})\s+{_AT}{_CLOCK}{_END}", re.IGNORECASE
)
# "2h30 de coupure" is a length, "14:32 à 14:50" a stretch: neither says when the line's event was.
GOES_ON = re.compile(r"(?:(?:de|of)\s+(?!:)\S|d['’])|(?:à|-|–|—|→|to)\s*\d", re.IGNORECASE)
BREAKS = frozenset({":", "-", "–", "—"})  # "14:32 – Hébergeur rappelle"
DUE_LEADING = re.compile(
    r"\d{1,2}(?::|[hH])\d{2}|\+\d{1,4}(?:min|mn|h|h\d{2})?|(?:demain|tomorrow) \d{1,2}(?::|[hH])(?:\d{2})?",
    re.IGNORECASE,
)
DUE_TRAILING = re.compile(
    rf"{DUE_LEADING.pattern}|\d{{1,2}}[hH]|\d{{1,4}} ?(?:min|mn|h|j|d)|\d{{1,2}}/\d{{1,2}} \d{{1,2}}(?::|[hH])\d{{2}}",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"([^"\n]+)"|«\s*([^»\n]+?)\s*»|“\s*([^”\n]+?)\s*”')


def folded(word: str) -> str:
    """A typed word as the tables hold it: small letters, each accent and its letter as one."""
    return unicodedata.normalize("NFC", word).lower()
