"""The words of states, severities and milestones, for sentences that the room writes itself."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.cause_words import cause_acts
from warroom.commands.corrective_words import corrective_acts
from warroom.commands.figure_words import figure_acts
from warroom.commands.inbound_acts import inbound_acts
from warroom.commands.rex_acts import rex_acts
from warroom.domain.actions import ActionState
from warroom.domain.entries import Channel, Kind, Priority, Verification
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.points import Heading
from warroom.domain.rights import Right, Role
from warroom.domain.services import ServiceState
from warroom.domain.situation import Doubt
from warroom.words import _, pgettext

MASCULINE = frozenset({Kind.FACT, Kind.REPORT, Kind.INJECT, Kind.AUTOMATIC})  # un fait, but une information


def status_word(status: Status) -> str:
    """The public wording of a status (doctrine §7.3)."""
    return {
        Status.DECLARED: _("Declared"),
        Status.INVESTIGATING: _("Investigating"),
        Status.IDENTIFIED: _("Identified"),
        Status.MONITORING: _("Monitoring"),
        Status.RESOLVED: _("Resolved"),
        Status.CLOSED: _("Closed"),
        Status.FALSE_ALARM: _("False alarm"),
    }[status]


def severity_word(severity: Severity) -> str:
    """`SEV1` to `SEV4`, or that nobody judged yet."""
    return _("To qualify") if severity is Severity.UNDETERMINED else f"SEV{severity.value}"


def severity_meaning(severity: Severity) -> str:
    """What a severity means, in one word."""
    return {
        Severity.UNDETERMINED: _("Undetermined"),
        Severity.CRITICAL: _("Critical"),
        Severity.MAJOR: _("Major"),
        Severity.SIGNIFICANT: _("Significant"),
        Severity.MINOR: _("Minor"),
    }[severity]


def milestone_word(milestone: Milestone) -> str:
    return {
        Milestone.IMPACT_STARTED: _("Impact started"),
        Milestone.DETECTED: _("Detected"),
        Milestone.ACKNOWLEDGED: _("Acknowledged"),
        Milestone.MITIGATED: _("Impact mitigated"),
        Milestone.RESOLVED: pgettext("milestone", "Resolved"),
        Milestone.CLOSED: pgettext("milestone", "Closed"),
    }[milestone]


def kind_word(kind: Kind) -> str:
    return {
        Kind.FACT: _("Fact"),
        Kind.INFORMATION: _("Information"),
        Kind.HYPOTHESIS: _("Hypothesis"),
        Kind.DECISION: _("Decision"),
        Kind.ORDER: _("Action"),
        Kind.REQUEST: _("Request"),
        Kind.REPORT: _("Report"),
        Kind.COMMUNICATION: _("Communication"),
        Kind.NOTIFICATION: _("Notification"),
        Kind.HANDOVER: _("Handover"),
        Kind.EVIDENCE: _("Evidence"),
        Kind.INJECT: _("Inject"),
        Kind.CORRECTION: _("Correction"),
        Kind.AUTOMATIC: _("Change"),
    }[kind]


def verification_word(state: Verification, kind: Kind | None = None) -> str:
    """What was done to believe something, agreeing with its kind when that is said (French needs it)."""
    if state is Verification.VERIFIED and kind is Kind.HYPOTHESIS:
        return pgettext("hypothesis", "verified")
    if kind in MASCULINE and state in (Verification.VERIFIED, Verification.REFUTED):
        return pgettext("fact", "verified") if state is Verification.VERIFIED else pgettext("fact", "refuted")
    return {
        Verification.NONE: "",
        Verification.TO_VERIFY: _("to verify"),
        Verification.VERIFYING: _("being verified"),
        Verification.VERIFIED: _("verified"),
        Verification.REFUTED: _("refuted"),
    }[state]


def channel_word(channel: str) -> str:
    """A channel as said; a word nobody here knows is shown as it came."""
    said = {
        Channel.PHONE: _("telephone"),
        Channel.VIDEO: _("video call"),
        Channel.MAIL: _("e-mail"),
        Channel.RADIO: _("radio"),
        Channel.SMS: _("SMS"),
        Channel.IN_PERSON: _("in person"),
        Channel.TOOL: _("tool"),
        Channel.COURIER: _("courier"),
        Channel.OTHER: _("other channel"),
    }
    return next((word for known, word in said.items() if known == channel), channel)


def priority_word(priority: str) -> str:
    said = {Priority.ROUTINE: _("routine"), Priority.IMPORTANT: _("important"), Priority.FLASH: _("flash")}
    return next((word for known, word in said.items() if known == priority), priority)


def action_word(state: ActionState) -> str:
    return {
        ActionState.TODO: _("To do"),
        ActionState.IN_PROGRESS: _("In progress"),
        ActionState.ON_HOLD: _("On hold"),
        ActionState.DONE: _("Done"),
        ActionState.CANCELLED: _("Cancelled"),
        ActionState.SKIPPED: _("Skipped"),
    }[state]


def service_word(state: ServiceState) -> str:
    return {
        ServiceState.OPERATIONAL: _("Operational"),
        ServiceState.DEGRADED: _("Degraded"),
        ServiceState.PARTIAL_OUTAGE: _("Partial outage"),
        ServiceState.MAJOR_OUTAGE: _("Major outage"),
        ServiceState.MAINTENANCE: _("Maintenance"),
        ServiceState.UNKNOWN: _("Unknown"),
    }[state]


def heading_word(heading: Heading) -> str:
    """A heading of the agenda of a situation point (doctrine §2.3)."""
    return {
        Heading.PRESENT: _("Present"),
        Heading.FACTS: _("New verified facts"),
        Heading.IMPACTS: _("Impacts"),
        Heading.ACTIONS: pgettext("heading", "Actions"),
        Heading.ANTICIPATION: _("Anticipation"),
        Heading.DECISIONS: _("Decisions to take"),
        Heading.COMMUNICATION: _("Communication and deadlines"),
        Heading.NEXT: _("Next point"),
    }[heading]


def doubt_word(doubt: Doubt, numbers: str = "") -> str:
    """Why a sentence of the situation is to be confirmed; `numbers` names the entries that make it so."""
    said = {
        Doubt.NO_SOURCE: _("it cites no entry"),
        Doubt.UNVERIFIED: _("{numbers} not verified"),
        Doubt.REFUTED: _("{numbers} refuted"),
        Doubt.CORRECTED: _("{numbers} corrected since"),
        Doubt.AWAITED: _("an entry it cites has not arrived here yet"),
    }
    return said[doubt].format(numbers=numbers)


def role_word(role: Role) -> str:
    """A member's role as people say it."""
    said = {
        Role.COMMANDER: _("commander"),
        Role.SCRIBE: _("scribe"),
        Role.COMMUNICATIONS: _("communications"),
        Role.LEGAL: _("legal"),
        Role.OBSERVER: _("observer"),
        Role.ADMINISTRATOR: _("administrator"),
    }
    return said[role]


def right_word(right: Right) -> str:
    """What a right lets somebody do."""
    said = {
        Right.LOG: _("write in the log"),
        Right.ACT: _("follow actions"),
        Right.CONDUCT: _("conduct the incident"),
        Right.DECIDE: _("decide"),
        Right.COMMUNICATE: _("write messages"),
        Right.JUDGE: _("give legal opinions"),
        Right.RELEASE: _("release messages to the outside"),
        Right.ADMINISTER: _("administer the room"),
    }
    return said[right]


def act_word(act: str) -> str:
    """What a command does, as a delegation tells it; the command's own name for one of a newer version."""
    said = {
        "LogEntry": _("wrote an entry"),
        "ImportAlerts": _("took alerts in"),
        "AttachInbound": _("said which incident a message is about"),
        "SetPublic": _("said what the public status page shows"),
        "CorrectEntry": _("corrected an entry"),
        "MarkEntry": _("marked an entry"),
        "AddAttachment": _("attached a file"),
        "SealLog": _("sealed the log"),
        "AcknowledgeAction": _("took an action in hand"),
        "AddAction": _("gave an action"),
        "AmendAction": _("changed an action"),
        "MoveAction": _("moved an action on"),
        "DeclareIncident": _("declared an incident"),
        "ChangeStatus": _("changed the status"),
        "ChangeSeverity": _("changed the severity"),
        "SetMilestone": _("set a milestone"),
        "DescribeIncident": _("described the incident anew"),
        "SetService": _("changed a service"),
        "SetContinuity": _("set the objectives of a service"),
        "QualifyRegime": _("qualified a legal regime"),
        "SetClockEvent": _("set the start of legal clocks"),
        "CorrectClockEvent": _("corrected the start of legal clocks"),
        "DraftNotice": _("drafted a notification"),
        "SubmitNotice": _("noted that a notification went out"),
        "CorrectSubmission": _("corrected what was said of a notification"),
        "ChangeRule": _("changed a rule of legal clocks"),
        "SetDue": _("set a clock"),
        "FinishDue": _("finished a clock"),
        "DropDue": _("dropped a clock"),
        "MuteAlarm": _("silenced an alarm"),
        "RequestDecision": _("asked for a decision"),
        "Decide": _("decided"),
        "AmendDecision": _("changed a question to decide"),
        "ReviewDecision": _("reviewed a decision"),
        "ReadBack": _("read a decision back"),
        "WithdrawDecision": _("withdrew a question"),
        "PlanPoint": _("planned a situation point"),
        "OpenPoint": _("opened a situation point"),
        "NotePoint": _("noted what was said at a point"),
        "ClosePoint": _("closed a situation point"),
        "SkipPoint": _("left a situation point out"),
        "AskQuestion": _("asked something for the next point"),
        "AnswerQuestion": _("answered a question"),
        "WithdrawQuestion": _("took a question back"),
        "StateSituation": _("wrote the situation"),
        "ConfirmSentence": _("confirmed the situation"),
        "VerifyCaller": _("verified a caller"),
        "OpenHypothesis": _("opened a hypothesis"),
        "AmendHypothesis": _("changed a hypothesis"),
        "MoveHypothesis": _("moved a hypothesis on"),
        "BackHypothesis": _("said what speaks for or against a hypothesis"),
        "UnbackHypothesis": _("took evidence of a hypothesis away"),
        "WriteScenario": _("wrote a case to expect"),
        "FireTrigger": _("said that a trigger fired"),
        "ReportCan": _("wrote a report of conditions, actions and needs"),
        "TakeUpNeeds": _("took up the needs of a report"),
        "TranscribeSheet": _("transcribed a sheet of paper"),
        "VoidSheet": _("made a sheet of paper void"),
        "SettleConflict": _("settled a point that two stations saw differently"),
        "ActivateCell": _("activated a crisis cell"),
        "ChangeLevel": _("changed the level of the cell"),
        "CoverIncident": _("had the cell cover an incident"),
        "UncoverIncident": _("took an incident from the cell"),
        "SetIntent": _("wrote the director’s intent"),
        "SetObjective": _("set an objective"),
        "CloseObjective": _("closed an objective"),
        "HoldFunction": _("filled a function"),
        "LeaveFunction": _("left a function vacant"),
        "DropFunction": _("dropped a function"),
        "FreezeChanges": _("froze changes"),
        "AllowException": _("allowed an exception to the freeze"),
        "LiftFreeze": _("lifted a freeze"),
        "StandDown": _("stood the cell down"),
        **inbound_acts(),
        **corrective_acts(),
        **figure_acts(),
        **cause_acts(),
        **rex_acts(),
    }
    return said.get(act, act)


def why_said(why: str, began: int | None) -> str:
    """Why an incarnation of a station began, in plain words; `began` in milliseconds UTC."""
    moment = f"{phrases.date(began)} {phrases.time_of_day(began)}" if began is not None else "—"
    said = {
        "created": _("began to write on {moment}"),
        "invited": _("joined by invitation on {moment}"),
        "missing": _("begun anew on {moment}: this laptop’s notes on the room were gone"),
        "restored": _("restored from a backup on {moment}"),
        "forked": _("begun anew on {moment}: the same file went on in two places"),
        "other_machine": _("opened on another laptop on {moment}"),
        "moved_file": _("moved or copied on {moment}"),
    }
    return said.get(why.replace(" ", "_"), _("begun on {moment}")).format(moment=moment)


def shut_out_said(why: str) -> str:
    """Why what a laptop writes counts nowhere yet, in plain words."""
    said = {
        "used": _("not admitted: its invitation was used by another laptop first"),
        "withdrawn": _("not admitted: its invitation was withdrawn"),
        "right": _("not admitted: nobody with the right to vouched for it"),
        "unknown": _("not admitted: nobody vouches for it"),
    }
    return said.get(why, said["unknown"])
