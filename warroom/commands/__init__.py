"""Verbs: one frozen dataclass and one handler each."""

from warroom.commands.actions import AcknowledgeAction, AddAction, AmendAction, MoveAction
from warroom.commands.circles import AddToCircle, DropStation, MakeCircle, RemoveFromCircle, ShareCircle
from warroom.commands.decisions import (
    AmendDecision,
    Decide,
    ReadBack,
    RequestDecision,
    ReviewDecision,
    WithdrawDecision,
)
from warroom.commands.delegations import ReviewDelegation
from warroom.commands.entries import CorrectEntry, LogEntry, MarkEntry
from warroom.commands.erasures import EraseAttachment, ErasePerson
from warroom.commands.files import AddAttachment
from warroom.commands.incidents import ChangeSeverity, ChangeStatus, DeclareIncident, DescribeIncident, SetMilestone
from warroom.commands.members import GrantRoles, RevokeStation, SetPin
from warroom.commands.people import AddPerson
from warroom.commands.seals import KeepTimestamp, SealLog
from warroom.commands.services import DropDue, FinishDue, SetDue, SetService

__all__ = [
    "AcknowledgeAction",
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
    "KeepTimestamp",
    "LogEntry",
    "MakeCircle",
    "MarkEntry",
    "MoveAction",
    "ReadBack",
    "RemoveFromCircle",
    "RequestDecision",
    "ReviewDecision",
    "ReviewDelegation",
    "RevokeStation",
    "SealLog",
    "SetDue",
    "SetMilestone",
    "SetPin",
    "SetService",
    "ShareCircle",
    "WithdrawDecision",
]
