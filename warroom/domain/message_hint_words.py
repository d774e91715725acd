"""What the hints look for, and why it matters: French and English (doctrine §7.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _any(*said: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


HOURS_FR = r"(?:à|avant|vers|d[’']ici(?: à)?) (?:\d{1,2}(?::| ?h)\d{0,2})"
HOURS_EN = r"(?:at|by|before|around) \d{1,2}(?::\d{2})?"
BACK_FR = r"(?:ser(?:a|ont|ons) (?:de nouveau|à nouveau|rétabli|résolu|réparé)\w*|rétablissement|retour à la normale)"
BACK_EN = r"(?:will be (?:back|up|restored|fixed|resolved)|recovery|back to normal)"
WITHIN_FR = r"(?:dans|d[’']ici) (?:une?|deux|trois|\d+) (?:heures?|minutes?|min|h)"
WITHIN_EN = r"(?:in|within) (?:an?|one|two|three|\d+) (?:hours?|minutes?|min)"
OURS_FR = (
    r"SEV ?\d|P[1-4]|N[1-4]|BGP|DNS|LB|VLAN|SSO|LDAP|fail-?over|rollback|back-?end|cluster|pods?|RCA|MTTR|RTO|RPO"
    r"|timeouts?|cellule de crise|COMEX|DSI|PRA|PCA"
)
OURS_EN = (
    r"SEV ?\d|P[1-4]|BGP|DNS|LB|VLAN|SSO|LDAP|fail-?over|rollback|back-?end|cluster|pods?|RCA|MTTR|RTO|RPO"
    r"|time-?outs?|crisis cell|ExCo"
)

WORDS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "speculation": {
        "fr": _any(
            "probablement",
            "sans doute",
            "vraisemblablement",
            "il sembl(?:e|erait)",
            "semblent?",
            "peut-être",
            "nous (?:pensons|croyons|supposons)",
            "a priori",
            "serait (?:dû|due|lié|liée|causé|causée)",
        ),
        "en": _any(
            "probably",
            "likely",
            "it (?:seems|appears)",
            "seems to be",
            "apparently",
            "perhaps",
            "might be",
            "may be due",
            "we (?:think|believe|assume|suspect)",
        ),
    },
    "blame": {
        "fr": _any(
            "(?:notre|nos|le|un|du|de notre) (?:fournisseur|prestataire|hébergeur|sous-traitant|opérateur)s?",
            "par la faute",
            "la faute (?:de|à)",
            "imputable à",
            "responsabilité de",
        ),
        "en": _any(
            "(?:our|the|a) (?:supplier|vendor|provider|hosting provider|contractor|carrier)s?",
            "(?:the )?fault of",
            "caused by our",
            "to blame",
        ),
    },
    "promise": {
        "fr": _any(f"{BACK_FR}[^.\\n]{{0,60}}?{HOURS_FR}", f"{BACK_FR}[^.\\n]{{0,60}}?{WITHIN_FR}"),
        "en": _any(f"{BACK_EN}[^.\\n]{{0,60}}?{HOURS_EN}", f"{BACK_EN}[^.\\n]{{0,60}}?{WITHIN_EN}"),
    },
    "attack": {
        "fr": _any(
            r"(?:cyber-?)?attaqu\w+",
            r"pirat\w+",
            "intrusions?",
            "rançongiciels?",
            "ransomwares?",
            r"malveillan\w+",
            r"compromis(?:e|es|sion)?",
            "fuite de données",
            "hackers?",
            "logiciels? malveillants?",
        ),
        "en": _any(
            r"(?:cyber-?)?attack\w*",
            r"hack\w*",
            "intrusions?",
            "ransomware",
            "malware",
            "malicious",
            "breach(?:es)?",
            r"compromis(?:e|ed)",
            "data leak",
        ),
    },
    "minimise": {
        "fr": _any(
            "petits? (?:bug|souci|problème|incident|désagrément)s?",
            "simple (?:souci|problème|incident)",
            "léger(?:s|es|e)? (?:souci|perturbation)s?",
            "sans gravité",
            "juste un",
        ),
        "en": _any(
            "(?:small|minor|little) (?:bug|issue|problem|glitch|hiccup)s?",
            "glitch(?:es)?",
            "hiccups?",
            "just an? ",
            "nothing serious",
        ),
    },
    "dramatise": {
        "fr": _any(
            "panne majeure",
            r"catastroph\w+",
            "désastre",
            r"massi(?:f|ve|fs|ves)",
            r"effondre\w+",
            "paralysie",
            "chaos",
            "sans précédent",
        ),
        "en": _any(
            "disaster", r"catastroph\w+", "massive", "meltdown", "collapsed?", "chaos", "unprecedented", "crippled"
        ),
    },
    "jargon": {"fr": _any(OURS_FR), "en": _any(OURS_EN)},
    "cliche": {
        "fr": _any(
            "(?:la|toute) gêne occasionnée",
            "désagréments? (?:occasionnés?|causés?)",
            "merci de votre compréhension",
            "pour votre patience",
        ),
        "en": _any("any inconvenience(?: caused)?", "the inconvenience(?: caused)?", "your (?:patience|understanding)"),
    },
    "security-detail": {
        "fr": _any(
            r"CVE-\d{4}-\d+",
            r"(?:\d{1,3}\.){3}\d{1,3}",
            "port \\d{2,5}",
            r"version \d+\.\d+(?:\.\d+)?",
            "compte administrateur",
            "clé privée",
        ),
        "en": _any(
            r"CVE-\d{4}-\d+",
            r"(?:\d{1,3}\.){3}\d{1,3}",
            "port \\d{2,5}",
            r"version \d+\.\d+(?:\.\d+)?",
            "administrator account",
            "private key",
        ),
    },
    "tone": {
        "fr": re.compile(r"!|[\U0001F300-\U0001FAFF☀-➿]|(?<!\w)(?:oups|ouf|haha|lol)(?!\w)", re.IGNORECASE),
        "en": re.compile(r"!|[\U0001F300-\U0001FAFF☀-➿]|(?<!\w)(?:oops|whoops|haha|lol|phew)(?!\w)", re.IGNORECASE),
    },
}

REASONS: Mapping[str, tuple[str, str]] = {  # French, English
    "speculation": (
        "« {said} » : la cause ne se devine pas en public ; dites ce qui est vérifié, ou que l’analyse est en cours.",
        "“{said}”: a cause is not guessed at in public; say what is verified, or that you are looking.",
    ),
    "blame": (
        "« {said} » : désigner un fournisseur d’abord se retourne contre nous ; parlez de ce que nous faisons.",
        "“{said}”: blaming a supplier first turns against us; speak of what we are doing.",
    ),
    "promise": (
        "« {said} » : une heure seule est une promesse ; donnez une fourchette et sa confiance, ou aucune heure.",
        "“{said}”: a single time is a promise; give a range with its confidence, or no time at all.",
    ),
    "attack": (
        "« {said} » : ni « attaque » ni « pas d’attaque » sans la validation de la fonction SSI.",
        "“{said}”: neither “attack” nor “no attack” before the security function validates it.",
    ),
    "minimise": (
        "« {said} » : minimise ce que vivent les gens ; décrivez l’effet.",
        "“{said}”: plays down what people live through; describe the effect.",
    ),
    "dramatise": (
        "« {said} » : dramatise ; décrivez l’effet et l’étendue.",
        "“{said}”: dramatises; describe the effect and the extent.",
    ),
    "jargon": (
        "« {said} » : vocabulaire interne ; dites-le avec les mots de qui s’en sert.",
        "“{said}”: our own vocabulary; say it in the words of those who use the service.",
    ),
    "cliche": (
        "« {said} » : formule usée ; dites plutôt ce que l’incident empêche de faire.",
        "“{said}”: a worn phrase; say what the incident keeps people from doing.",
    ),
    "security-detail": (
        "« {said} » : ce détail peut servir à qui nous voudrait du mal.",
        "“{said}”: such a detail may help whoever wishes us ill.",
    ),
    "tone": (
        "« {said} » : ni humour ni exclamation dans un message de crise.",
        "“{said}”: no humour and no exclamation in a crisis message.",
    ),
    "person": ("« {said} » : aucun nom de personne à l’extérieur.", "“{said}”: no name of a person outside."),
    "no-hour": ("Aucune heure : à quel moment est-ce vrai ?", "No time is said: when was this true?"),
    "no-zone": (
        "Des heures sans fuseau : précisez-le, par exemple (UTC+1).",
        "Times without a zone: say it, for example (UTC+1).",
    ),
    "no-next": (
        "Le prochain point n’est pas annoncé : c’est ce que l’on attend le plus.",
        "The next update is not announced: it is what people wait for most.",
    ),
    "no-unaffected": (
        "Ce qui n’est pas touché n’est pas dit : cela rassure et évite des appels.",
        "What is not affected is not said: it reassures, and saves calls.",
    ),
    "no-since": ("On ne sait pas depuis quand.", "It does not say since when."),
    "no-contact": (
        "Ni adresse ni numéro : où s’informer, à qui s’adresser ?",
        "No address and no number: where to look, whom to ask?",
    ),
    "long-sentence": (
        "Phrase de {said} mots : coupez-la, elle sera lue debout.",
        "A sentence of {said} words: cut it, it will be read standing up.",
    ),
    "brief-long": (
        "{said} caractères : un message bref en compte 280 au plus.",
        "{said} characters: a brief message has 280 at most.",
    ),
    "sms-long": (
        "{said} segments : un SMS si long arrive en morceaux.",
        "{said} segments: so long an SMS arrives in pieces.",
    ),
    "sms-letters": (
        "« {said} » n’est pas dans l’alphabet des SMS : tout le texte passe à 70 caractères par segment.",
        "“{said}” is not in the alphabet of SMS: the whole text falls to 70 characters a segment.",
    ),
    "pair-hours": (
        "{said} est dit dans l’autre langue et pas dans celle-ci : les deux textes doivent dire la même chose.",
        "{said} is said in the other language and not in this one: both texts must say the same.",
    ),
}
