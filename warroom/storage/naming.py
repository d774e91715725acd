"""Naming: when two spellings are one name, what a noun is called, and a section of the review."""

from __future__ import annotations

import unicodedata

from warroom.words import _


def folded_name(name: str) -> str:
    """A name however its letters are composed, cased and spaced."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def noun_word(noun: str) -> str:
    """A noun as a person says it."""
    said = {
        "incident": _("incident"),
        "entry": _("log entry"),
        "decision": _("decision"),
        "action": _("action"),
        "due": _("clock"),
        "impact": _("service"),
        "service": _("service"),
        "attachment": _("attachment"),
        "person": _("person"),
        "circle": _("circle"),
        "station": _("station"),
        "invitation": _("invitation"),
        "seal": _("seal"),
        "crisis_cell": _("crisis cell"),
        "coverage": _("incident of a cell"),
        "objective": _("objective"),
        "function": _("function"),
        "freeze": _("change freeze"),
        "freeze_exception": _("exception to a freeze"),
        "point": _("situation point"),
        "question": _("question for the next point"),
        "sentence": _("sentence of the situation"),
        "scenario": _("case to expect"),
        "hypothesis": _("hypothesis"),
        "backing": _("evidence of a hypothesis"),
        "regime": _("legal regime"),
        "clock_event": _("start of a clock"),
        "notice": _("draft of a notification"),
        "submission": _("notification sent"),
        "clock_rule": _("rule of a clock"),
        "alarm": _("alarm"),
        "printout": _("printed copy"),
        "sheet": _("paper sheet"),
        "readiness": _("proof of a laptop"),
        "reach": _("way to reach somebody"),
        "skill": _("skill"),
        "mastery": _("skill of a person"),
        "team": _("team"),
        "membership": _("member of a team"),
        "training": _("training"),
        "breakage": _("means out of order"),
        "rotation": _("rotation"),
        "override": _("change of on-call"),
        "duty": _("on-call duty"),
        "role_card": _("role card"),
        "handover": _("handover"),
        "watchword": _("watchword"),
        "mobilisation": _("mobilisation"),
        "callee": _("person called out"),
        "call": _("call"),
        "shift": _("shift"),
        "presence": _("presence"),
        "rest_rule": _("rule of rest"),
        "field_team": _("team sent out"),
        "contact": _("contact of a team"),
        "means_request": _("request for means"),
        "mapping": _("reading of columns"),
        "template": _("template"),
        "wording": _("wording of a template"),
        "wording_version": _("version of a wording"),
        "message": _("message"),
        "message_text": _("text of a message"),
        "review": _("check of a message"),
        "claim": _("entry that a message rests on"),
        "release": _("release of a message"),
        "sending": _("line of the ledger"),
        "cadence_step": _("step of the cadence"),
        "audience": _("audience"),
        "channel": _("channel"),
        "stakeholder": _("stakeholder"),
        "press_answer": _("answer for the press"),
        "inbound": _("incoming message"),
        "rumour": _("rumour"),
        "promise": _("promise"),
        "rex": _("review after the crisis"),
        "rex_section": _("section of a review"),
        "rex_note": _("statement of a review"),
        "rex_approval": _("approval of a review"),
        "rex_publication": _("publication of a review"),
        "rex_comment": _("comment on a review"),
        "figure": _("figure of an impact"),
        "affected": _("users affected"),
        "rate": _("cost of an hour"),
        "branch": _("branch of causes"),
        "cause": _("cause"),
        "barrier": _("barrier"),
        "corrective": _("corrective action"),
        "postponement": _("postponement"),
        "lesson": _("lesson"),
        "lesson_link": _("change made by a lesson"),
    }
    return said.get(noun, noun)


def section_word(code: str) -> str:
    """The title of a section that every review has; the code itself of another."""
    return _sections().get(code, code)


def _sections() -> dict[str, str]:
    return {
        "scope": _("Scope, sources and method"),
        "summary": _("Summary"),
        "context": _("Context and lead-up"),
        "timeline": _("Timeline"),
        "detection": _("Detection"),
        "response": _("Response and coordination"),
        "recovery": _("Resolution and recovery"),
        "impact": _("Impact"),
        "metrics": _("Measures"),
        "causes": _("Causes"),
        "barriers": _("Barriers"),
        "communication": _("Communication"),
        "people_on_duty": _("Mobilisation and reliefs"),
        "legal": _("Authorities and the law"),
        "good_bad_luck": _("What went well, badly, by luck"),
        "plan": _("Action plan"),
        "lessons": _("Lessons"),
        "annexes": _("Annexes"),
    }
