"""What is looked into and expected in the crisis of the drawings: hypotheses in every state, six cases, two leads."""

from __future__ import annotations

from tests.builders import NOON, an_entry
from warroom.commands import (
    BackHypothesis,
    Decide,
    FireTrigger,
    MoveHypothesis,
    OpenHypothesis,
    ReportCan,
    RequestDecision,
    WriteScenario,
)
from warroom.domain.anticipation import HORIZONS_MIN, Outlook, Prepared
from warroom.domain.decisions import CallerCheck, Option, Window
from warroom.domain.hypotheses import HypothesisState, Weight
from warroom.room import Room

MINUTE = 60_000
HYPOTHESES = (
    ("Le service de télémétrie déployé à 14:51 sature le plan de contrôle", HypothesisState.TESTING, "Karim Benali"),
    ("Une attaque par déni de service sur l'API publique", HypothesisState.RULED_OUT, "Nadia Roussel"),
    ("Un certificat interne arrivé à expiration", HypothesisState.OPEN, ""),
    ("Le résolveur DNS interne ne suit plus la charge", HypothesisState.CONFIRMED, "Jean-Philippe Grandjean"),
)
CASES = (
    "Retour progressif région par région, sans perte de données",
    "Tout est rétabli avant la fin de journée, reprise des files en retard",
    "Retour à la normale, bilan avec les clients les plus touchés",
    "Une deuxième région tombe pendant la remise en charge",
    "Les sauvegardes ne se restaurent pas, perte de quinze minutes de données",
    "Indisponibilité au-delà du délai maximal tolérable, clients vitaux sans service",
)


def looks_ahead(room: Room, incident: str) -> None:
    """Everything the page “Outlook” shows, and a decision by somebody whom nobody verified."""
    proof = an_entry(room, incident, text="Télémétrie coupée sur un site : les nœuds répondent de nouveau")
    for text, state, owner in HYPOTHESES:
        box = NOON + 6 * MINUTE if owner else None
        made = room.do(OpenHypothesis(incident=incident, text=text, owner=owner, timebox_at=box)).result()
        weight = Weight.AGAINST if state is HypothesisState.RULED_OUT else Weight.FOR
        room.do(BackHypothesis(hypothesis=made.id, entry=proof.id, weight=weight)).result()
        if state is not HypothesisState.OPEN:
            room.do(MoveHypothesis(hypothesis=made.id, state=state, reason="Essai sur un site, à 12:41")).result()
    ready = (Prepared("Bascule-t-on vers la région de secours ?", (Option("Basculer"), Option("Attendre"))),)
    kinds = [(kind, horizon) for kind in Outlook for horizon in HORIZONS_MIN]
    for (kind, horizon), text in zip(kinds, CASES, strict=True):
        more = {"trigger": "Plus de 5 % d'erreurs sur une autre région", "owner": "Nadia Roussel", "prepared": ready}
        case = room.do(WriteScenario(incident=incident, kind=kind, horizon_min=horizon, text=text, **more)).result()  # type: ignore[arg-type]
        if (kind, horizon) == (Outlook.WORST, 60):
            room.do(FireTrigger(scenario=case.id, evidence=proof.id)).result()
    parts = {"conditions": "62 % des nœuds répondent", "actions": "Redémarrage par lots de vingt, jusqu'à 15:30"}
    room.do(
        ReportCan(incident=incident, lead="Karim Benali", needs="Un accès de secours à la console", **parts)
    ).result()
    room.do(ReportCan(incident=incident, lead="Jean-Philippe Grandjean", workstream="DNS", **parts)).result()
    window = Window(NOON - 167 * MINUTE, 240, 20, 5, tested_at=NOON - 42 * 24 * 60 * MINUTE, service="API")
    room.do(RequestDecision(incident=incident, question="Bascule-t-on l'API ?", decider="DG", window=window)).result()
    order = {"decided": "Couper l'accès des partenaires", "decider": "Préfecture", "how": "phone"}
    check = {"caller_check": CallerCheck.NONE, "caller_reason": "Ordre urgent, ligne coupée"}
    room.do(Decide(incident=incident, **order, **check)).result()  # type: ignore[arg-type]
