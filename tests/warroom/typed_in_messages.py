"""What somebody types in the messages of the demonstration's crisis: every variable that the room cannot know."""

from __future__ import annotations

from typing import Any

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def both(french: Any, english: Any) -> dict[str, Any]:
    return {"fr": french, "en": english}


def typed(now: int) -> dict[str, Any]:
    """Values by variable; `now` is milliseconds UTC."""
    return {
        "symptom": both("La connexion échoue après la saisie du mot de passe", "Signing in fails after the password"),
        "user_effect": both("vous connecter", "signing in"),
        "customer_effect": both("accéder à leurs comptes", "reaching their accounts"),
        "regions": both("Europe, Amérique du Nord", "Europe, North America"),
        "unaffected": both(["Paiement", "Site public"], ["Payments", "Public website"]),
        "workaround": both(
            "Les sessions déjà ouvertes restent utilisables, ne vous déconnectez pas",
            "Sessions that are already open still work, please do not sign out",
        ),
        "cause_class": both(
            "une erreur de configuration déployée partout", "a configuration error that went everywhere"
        ),
        "actions": both(
            ["Retrait de la configuration en cause, région par région", "Protection des accès encore ouverts"],
            ["Removing that configuration, region by region", "Protecting the accesses that are still open"],
        ),
        "eta_low": now + 2 * HOUR,
        "eta_high": now + 4 * HOUR,
        "confidence": both("moyenne", "medium"),
        "horizon": both("pas avant la fin de l’après-midi", "not before the end of the afternoon"),
        "cadence": both("un point toutes les deux heures", "one update every two hours"),
        "closing_criteria": both(
            "Une heure sans erreur dans toutes les régions", "One hour without errors in every region"
        ),
        "data_statement": both(
            "À ce stade, aucun élément ne montre une perte ou une divulgation de données\u00a0; l’analyse se poursuit.",
            "At this time nothing shows that data were lost or disclosed; the analysis goes on.",
        ),
        "user_action": both("Vous n’avez rien à faire.", "You do not need to do anything."),
        "report_date": both("4 décembre", "4 December"),
        "contact": "01 99 00 12 00",
        "page": "etat.example.org",
        "do": both(
            ["gardez votre session ouverte", "utilisez le cahier papier à l’accueil"],
            ["keep your session open", "use the paper register at reception"],
        ),
        "dont": both(
            ["ne redémarrez pas votre poste", "n’ouvrez pas de ticket en double"],
            ["do not restart your computer", "do not open a second ticket"],
        ),
        "exposure": both("pénalités possibles envers douze grands comptes", "possible credits for twelve key accounts"),
        "escalation": both("le chef de plateau, poste 4120", "the floor manager, extension 4120"),
        "ticket_tag": "API-2611",
        "attack_statement": both(
            "L’incident est technique ; nos équipes de sécurité ont écarté une origine malveillante.",
            "The incident is technical; our security teams have ruled out a malicious origin.",
        ),
        "red_lines": both("le nombre de clients santé touchés", "the number of health-care customers affected"),
        "exit_criteria": both(
            ["service stable depuis quatre heures", "files d’attente vidées", "accès d’urgence refermés"],
            ["service stable for four hours", "queues empty", "emergency accesses closed"],
        ),
        "review_date": now + 7 * DAY,
        "rest_rule": both("Onze heures de repos avant toute reprise", "Eleven hours of rest before anybody comes back"),
        "support_contact": "01 99 00 12 40",
        "account": "Orion Santé",
        "account_impact": both("Vos sites ne peuvent plus ouvrir de session", "Your sites can no longer open sessions"),
        "account_contact": both("votre responsable de compte, 01 99 00 12 21", "your account manager, 01 99 00 12 21"),
        "sla_position": both(
            "le délai de rétablissement de quatre heures court encore", "the four-hour time to restore still runs"
        ),
        "retry_guidance": both(
            "Espacez vos essais d’au moins une minute et acceptez le code 503",
            "Space your retries by at least one minute and accept code 503",
        ),
        "technical_contact": "integration@example.org",
        "supplier": "Heberg-Un",
        "ticket": "48213",
        "priority": "1",
        "ticket_opened": now - 2 * HOUR,
        "contract": "C-2025-117",
        "guaranteed_time": both("intervention en 30 minutes", "response within 30 minutes"),
        "guarantee_state": both("dépassé depuis 90 minutes", "over for 90 minutes"),
        "impact": both(
            "Aucun client ne peut se connecter, dans quatre régions", "No customer can sign in, in four regions"
        ),
        "expert_level": "3",
        "request_deadline": now + 20 * MINUTE,
        "update_minutes": "15",
        "clause": "7.2",
        "measured_times": both(
            ["ticket ouvert à 12:05, premier rappel à 14:01 (1 h 56)", "deux relances sans réponse"],
            ["ticket opened at 12:05, first call back at 14:01 (1 h 56)", "two reminders without an answer"],
        ),
        "evidence": both(
            ["extrait horodaté de la main courante", "journal d’appels"], ["timestamped extract of the log", "call log"]
        ),
        "claim": both("les pénalités prévues à l’article 7.4", "the credits of Article 7.4"),
        "answer_date": now + 8 * DAY,
        "organisation": both("Groupe Exemple", "Example Group"),
        "press_contact": "01 99 00 12 30, presse@example.org",
        "malicious": both("non, à ce stade", "no, at this time"),
        "cross_border": both("oui", "yes"),
        "first_measures": both(
            ["déploiements gelés", "configuration en cause retirée région par région"],
            ["rollouts frozen", "the configuration removed region by region"],
        ),
        "authority_contact": "01 99 00 12 50",
        "earlier_ref": "NIS-2611-01",
        "dora_class": both("incident majeur (clients touchés, durée)", "major incident (clients affected, duration)"),
        "breach_nature": both("Une sauvegarde a été lisible par un tiers", "A backup could be read by a third party"),
        "breach_people": both("clients particuliers, environ 1 200", "private customers, about 1,200"),
        "breach_consequences": both("Des tentatives d’hameçonnage sont possibles", "Phishing attempts are possible"),
        "breach_measures": both("Accès fermé et clés changées", "Access closed and keys changed"),
        "breach_when": both("du 24 au 26 novembre", "24 to 26 November"),
        "breach_data": both("Nom, adresse électronique", "Name and e-mail address"),
        "advice": both(
            ["méfiez-vous des messages qui parlent de cet incident", "changez votre mot de passe"],
            ["be wary of messages that speak of this incident", "change your password"],
        ),
        "dpo": "dpo@example.org",
        "supervisor": both("la CNIL", "the CNIL"),
        "summary": both(
            "Une configuration déployée partout a empêché nos clients de se connecter.",
            "A configuration that went everywhere kept our customers from signing in.",
        ),
        "timeline": both(
            ["11:18 début des erreurs", "11:24 détection", "13:05 cause identifiée"],
            ["11:18 errors begin", "11:24 detection", "13:05 cause identified"],
        ),
        "root_cause": both(
            "Un nouveau composant de mesure appelait trop souvent le cœur du service.",
            "A new measuring component called the heart of the service too often.",
        ),
        "factors": both(
            ["déploiement dans toutes les régions à la fois", "essai de charge trop petit"],
            ["rollout to every region at once", "a load test that was too small"],
        ),
        "worked": both(["détection en six minutes"], ["detection within six minutes"]),
        "failed": both(["accès d’urgence trop long à ouvrir"], ["emergency access took too long to open"]),
        "improvements": both(
            ["déploiement région par région, d’ici au 15 janvier", "essais de charge au double, d’ici au 1er février"],
            ["rollout region by region, by 15 January", "load tests at twice the size, by 1 February"],
        ),
    }
