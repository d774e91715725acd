"""Verbs: one frozen dataclass and one handler each; a verb's module is read when the verb is first named."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warroom.commands.actions import AcknowledgeAction, AddAction, AmendAction, MoveAction
    from warroom.commands.alarms import AcknowledgeAlarm, MuteAlarm
    from warroom.commands.circles import AddToCircle, DropStation, MakeCircle, RemoveFromCircle, ShareCircle
    from warroom.commands.continuity import SetContinuity
    from warroom.commands.decisions import (
        AmendDecision,
        Decide,
        ReadBack,
        RequestDecision,
        ReviewDecision,
        WithdrawDecision,
    )
    from warroom.commands.delegations import ReviewDelegation
    from warroom.commands.deliveries import NoteDelivery
    from warroom.commands.entries import CorrectEntry, LogEntry, MarkEntry
    from warroom.commands.erasures import EraseAttachment, ErasePerson
    from warroom.commands.files import AddAttachment
    from warroom.commands.incidents import ChangeSeverity, ChangeStatus, DeclareIncident, DescribeIncident, SetMilestone
    from warroom.commands.joining import Invite, TrustStation, WithdrawInvitation
    from warroom.commands.members import GrantRoles, RevokeStation, SetPin
    from warroom.commands.paper import PlacePrintout, RegisterPrintout, SpoilPrintout, VoidSheet, WithdrawPrintout
    from warroom.commands.people import AddPerson
    from warroom.commands.seals import KeepTimestamp, SealLog
    from warroom.commands.services import DropDue, FinishDue, SetDue, SetService
    from warroom.commands.settling import SettleConflict
    from warroom.commands.transcribing import TranscribeSheet

__all__ = [
    "AcknowledgeAction",
    "AcknowledgeAlarm",
    "AddAction",
    "AddAttachment",
    "AddPerson",
    "AddToCircle",
    "AmendAction",
    "AmendDecision",
    "ChangeSeverity",
    "ChangeStatus",
    "CorrectEntry",
    "Decide",
    "DeclareIncident",
    "DescribeIncident",
    "DropDue",
    "DropStation",
    "EraseAttachment",
    "ErasePerson",
    "FinishDue",
    "GrantRoles",
    "Invite",
    "KeepTimestamp",
    "LogEntry",
    "MakeCircle",
    "MarkEntry",
    "MoveAction",
    "MuteAlarm",
    "NoteDelivery",
    "PlacePrintout",
    "ReadBack",
    "RegisterPrintout",
    "RemoveFromCircle",
    "RequestDecision",
    "ReviewDecision",
    "ReviewDelegation",
    "RevokeStation",
    "SealLog",
    "SetContinuity",
    "SetDue",
    "SetMilestone",
    "SetPin",
    "SetService",
    "SettleConflict",
    "ShareCircle",
    "SpoilPrintout",
    "TranscribeSheet",
    "TrustStation",
    "VoidSheet",
    "WithdrawDecision",
    "WithdrawInvitation",
    "WithdrawPrintout",
]

MODULES = {
    "actions": "AcknowledgeAction AddAction AmendAction MoveAction",
    "alarms": "AcknowledgeAlarm MuteAlarm",
    "circles": "AddToCircle DropStation MakeCircle RemoveFromCircle ShareCircle",
    "continuity": "SetContinuity",
    "decisions": "AmendDecision Decide ReadBack RequestDecision ReviewDecision WithdrawDecision",
    "delegations": "ReviewDelegation",
    "deliveries": "NoteDelivery",
    "entries": "CorrectEntry LogEntry MarkEntry",
    "erasures": "EraseAttachment ErasePerson",
    "files": "AddAttachment",
    "incidents": "ChangeSeverity ChangeStatus DeclareIncident DescribeIncident SetMilestone",
    "joining": "Invite TrustStation WithdrawInvitation",
    "members": "GrantRoles RevokeStation SetPin",
    "paper": "PlacePrintout RegisterPrintout SpoilPrintout VoidSheet WithdrawPrintout",
    "people": "AddPerson",
    "seals": "KeepTimestamp SealLog",
    "settling": "SettleConflict",
    "transcribing": "TranscribeSheet",
    "services": "DropDue FinishDue SetDue SetService",
}
HOMES = {name: module for module, names in MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
