"""A release as the ways out get it."""

from __future__ import annotations

from typing import Any

from tests.builders import NOON
from warroom.domain.messages import Release, digest_of_texts

FR = {
    "title": "Analyse en cours : paiement par carte indisponible",
    "body": (
        "Depuis 11 h 52 (UTC+1), le paiement par carte échoue pour une partie de nos clients. Les retraits ne sont pas "
        "touchés.\n\nNos équipes en cherchent l’origine. Numéro unique : 01 99 00 12 34.\n\nProchain point à 12 h 30."
    ),
    "brief": "Depuis 11 h 52, le paiement par carte échoue. Prochain point à 12 h 30.",
    "sms": "Paiement par carte en panne depuis 11:52. Prochain point 12:30. Infos 01 99 00 12 34",
}
EN = {
    "title": "Investigating: card payments unavailable",
    "body": "Since 11:52 (UTC+1) card payments fail for some customers.\n\nNext update at 12:30.",
    "brief": "Since 11:52 card payments fail. Next update at 12:30.",
    "sms": "Card payments down since 11:52. Next update 12:30.",
}


def a_release(**more: Any) -> Release:
    """A SEV1's second message, let out at noon in Paris to customers, in both languages."""
    texts = more.pop("texts", {"fr": FR, "en": EN})
    asked: dict[str, Any] = {
        "id": "a" * 32, "message": "b" * 32, "incident": "c" * 32, "number": "A-MS01", "template": "T04",
        "audiences": ("customers",), "channels": (), "texts": texts, "status": "investigating",
        "next_at": NOON + 30 * 60_000, "digest": digest_of_texts(texts), "approved_by": "Anne Roche", "exception": "",
        "corrects": "", "again": "", "reason": "", "exercise": False, "by": "Léa Martin", "at": NOON,
        "knew": (), "claims": (),
    }  # fmt: skip
    return Release(**{**asked, **more})
