"""Words of incidents in two languages: what says nothing, and what says the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

WORD = re.compile(r"[^\W_]+")
LIGATURES = (("œ", "oe"), ("æ", "ae"))

# Words that every incident has, or that say nothing of one.
EMPTY = frozenset(
    """
    a an and are as at be by for from has have in is it its of on or our some that the their there this to was we were
    what when which who will with not no new now all any been being can more most one other over than then they up us
    you
    au aux avec ce ces cette chez dans de des du elle en est et ete etre il ils la le les leur lui mais ne nos notre
    nous
    ou par pas plus pour qui que sa se ses son sont sur un une vos votre
    vous aucun certains chaque comme dont entre
    meme sans sous tous toute toutes tres incident incidents issue issues problem problems probleme problemes
    """.split()  # noqa: SIM905 - read as words
)

# The first of a line stands for the others.
SAME = """
outage panne indisponible indisponibilite unavailable unavailability down interruption coupure
slow lenteur lent ralentissement latency latence slowness
degraded degradation degrade degradee perturbation perturbe
error erreur echec failure fail failed failing failur defaillance
network reseau
database base bdd db
login connexion authentification authentication auth sso connecter sign
certificate certificat tls ssl
expired expire expiree expiration expiry
fire incendie feu
power electrique electricite alimentation energie ups onduleur
supplier fournisseur provider hebergeur hosting prestataire vendor
deploy deploiement deployment release livraison rollout
change changement modification configuration config
disk disque stockage storage
queue file
mail courriel email messagerie
payment paiement carte
phone telephone telephonie voice voip
website site web
ransomware rancongiciel
attack attaque ddos
leak fuite
data donnee
backup sauvegarde
server serveur
failover bascule
access acces
call appel
emergency urgence
update maj patch correctif
overload surcharge saturation capacity capacite
cooling climatisation
flood inondation
"""


def folded(text: str) -> str:
    """Lower case without accents, as the index of the room sees words."""
    lower = text.lower()
    if lower.isascii():
        return lower
    for joined, apart in LIGATURES:
        lower = lower.replace(joined, apart)
    return "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))


def stem(word: str) -> str:
    """A word without what makes it a plural, in English and French alike."""
    for ending, instead in (("ies", "y"), ("eaux", "eau"), ("aux", "al"), ("sses", "ss")):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word[: -len(ending)] + instead
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word


@cache
def groups() -> dict[str, str]:
    """Stem → the stem that stands for all that say the same."""
    found: dict[str, str] = {}
    for line in SAME.strip().split("\n"):
        words = [stem(word) for word in line.split()]
        found |= dict.fromkeys(words, words[0])
    return found


@cache
def spellings(term: str) -> tuple[str, ...]:
    """Every stem that says the same as a term, itself among them."""
    return tuple(sorted({word for word, head in groups().items() if head == term} | {term}))


def terms(text: str) -> tuple[str, ...]:
    """The words of a text that say something, each once, in the order they come: folded, singular, in one language."""
    return tuple(as_typed(text))


def as_typed(text: str) -> dict[str, str]:
    """The same, each with the word it was typed as."""
    known = groups()
    found: dict[str, str] = {}
    for typed in WORD.findall(text):
        for word in WORD.findall(folded(typed)):
            if word not in EMPTY and (len(word) > 1 or word.isdigit()):
                base = stem(word)
                found.setdefault(known.get(base, base), typed)
    return found
