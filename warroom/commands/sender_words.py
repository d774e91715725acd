"""The settings of senders in words, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.senders import Security, Setting, SettingFault, WebhookAuth
from warroom.words import _


def setting_word(setting: Setting) -> str:
    """What a setting is called."""
    return {
        Setting.HOST: _("Server"),
        Setting.PORT: _("Port"),
        Setting.SECURITY: _("Encryption"),
        Setting.FROM: _("From"),
        Setting.FROM_NAME: _("Name of the sender"),
        Setting.REPLY_TO: _("Answers to"),
        Setting.TO: _("Recipients"),
        Setting.STAKEHOLDERS: _("Stakeholders too"),
        Setting.USER: _("User"),
        Setting.CA: _("Authority"),
        Setting.EXERCISE: _("For exercises only"),
        Setting.URL: _("Address"),
        Setting.AUTH: _("Proof that it is us"),
        Setting.HEADER: _("Header of the key"),
    }[setting]


def security_word(security: Security) -> str:
    return {
        Security.STARTTLS: _("STARTTLS (usual, port 587)"),
        Security.TLS: _("TLS from the start (port 465)"),
        Security.NONE: _("None: anybody between can read it"),
    }[security]


def auth_word(auth: WebhookAuth) -> str:
    return {
        WebhookAuth.NONE: _("None"),
        WebhookAuth.BEARER: _("Token (Authorization: Bearer)"),
        WebhookAuth.HEADER: _("Key in a header"),
        WebhookAuth.HMAC: _("Signature (HMAC-SHA-256)"),
        WebhookAuth.PATH: _("Secret end of the address"),
    }[auth]


def fault_said(fault: SettingFault) -> str:
    """What is wrong with one setting, as a sentence."""
    sentence = {
        "missing": _("{setting} is missing."),
        "bad": _("{setting} cannot be used: {value}."),
        "too_many": _("{setting}: at most {value}."),
        "plain_secret": _("{setting}: a password never goes over a line that is not encrypted."),
        "plain": _("{setting} has to begin with https://"),
        "userinfo": _("{setting}: a password has no place in it, everybody in the room could read it."),
    }[fault.why]
    return sentence.format(setting=setting_word(fault.setting), value=fault.value or "—")


def faults_said(faults: Iterable[SettingFault]) -> str:
    return " ".join(dict.fromkeys(fault_said(fault) for fault in faults))
