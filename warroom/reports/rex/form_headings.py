"""The headings and labels of other people's postmortem templates, and what of a review answers each of them."""

from __future__ import annotations

import re

from warroom.domain.likeness_words import folded

# A pattern of a folded heading → what answers it; the first that fits counts. Codes of sections, or a part of one.
HEADINGS = (
    (r"went well|bien (marche|passe)|a marche", "note:well"),
    (r"went (badly|wrong|poorly)|moins bien|a ameliorer", "note:badly"),
    (r"lucky|luck|chance", "note:luck"),
    (r"open question|questions? ouverte", "note:question"),
    (r"trigger|declench", "cause:trigger"),
    (r"process breakdown|contributing|contribu", "cause:contributing"),
    (r"root cause|cause(s)?( |\()?racine", "cause:root"),
    (r"what caused|causes?\b|pourquoi", "causes"),
    (r"attend|participant|people|responder", "people"),
    (r"timing|key (times|moments)|duration|metric|jalon", "times"),
    (r"timeline|chronolog|sequence of events", "timeline"),
    (r"action item|follow.?up|corrective|plan d.action|next steps", "plan"),
    (r"lesson|enseignement", "lessons"),
    (r"support(ing)? doc|appendix|annex|reference", "annexes"),
    (r"mitigation|resolution|recovery|retablissement", "recovery"),
    (r"detect", "detection"),
    (r"response|reponse|remediation", "response"),
    (r"communicat", "communication"),
    (r"background|context", "context"),
    (r"impact|severity|consequence", "impact"),
    (r"summary|overview|resume|synthese|abstract", "summary"),
)

# A label in a table or before a colon → the fact that fills it.
LABELS = (
    (r"incident (number|id)|numero", "number"),
    (r"severity|gravite", "severity"),
    (r"(postmortem|review) date|^date", "date"),
    (r"last modified|modifie", "modified"),
    (r"postmortem lead|^name\(?s?\)?|author|auteur|pilote", "lead"),
    (r"detected by", "detected_by"),
    (r"start time|debut", "start"),
    (r"detection time|detecte", "detected"),
    (r"mitigation time|maitrise", "mitigated"),
    (r"resolution time|resolu", "resolved"),
    (r"time to detect|\(ttd\)", "ttd"),
    (r"time to mitigate|\(ttm\)", "ttm"),
    (r"time to resolve|\(ttr\)", "ttr"),
)

# A heading of a column → what of a row stands under it.
COLUMNS = (
    (r"date/time|^time|^heure|quand", "when"),
    (r"due|echeance", "due"),
    (r"action( |/|$)|what happened|action item|question|^item", "text"),
    (r"^who|name|person|owner|pilote|qui", "who"),
    (r"type|kind", "kind"),
    (r"priorit", "priority"),
    (r"bug|ticket|issue", "ticket"),
    (r"role|fonction", "role"),
)
MARKUP = re.compile(r"[*_`#\[\]]")


def heading_of(title: str) -> str:
    """What answers a heading, "" for one that nobody knows."""
    return _first(HEADINGS, title)


def label_of(label: str) -> str:
    """Which fact fills a label, "" for none."""
    return _first(LABELS, label)


def column_of(title: str) -> str:
    """What stands under a heading of a column, "" for nothing."""
    return _first(COLUMNS, title)


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    words = " ".join(MARKUP.sub(" ", folded(said[:200])).split()).strip(" :")
    return next((answer for pattern, answer in known if words and re.search(pattern, words)), "")
