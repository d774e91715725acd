"""Verbs: one frozen dataclass and one handler each; a verb's module is read when the verb is first named."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from warroom.commands import of_learning
from warroom.commands.homes import HOMES

if TYPE_CHECKING:
    from warroom.commands.actions import AcknowledgeAction, AddAction, AmendAction, MoveAction
    from warroom.commands.alarms import AcknowledgeAlarm, MuteAlarm
    from warroom.commands.alert_fields import SetAlertFields
    from warroom.commands.alerts_in import AttachInbound, ImportAlerts
    from warroom.commands.anticipation import FireTrigger, WriteScenario
    from warroom.commands.attendance import CheckIn, CheckOut, CorrectPresence, DropPresence
    from warroom.commands.audiences import AddAudience, AmendAudience
    from warroom.commands.calling import Acknowledge, Arrive, Escalate, LogCall, StandDownCallee, TakeBackCall
    from warroom.commands.can import ReportCan, TakeUpNeeds
    from warroom.commands.cells import (
        ActivateCell,
        ChangeLevel,
        CloseObjective,
        CoverIncident,
        SetIntent,
        SetObjective,
        UncoverIncident,
    )
    from warroom.commands.channels import AddChannel, AmendChannel, CheckChannel, RetireChannel
    from warroom.commands.circles import AddToCircle, DropStation, MakeCircle, RemoveFromCircle, ShareCircle
    from warroom.commands.clock_rules import ChangeRule
    from warroom.commands.continuity import SetContinuity
    from warroom.commands.decision_followups import ReadBack, ReviewDecision, VerifyCaller, WithdrawDecision
    from warroom.commands.decisions import AmendDecision, Decide, RequestDecision
    from warroom.commands.delegations import ReviewDelegation
    from warroom.commands.deliveries import NoteDelivery
    from warroom.commands.duties import ImportDuties, MatchDuties
    from warroom.commands.entries import CorrectEntry, LogEntry
    from warroom.commands.erasures import EraseAttachment, ErasePerson
    from warroom.commands.field_teams import MoveTeam, NoteContact, ReturnTeam, SendTeam, TakeBackContact
    from warroom.commands.files import AddAttachment
    from warroom.commands.freezes import AllowException, FreezeChanges, LiftFreeze
    from warroom.commands.functions import DropFunction, HoldFunction, LeaveFunction, TakeFunction
    from warroom.commands.handovers import OpenHandover, SignHandover, WithdrawHandover
    from warroom.commands.hypotheses import (
        AmendHypothesis,
        BackHypothesis,
        MoveHypothesis,
        OpenHypothesis,
        UnbackHypothesis,
    )
    from warroom.commands.inbound import AmendInbound, ReceiveInbound
    from warroom.commands.inbound_sheets import TranscribeInbound
    from warroom.commands.inbound_steps import (
        AnswerInbound,
        CorrectAnswer,
        DecideInbound,
        SendBackInbound,
        TriageInbound,
    )
    from warroom.commands.incidents import ChangeSeverity, ChangeStatus, DeclareIncident, DescribeIncident, SetMilestone
    from warroom.commands.joining import Invite, TrustStation, WithdrawInvitation
    from warroom.commands.marks import MarkEntry
    from warroom.commands.means import (
        AmendMeans,
        ApproveMeans,
        ArriveMeans,
        AskMeans,
        OrderMeans,
        RefuseMeans,
        WithdrawMeans,
    )
    from warroom.commands.members import GrantRoles, RevokeStation, SetPin
    from warroom.commands.message_cadence import (
        LongIncident,
        NoteUpdate,
        SetCadence,
        SnoozeCadence,
        StartCadence,
        StopCadence,
    )
    from warroom.commands.message_claims import CiteEntry, KeepClaim, UnciteEntry
    from warroom.commands.message_corrections import CorrectionOf, WithdrawMessage
    from warroom.commands.message_first import FirstMessage
    from warroom.commands.message_releases import KeepBoth, ReleaseMessage
    from warroom.commands.message_reviews import Approve, AskReview, DropReview, EscalateReview, GiveVerdict
    from warroom.commands.message_templates import (
        AddTemplate,
        AmendTemplate,
        AmendWording,
        RestoreWording,
        RetireTemplate,
    )
    from warroom.commands.messages import (
        AmendMessage,
        DraftMessage,
        RefillMessage,
        WriteText,
    )
    from warroom.commands.mobilisation import AddCallee, AmendMobilisation, CloseMobilisation, StartMobilisation
    from warroom.commands.needs import MarkNeed, SetCarries
    from warroom.commands.no_change import NoChange
    from warroom.commands.notices import CorrectSubmission, DraftNotice, SubmitNotice
    from warroom.commands.of_learning import *  # noqa: F403
    from warroom.commands.on_call import DropOverride, OverrideDuty, SwapDuties, TakeShift
    from warroom.commands.own_cards import AmendRoleCard
    from warroom.commands.paper import PlacePrintout, RegisterPrintout, SpoilPrintout, VoidSheet, WithdrawPrintout
    from warroom.commands.people import AddPerson
    from warroom.commands.people_mappings import KeepMapping
    from warroom.commands.points import ClosePoint, NotePoint, OpenPoint, PlanPoint, SkipPoint
    from warroom.commands.press import ApprovePress, DropPress, ProposePress, WritePress
    from warroom.commands.promises import AmendPromise, BreakPromise, KeepPromise, MakePromise, ReleasePromise
    from warroom.commands.publicity import SetPublic
    from warroom.commands.questions import AnswerQuestion, AskQuestion, WithdrawQuestion
    from warroom.commands.readiness import NoteReadiness
    from warroom.commands.regimes import CorrectClockEvent, QualifyRegime, SetClockEvent
    from warroom.commands.relief import AmendShift, ChangeRest, DropShift, PlanRelief, PlanShift
    from warroom.commands.roster import AddCard, AmendCard, CheckCard, LeaveRoster
    from warroom.commands.roster_merging import MergePeople, RenameCard, TellApart
    from warroom.commands.roster_reaches import AddReach, AmendReach, CheckReach, DropReach
    from warroom.commands.rotations import AddRotation, AmendRotation, DropRotation
    from warroom.commands.rumours import AddRumour, DraftDenial, JudgeRumour, LogRumour
    from warroom.commands.seals import KeepTimestamp, SealLog
    from warroom.commands.senders import SetSender
    from warroom.commands.sendings import AnswerOdd, BeginSending, EndSending, GiveUp, NoteSending
    from warroom.commands.services import DropDue, FinishDue, SetDue, SetService
    from warroom.commands.settling import SettleConflict
    from warroom.commands.situation import ConfirmSentence, StateSituation
    from warroom.commands.skills import AddSkill, AmendSkill, DropSkill, Forget, Master
    from warroom.commands.stakeholders import AddStakeholder, AmendStakeholder, DropStakeholder
    from warroom.commands.standing_down import StandDown
    from warroom.commands.teams import AddTeam, AmendTeam, DropTeam, JoinTeam, QuitTeam
    from warroom.commands.template_imports import ImportTemplates
    from warroom.commands.trainings import DropTraining, NoteTraining
    from warroom.commands.transcribing import TranscribeSheet
    from warroom.commands.watchwords import RevokeWatchword, SetWatchword

__all__ = [
    "Acknowledge",
    "AcknowledgeAction",
    "AcknowledgeAlarm",
    "ActivateCell",
    "AddAction",
    "AddAttachment",
    "AddAudience",
    "AddCallee",
    "AddCard",
    "AddChannel",
    "AddPerson",
    "AddReach",
    "AddRotation",
    "AddRumour",
    "AddSkill",
    "AddStakeholder",
    "AddTeam",
    "AddTemplate",
    "AddToCircle",
    "AllowException",
    "AmendAction",
    "AmendAudience",
    "AmendCard",
    "AmendChannel",
    "AmendDecision",
    "AmendHypothesis",
    "AmendInbound",
    "AmendMeans",
    "AmendMessage",
    "AmendMobilisation",
    "AmendPromise",
    "AmendReach",
    "AmendRoleCard",
    "AmendRotation",
    "AmendShift",
    "AmendSkill",
    "AmendStakeholder",
    "AmendTeam",
    "AmendTemplate",
    "AmendWording",
    "AnswerInbound",
    "AnswerOdd",
    "AnswerQuestion",
    "Approve",
    "ApproveMeans",
    "ApprovePress",
    "Arrive",
    "ArriveMeans",
    "AskMeans",
    "AskQuestion",
    "AskReview",
    "AttachInbound",
    "BackHypothesis",
    "BeginSending",
    "BreakPromise",
    "ChangeLevel",
    "ChangeRest",
    "ChangeRule",
    "ChangeSeverity",
    "ChangeStatus",
    "CheckCard",
    "CheckChannel",
    "CheckIn",
    "CheckOut",
    "CheckReach",
    "CiteEntry",
    "CloseMobilisation",
    "CloseObjective",
    "ClosePoint",
    "ConfirmSentence",
    "CorrectAnswer",
    "CorrectClockEvent",
    "CorrectEntry",
    "CorrectPresence",
    "CorrectSubmission",
    "CorrectionOf",
    "CoverIncident",
    "Decide",
    "DecideInbound",
    "DeclareIncident",
    "DescribeIncident",
    "DraftDenial",
    "DraftMessage",
    "DraftNotice",
    "DropDue",
    "DropFunction",
    "DropOverride",
    "DropPresence",
    "DropPress",
    "DropReach",
    "DropReview",
    "DropRotation",
    "DropShift",
    "DropSkill",
    "DropStakeholder",
    "DropStation",
    "DropTeam",
    "DropTraining",
    "EndSending",
    "EraseAttachment",
    "ErasePerson",
    "Escalate",
    "EscalateReview",
    "FinishDue",
    "FireTrigger",
    "FirstMessage",
    "Forget",
    "FreezeChanges",
    "GiveUp",
    "GiveVerdict",
    "GrantRoles",
    "HoldFunction",
    "ImportAlerts",
    "ImportDuties",
    "ImportTemplates",
    "Invite",
    "JoinTeam",
    "JudgeRumour",
    "KeepBoth",
    "KeepClaim",
    "KeepMapping",
    "KeepPromise",
    "KeepTimestamp",
    "LeaveFunction",
    "LeaveRoster",
    "LiftFreeze",
    "LogCall",
    "LogEntry",
    "LogRumour",
    "LongIncident",
    "MakeCircle",
    "MakePromise",
    "MarkEntry",
    "MarkNeed",
    "Master",
    "MatchDuties",
    "MergePeople",
    "MoveAction",
    "MoveHypothesis",
    "MoveTeam",
    "MuteAlarm",
    "NoChange",
    "NoteContact",
    "NoteDelivery",
    "NotePoint",
    "NoteReadiness",
    "NoteSending",
    "NoteTraining",
    "NoteUpdate",
    "OpenHandover",
    "OpenHypothesis",
    "OpenPoint",
    "OrderMeans",
    "OverrideDuty",
    "PlacePrintout",
    "PlanPoint",
    "PlanRelief",
    "PlanShift",
    "ProposePress",
    "QualifyRegime",
    "QuitTeam",
    "ReadBack",
    "ReceiveInbound",
    "RefillMessage",
    "RefuseMeans",
    "RegisterPrintout",
    "ReleaseMessage",
    "ReleasePromise",
    "RemoveFromCircle",
    "RenameCard",
    "ReportCan",
    "RequestDecision",
    "RestoreWording",
    "RetireChannel",
    "RetireTemplate",
    "ReturnTeam",
    "ReviewDecision",
    "ReviewDelegation",
    "RevokeStation",
    "RevokeWatchword",
    "SealLog",
    "SendBackInbound",
    "SendTeam",
    "SetAlertFields",
    "SetCadence",
    "SetCarries",
    "SetClockEvent",
    "SetContinuity",
    "SetDue",
    "SetIntent",
    "SetMilestone",
    "SetObjective",
    "SetPin",
    "SetPublic",
    "SetSender",
    "SetService",
    "SetWatchword",
    "SettleConflict",
    "ShareCircle",
    "SignHandover",
    "SkipPoint",
    "SnoozeCadence",
    "SpoilPrintout",
    "StandDown",
    "StandDownCallee",
    "StartCadence",
    "StartMobilisation",
    "StateSituation",
    "StopCadence",
    "SubmitNotice",
    "SwapDuties",
    "TakeBackCall",
    "TakeBackContact",
    "TakeFunction",
    "TakeShift",
    "TakeUpNeeds",
    "TellApart",
    "TranscribeInbound",
    "TranscribeSheet",
    "TriageInbound",
    "TrustStation",
    "UnbackHypothesis",
    "UnciteEntry",
    "UncoverIncident",
    "VerifyCaller",
    "VoidSheet",
    "WithdrawDecision",
    "WithdrawHandover",
    "WithdrawInvitation",
    "WithdrawMeans",
    "WithdrawMessage",
    "WithdrawPrintout",
    "WithdrawQuestion",
    "WritePress",
    "WriteScenario",
    "WriteText",
]
__all__ += of_learning.__all__


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
