"""Words that explain nothing: “human error” as a root cause, “raise awareness” as an action (doctrine §10.3).

They are looked for in whole texts that say little else; a text that goes on to say why is left alone.
"""

from __future__ import annotations

import re
import unicodedata

_SAYS_LITTLE = 12  # words beyond which a text says more than the excuse it holds
_HUMAN = re.compile(
    r"\b(human (error|factor|mistake|failure)s?|(operator|user|engineer|admin\w*|manual) (error|mistake|fault)s?"
    r"|human oversight|oversight by|negligen\w+|carelessness|inattention|forgetfulness"
    r"|erreurs? (humaine|de manipulation|operateur|de l'operateur|utilisateur|de l'utilisateur|d'inattention)s?"
    r"|(fautes?|faute) (humaine|de l'operateur)s?|facteurs? humains?|manque d'attention|inattention|etourderie"
    r"|oubli (de|d'un|d'une|par)|negligence)\b"
)
_AWARE = re.compile(
    r"\b((raise|raising|increase|improve|promote) (the )?awareness|awareness (campaign|training|session|raising)"
    r"|sensitis\w+|sensitiz\w+|(remind|reminding|reminder to) (the )?(staff|teams?|people|operators?|every\w+|users?)"
    r"|be (more )?careful|pay (more )?attention|take (more )?care"
    r"|retrain|train(ing)? (the )?(staff|team|people|operators?)"
    r"|sensibilis\w+|rappel(er|s)? (a|aux?|les|la|que|des) |faire attention"
    r"|etre (plus )?(attentif|vigilant|prudent)\w*|redoubler de vigilance"
    r"|former (le personnel|les equipes|l'equipe|les operateurs)|formation (du personnel|des equipes))\b"
)


def is_human_error(text: str) -> bool:
    """Whether a cause says little else than that somebody erred."""
    return _is_excuse(text, _HUMAN)


def is_awareness(text: str) -> bool:
    """Whether an action says little else than that people are to be told, reminded or careful."""
    return _is_excuse(text, _AWARE)


def _is_excuse(text: str, words: re.Pattern[str]) -> bool:
    plain = _plain(text)
    return len(plain.split()) <= _SAYS_LITTLE and words.search(plain) is not None


def _plain(text: str) -> str:
    """Lower case, without accents, typographic apostrophes as typed ones."""
    apart = unicodedata.normalize("NFKD", text[:2_000].replace("’", "'")).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
