"""What metrics are called, and their formulas in words (doctrine §10.4)."""

from __future__ import annotations

from warroom.commands.said import milestone_word
from warroom.domain.incidents import Milestone
from warroom.domain.metrics.values import Code, Since
from warroom.words import _, pgettext


def code_word(code: Code) -> str:
    """`Time to restore`."""
    return {
        Code.DETECT: _("Time to detect"),
        Code.ACKNOWLEDGE: _("Time to acknowledge"),
        Code.MOBILISE: _("Time to mobilise"),
        Code.IDENTIFY: _("Time to identify"),
        Code.MITIGATE: _("Time to mitigate"),
        Code.RESTORE: _("Time to restore"),
        Code.IMPACT_MINUTES: _("Impact minutes"),
        Code.USER_HOURS: _("User-hours lost"),
        Code.DOWNTIME: _("Downtime"),
        Code.AVAILABILITY: _("Availability over 30 days"),
        Code.RTO: _("Recovery time objective"),
        Code.RPO: _("Data lost, as time"),
        Code.FIRST_MESSAGE: _("Delay of the first message"),
        Code.CADENCE: _("Cadence kept"),
        Code.APPROVAL: _("Approval latency"),
        Code.ACCURACY: _("Accuracy of messages"),
        Code.NOTIFICATION: _("Notification margin"),
        Code.DECISION: _("Decision latency"),
        Code.COMPLETENESS: _("Completeness of the log"),
        Code.VERIFICATION: _("Verification delay"),
        Code.ACTIONS_IN_TIME: _("Actions finished in time"),
        Code.CORRECTIVES_IN_TIME: _("Corrective actions done on time"),
        Code.STAFF_HOURS: _("Hours of work"),
        Code.COST_STAFF: _("Cost of work"),
        Code.COST_DIRECT: _("Direct cost"),
        Code.COST_INDIRECT: _("Indirect cost"),
        Code.COST_RECOVERED: _("Recovered"),
        Code.RECURRENCE: _("Recurrence of the root cause"),
    }[code]


def formula_word(code: Code, since: Since = Since.NOTHING) -> str:
    """How it is computed, in words."""
    if code in ENDS:
        start = {Since.DETECTED: Milestone.DETECTED.value, Since.ALERT: "alert"}.get(since, "impact_started")
        return _("{end} − {start}").format(end=moment_word(ENDS[code]), start=moment_word(start))
    return {
        Code.IMPACT_MINUTES: _("Σ (minutes × % of users who could not work)"),
        Code.USER_HOURS: _("Σ (users who could not work × hours)"),
        Code.DOWNTIME: _("Σ (time in partial or major outage)"),
        Code.AVAILABILITY: _("(30 days − downtime weighed by users) ÷ 30 days"),
        Code.RTO: _("Longest outage ≤ RTO"),
        Code.RPO: _("Failure − last consistent data, against the RPO"),
        Code.CADENCE: _("Messages in time ÷ messages due"),
        Code.APPROVAL: _("Approved − drafted"),
        Code.ACCURACY: _("Messages not corrected ÷ messages"),
        Code.NOTIFICATION: _("Legal deadline − submitted"),
        Code.DECISION: _("Decided − asked"),
        Code.COMPLETENESS: _("Key events with a source ÷ key events"),
        Code.VERIFICATION: _("Verified or refuted − received"),
        Code.ACTIONS_IN_TIME: _("Finished by their due time ÷ finished with a due time"),
        Code.CORRECTIVES_IN_TIME: _("Done by their date ÷ done, or late"),
        Code.STAFF_HOURS: _("Σ (time on duty), and hours said as a figure"),
        Code.COST_STAFF: _("Σ (hours × rate of the function)"),
        Code.COST_DIRECT: _("Work + emergency spend + penalties + credits"),
        Code.COST_INDIRECT: _("Lost margin + other indirect costs"),
        Code.COST_RECOVERED: _("Insurance, suppliers"),
        Code.RECURRENCE: _("Incidents of the six months before with the same root cause"),
    }[code]


ENDS = {
    Code.DETECT: Milestone.DETECTED.value,
    Code.ACKNOWLEDGE: Milestone.ACKNOWLEDGED.value,
    Code.MOBILISE: "operational",
    Code.IDENTIFY: "identified",
    Code.MITIGATE: Milestone.MITIGATED.value,
    Code.RESTORE: Milestone.RESOLVED.value,
    Code.FIRST_MESSAGE: "first_message",
}


def moment_word(name: str) -> str:
    """A moment that durations begin or end at."""
    if name in list(Milestone):
        return milestone_word(Milestone(name))
    return {
        "alert": pgettext("moment", "Alert"),
        "operational": pgettext("moment", "Cell operational"),
        "identified": pgettext("moment", "Cause confirmed"),
        "first_message": pgettext("moment", "First message outside"),
    }.get(name, name)
