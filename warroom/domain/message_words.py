"""The words of a message for states, severities and levels, in the language of the message (doctrine §7.3)."""

from __future__ import annotations

from collections.abc import Mapping

from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState

STATUSES: Mapping[Status, tuple[str, str]] = {  # French, English
    Status.DECLARED: ("Analyse en cours", "Investigating"),
    Status.INVESTIGATING: ("Analyse en cours", "Investigating"),
    Status.IDENTIFIED: ("Cause identifiée", "Identified"),
    Status.MONITORING: ("Sous surveillance", "Monitoring"),
    Status.RESOLVED: ("Résolu", "Resolved"),
    Status.CLOSED: ("Résolu", "Resolved"),
    Status.FALSE_ALARM: ("Fausse alerte", "False alarm"),
}
STATES: Mapping[ServiceState, tuple[str, str]] = {
    ServiceState.OPERATIONAL: ("fonctionne normalement", "working normally"),
    ServiceState.DEGRADED: ("service dégradé", "degraded"),
    ServiceState.PARTIAL_OUTAGE: ("panne partielle", "partial outage"),
    ServiceState.MAJOR_OUTAGE: ("panne générale", "major outage"),
    ServiceState.MAINTENANCE: ("maintenance programmée", "planned maintenance"),
    ServiceState.UNKNOWN: ("état non connu", "state not known"),
}
SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.CRITICAL: ("critique", "critical"),
    Severity.MAJOR: ("majeur", "major"),
    Severity.SIGNIFICANT: ("significatif", "significant"),
    Severity.MINOR: ("mineur", "minor"),
}
LEVELS: Mapping[int, tuple[str, str]] = {
    1: ("N1, incident", "N1, incident"),
    2: ("N2, incident majeur", "N2, major incident"),
    3: ("N3, crise", "N3, crisis"),
    4: ("N4, crise majeure", "N4, major crisis"),
}
EXERCISE = ("EXERCICE – EXERCICE – EXERCICE", "EXERCISE – EXERCISE – EXERCISE")


def _said(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "fr" else pair[1]


def status_word(status: str, language: str) -> str:
    """The public wording of a status; "" for what is none."""
    return next((_said(pair, language) for known, pair in STATUSES.items() if known == status), "")


def state_word(state: str, language: str) -> str:
    return next((_said(pair, language) for known, pair in STATES.items() if known == state), "")


def severity_word(severity: Severity, language: str) -> str:
    """`SEV1, critical`; "" while nobody judged."""
    pair = SEVERITIES.get(severity)
    return f"SEV{severity.value}, {_said(pair, language)}" if pair else ""


def level_word(level: int, language: str) -> str:
    pair = LEVELS.get(level)
    return _said(pair, language) if pair else ""


def wrapped(text: str, *, exercise: bool, language: str) -> str:
    """A text that leaves, between two lines that say that it is an exercise; once only, however often asked for."""
    said, line = text.strip(), _said(EXERCISE, language)
    if not exercise or not said or (said.startswith(line) and said.endswith(line)):
        return said
    return f"{line}\n{said}\n{line}"
