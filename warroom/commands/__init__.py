"""Verbs: one frozen dataclass and one handler each; a verb's module is read when the verb is first named."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from warroom.commands.homes import HOMES

if TYPE_CHECKING:
    from warroom.commands.actions import AcknowledgeAction, AddAction, AmendAction, MoveAction
    from warroom.commands.alarms import AcknowledgeAlarm, MuteAlarm
    from warroom.commands.alert_fields import SetAlertFields
    from warroom.commands.alerts_in import AttachInbound, ImportAlerts
    from warroom.commands.anticipation import FireTrigger, WriteScenario
    from warroom.commands.attendance import CheckIn, CheckOut, CorrectPresence, DropPresence
    from warroom.commands.audiences import AddAudience, AmendAudience
    from warroom.commands.barriers import AddBarrier, AmendBarrier, RemoveBarrier
    from warroom.commands.branches import EditBranch
    from warroom.commands.calling import Acknowledge, Arrive, Escalate, LogCall, StandDownCallee, TakeBackCall
    from warroom.commands.can import ReportCan, TakeUpNeeds
    from warroom.commands.causes import AddCause, AmendCause, JudgeCause, LinkEvidence, MoveCause, RemoveCause
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
    from warroom.commands.corrective_moves import (
        DropCorrective,
        PostponeCorrective,
        ProveCorrective,
        ReopenCorrective,
        VerifyCorrective,
    )
    from warroom.commands.correctives import AddCorrective, AmendCorrective, MoveCorrective
    from warroom.commands.decision_followups import ReadBack, ReviewDecision, VerifyCaller, WithdrawDecision
    from warroom.commands.decisions import AmendDecision, Decide, RequestDecision
    from warroom.commands.delegations import ReviewDelegation
    from warroom.commands.deliveries import NoteDelivery
    from warroom.commands.duties import ImportDuties, MatchDuties
    from warroom.commands.entries import CorrectEntry, LogEntry
    from warroom.commands.erasures import EraseAttachment, ErasePerson
    from warroom.commands.field_teams import MoveTeam, NoteContact, ReturnTeam, SendTeam, TakeBackContact
    from warroom.commands.figures import (
        AddAffected,
        AddFigure,
        AmendAffected,
        AmendFigure,
        RemoveAffected,
        RemoveFigure,
        SetRate,
    )
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
    from warroom.commands.lessons import AddLesson, AmendLesson, LinkLesson, RetireLesson, ShareLesson, UnlinkLesson
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
    from warroom.commands.rex import AmendRex, DropRex, OpenRex, ReadRules, ResumeRex
    from warroom.commands.rex_approval import AskApproval, GiveApproval, SendBack
    from warroom.commands.rex_comments import DeclineComment, ReopenComment, TakeComment, TakeInComments
    from warroom.commands.rex_publication import PublishRex
    from warroom.commands.rex_writing import (
        AddNote,
        AddSection,
        AmendNote,
        MarkSection,
        RemoveNote,
        RemoveSection,
        WriteSection,
    )
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

# One line or more for each module, in the order of MODULES: two people who add verbs do not meet.
__all__ = [  # noqa: RUF022
    "AcknowledgeAction", "AddAction", "AmendAction", "MoveAction",
    "AcknowledgeAlarm", "MuteAlarm",
    "SetAlertFields",
    "AttachInbound", "ImportAlerts",
    "FireTrigger", "WriteScenario",
    "CheckIn", "CheckOut", "CorrectPresence", "DropPresence",
    "AddAudience", "AmendAudience",
    "AddBarrier", "AmendBarrier", "RemoveBarrier",
    "EditBranch",
    "Acknowledge", "Arrive", "Escalate", "LogCall", "StandDownCallee", "TakeBackCall",
    "ReportCan", "TakeUpNeeds",
    "AddCause", "AmendCause", "JudgeCause", "LinkEvidence", "MoveCause", "RemoveCause",
    "ActivateCell", "ChangeLevel", "CloseObjective", "CoverIncident", "SetIntent", "SetObjective", "UncoverIncident",
    "AddChannel", "AmendChannel", "CheckChannel", "RetireChannel",
    "AddToCircle", "DropStation", "MakeCircle", "RemoveFromCircle", "ShareCircle",
    "ChangeRule",
    "SetContinuity",
    "DropCorrective", "PostponeCorrective", "ProveCorrective", "ReopenCorrective", "VerifyCorrective",
    "AddCorrective", "AmendCorrective", "MoveCorrective",
    "ReadBack", "ReviewDecision", "VerifyCaller", "WithdrawDecision",
    "AmendDecision", "Decide", "RequestDecision",
    "ReviewDelegation",
    "NoteDelivery",
    "ImportDuties", "MatchDuties",
    "CorrectEntry", "LogEntry",
    "EraseAttachment", "ErasePerson",
    "MoveTeam", "NoteContact", "ReturnTeam", "SendTeam", "TakeBackContact",
    "AddAffected", "AddFigure", "AmendAffected", "AmendFigure", "RemoveAffected", "RemoveFigure", "SetRate",
    "AddAttachment",
    "AllowException", "FreezeChanges", "LiftFreeze",
    "DropFunction", "HoldFunction", "LeaveFunction", "TakeFunction",
    "OpenHandover", "SignHandover", "WithdrawHandover",
    "AmendHypothesis", "BackHypothesis", "MoveHypothesis", "OpenHypothesis", "UnbackHypothesis",
    "AmendInbound", "ReceiveInbound",
    "TranscribeInbound",
    "AnswerInbound", "CorrectAnswer", "DecideInbound", "SendBackInbound", "TriageInbound",
    "ChangeSeverity", "ChangeStatus", "DeclareIncident", "DescribeIncident", "SetMilestone",
    "Invite", "TrustStation", "WithdrawInvitation",
    "AddLesson", "AmendLesson", "LinkLesson", "RetireLesson", "ShareLesson", "UnlinkLesson",
    "MarkEntry",
    "AmendMeans", "ApproveMeans", "ArriveMeans", "AskMeans", "OrderMeans", "RefuseMeans", "WithdrawMeans",
    "GrantRoles", "RevokeStation", "SetPin",
    "LongIncident", "NoteUpdate", "SetCadence", "SnoozeCadence", "StartCadence", "StopCadence",
    "CiteEntry", "KeepClaim", "UnciteEntry",
    "CorrectionOf", "WithdrawMessage",
    "FirstMessage",
    "KeepBoth", "ReleaseMessage",
    "Approve", "AskReview", "DropReview", "EscalateReview", "GiveVerdict",
    "AddTemplate", "AmendTemplate", "AmendWording", "RestoreWording", "RetireTemplate",
    "AmendMessage", "DraftMessage", "RefillMessage", "WriteText",
    "AddCallee", "AmendMobilisation", "CloseMobilisation", "StartMobilisation",
    "MarkNeed", "SetCarries",
    "NoChange",
    "CorrectSubmission", "DraftNotice", "SubmitNotice",
    "DropOverride", "OverrideDuty", "SwapDuties", "TakeShift",
    "AmendRoleCard",
    "PlacePrintout", "RegisterPrintout", "SpoilPrintout", "VoidSheet", "WithdrawPrintout",
    "AddPerson",
    "KeepMapping",
    "SetPublic",
    "ClosePoint", "NotePoint", "OpenPoint", "PlanPoint", "SkipPoint",
    "AmendPromise", "BreakPromise", "KeepPromise", "MakePromise", "ReleasePromise",
    "ApprovePress", "DropPress", "ProposePress", "WritePress",
    "AnswerQuestion", "AskQuestion", "WithdrawQuestion",
    "NoteReadiness",
    "CorrectClockEvent", "QualifyRegime", "SetClockEvent",
    "AmendShift", "ChangeRest", "DropShift", "PlanRelief", "PlanShift",
    "AmendRex", "DropRex", "OpenRex", "ReadRules", "ResumeRex",
    "AskApproval", "GiveApproval", "SendBack",
    "DeclineComment", "ReopenComment", "TakeComment", "TakeInComments",
    "PublishRex",
    "AddNote", "AddSection", "AmendNote", "MarkSection", "RemoveNote", "RemoveSection", "WriteSection",
    "AddCard", "AmendCard", "CheckCard", "LeaveRoster",
    "MergePeople", "RenameCard", "TellApart",
    "AddReach", "AmendReach", "CheckReach", "DropReach",
    "AddRotation", "AmendRotation", "DropRotation",
    "AddRumour", "DraftDenial", "JudgeRumour", "LogRumour",
    "KeepTimestamp", "SealLog",
    "SetSender",
    "AnswerOdd", "BeginSending", "EndSending", "GiveUp", "NoteSending",
    "DropDue", "FinishDue", "SetDue", "SetService",
    "SettleConflict",
    "ConfirmSentence", "StateSituation",
    "AddSkill", "AmendSkill", "DropSkill", "Forget", "Master",
    "AddStakeholder", "AmendStakeholder", "DropStakeholder",
    "StandDown",
    "AddTeam", "AmendTeam", "DropTeam", "JoinTeam", "QuitTeam",
    "ImportTemplates",
    "DropTraining", "NoteTraining",
    "TranscribeSheet",
    "RevokeWatchword", "SetWatchword",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
