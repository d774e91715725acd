"""The verbs: the name of each, the module that does it, and what it does in a line."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.words import N_

# Only the module of the verb asked for is imported, so that `doctor` runs where a library is broken.
VERBS = {
    "open": ("window", N_("Open the window on a room.")),
    "demo": ("window", N_("Open a demonstration made of real public outages, or write its report and pictures.")),
    "new": ("new", N_("Make a room.")),
    "declare": ("declare", N_("Declare an incident.")),
    "log": ("log", N_("Write an entry in an incident's log.")),
    "decide": ("decide", N_("Ask for a decision, take it, review it.")),
    "cell": ("cell", N_("Activate and lead a crisis cell: level, intent, functions, freezes, stand-down.")),
    "function": (
        "function",
        N_("Take a function, hand it over with a signed sheet; role cards, chart, challenge and answer."),
    ),
    "hypothesis": (
        "hypothesis",
        N_("Open a hypothesis, say what speaks for or against it, end it."),
    ),
    "cause": (
        "cause",
        N_("Note causes, ask why of them, say what shows them; the tree with what could be asked again."),
    ),
    "barrier": ("cause", N_("Note barriers: what held, what failed, what was missing, what held by luck.")),
    "scenario": ("scenario", N_("Write the probable and the worst case ahead, and fire a trigger.")),
    "people": ("person", N_("Look through the roster, or list cards that may be one person.")),
    "person": ("person", N_("Show a card of the roster, add or amend one, check how somebody is reached.")),
    "skill": ("skill", N_("Say who can do what, who is in which team, and who is trained for which function.")),
    "duty": ("duty", N_("Say who arrives and leaves, see who is how tired, plan relief, print the attendance sheet.")),
    "mobilise": ("mobilise", N_("Call people out, log calls and arrivals, print call sheets, say what is broken.")),
    "oncall": ("oncall", N_("Say who is on call and who is next; take, replace, swap; calendars in and out.")),
    "can": ("can", N_("Write down what a technical lead reports, and take up the needs.")),
    "act": ("act", N_("Ask someone to do something, and follow it.")),
    "point": ("point", N_("Plan, open, note, close or skip a situation point, and write its page.")),
    "team": ("team", N_("Send a team out, note what it says, and see who is silent.")),
    "means": ("means", N_("Ask for means, approve, order and receive them, against what a function may commit.")),
    "incoming": ("incoming", N_("Take messages in, triage, send back, decide and answer them; figures of confidence.")),
    "rumour": ("rumour", N_("Note what is said outside, and judge it.")),
    "plan": (
        "plan",
        N_("Follow what is put right after crises: actions, proofs, verdicts, dates; calendar and tickets."),
    ),
    "promise": ("promise", N_("Note what was promised to anyone, and whether it was kept.")),
    "message": (
        "message",
        N_("Draft messages, have them checked and approved, let them out, correct them."),
    ),
    "ask": ("point", N_("Ask at the next situation point, or answer what was asked.")),
    "situation": ("point", N_("State what is true of an incident, each sentence with its entries.")),
    "correct": ("correct", N_("Correct an entry by a new one, or mark it.")),
    "attach": ("attach", N_("Keep files as evidence.")),
    "circle": ("circle", N_("Restrict to those who need to know: circles, their members and stations.")),
    "erase": ("erase", N_("Erase a person's name or a file on request.")),
    "remote": ("sync", N_("Say where this laptop exchanges: a folder, WebDAV, SFTP, S3 or a hub.")),
    "sync": ("sync", N_("Exchange with the remotes of a room, or with an address.")),
    "seal": ("seal", N_("Seal an incident's log as it stands now.")),
    "seals": ("seal", N_("List the seals of a room and their time stamps.")),
    "stamp": ("seal", N_("Have a time stamp authority date a seal.")),
    "search": ("search", N_("Find entries and other records by their words.")),
    "status": ("status", N_("Change the status, severity, milestones, services and clocks of an incident.")),
    "clock": ("clock", N_("List what is due; legal clocks: their events, drafts, submissions and rules.")),
    "show": ("show", N_("Read the incidents, one incident, or one record.")),
    "import": ("bring_in", N_("Bring in files of other tools.")),
    "alert": ("alert", N_("List the alerts that came in, or write a message that was let out as one (CAP 1.2).")),
    "status-page": ("status_page", N_("Write the public status page for a web server, and say what is on it.")),
    "export": ("take_out", N_("Write the roster as vCard, CSV, or the crisis directory as PDF or HTML.")),
    "template": ("template", N_("List, fill, change, export and import the templates of messages.")),
    "ways": ("ways", N_("Write a released message as paper, codes, mail and files for a stick.")),
    "audiences": ("ways", N_("List who hears, how often and by what, and which channels work now.")),
    "cadence": ("cadence", N_("See and lay down who is owed the next message, and how the cadence was kept.")),
    "press": ("press", N_("Prepare the press line, hard questions and stakeholders, and write their papers.")),
    "review": ("review", N_("Hold the review after a crisis (REX): write it, explain its timeline, have it approved.")),
    "figure": ("figure", N_("Say what an incident cost and whom it touched, each figure with its source.")),
    "metrics": ("metrics", N_("Show the metrics of an incident, or the median and p90 of all of them.")),
    "outbox": ("outbox", N_("See what waits to leave and whether it may, send it, note what was posted; the ledger.")),
    "lesson": ("lesson", N_("Write what an incident taught, share it, and say what it changed.")),
    "seen": ("lesson", N_("Find past incidents like the one that is beginning.")),
    "report": ("report", N_("Write the report of an incident into a folder.")),
    "paper": ("paper", N_("Go on without laptops: one PDF with numbered blank sheets, or the register of copies.")),
    "sheet": ("paper", N_("Bring numbered sheets back into the log, or make them void.")),
    "bundle": ("bundle", N_("Write one sealed file for a stick, or read one.")),
    "invite": ("joining", N_("Invite another laptop: a file to carry, and a code to read aloud.")),
    "join": ("joining", N_("Make a room of an invitation and its code.")),
    "members": ("members", N_("List the people, say their roles, set a PIN.")),
    "stations": ("members", N_("List the laptops of a room, admit or revoke one, or take an invitation back.")),
    "delegations": ("delegations", N_("List what was done by delegation, and review it.")),
    "conflicts": ("conflicts", N_("List what two stations wrote without seeing each other.")),
    "resolve": ("conflicts", N_("Choose the value that holds, or write another.")),
    "network": ("network", N_("Exchange with the other laptops on the same network, until stopped.")),
    "verify": ("integrity", N_("Check the whole room, or whether it is the one on paper.")),
    "audit": ("audit", N_("Read who came in and how, what went out, what was done to the keys.")),
    "dump": ("integrity", N_("Print the shared state as canonical JSON.")),
    "backup": ("safekeeping", N_("Copy a room while it is in use.")),
    "restore": ("safekeeping", N_("Make a room from a backup.")),
    "rekey": ("keys", N_("Give a room a new key.")),
    "recover": ("keys", N_("Open a room with its recovery code and set a new passphrase.")),
    "doctor": ("doctor", N_("Check this installation.")),
    "selftest": ("selftest", N_("Check the whole program by using it.")),
}


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb takes and what it does; `writes` gives it --by."""

    options: Callable[[Parser], None]
    run: Callable[[Namespace, Call], Answer]
    writes: bool = False


def verb_of(name: str) -> Verb:
    """The verb of this name; its module calls it by that name in `VERBS`."""
    module = import_module(f"warroom.cli.{VERBS[name][0]}")
    found: Verb = module.VERBS[name]
    return found
