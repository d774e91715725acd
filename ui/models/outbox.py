"""The outbox and the ledger as lists: what waits and whether it may go; what went, when, by whom, with which proof."""

from __future__ import annotations

from collections.abc import Callable

from ui.models.table import Column
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.need_words import broken_said
from warroom.commands.sending_words import advice_word, line_word, reason_said, recipients_said, result_word
from warroom.domain.messages import Result
from warroom.domain.outbox import LedgerLine, LineState, OutboxLine
from warroom.domain.stale import Advice
from warroom.words import N_, _

OF_ADVICE = {Advice.GO: "good", Advice.ASK: "due", Advice.STOP: "late"}
OF_STATE = {
    LineState.FAILED: "late",
    LineState.MAY_HAVE_GONE: "late",
    LineState.PARTLY: "late",
    LineState.SENDING: "accent",
    LineState.GONE: "good",
    LineState.READ_BACK: "good",
    LineState.GIVEN_UP: "muted",
}
OF_RESULT = {
    Result.SENT: "good",
    Result.READ_BACK: "good",
    Result.FAILED: "late",
    Result.UNCLEAR: "late",
    Result.BEGUN: "accent",
    Result.GIVEN_UP: "muted",
    Result.SEEN: "muted",
}


def check_said(line: OutboxLine) -> str:
    """What the check says, or that its channel is down."""
    if not line.state.waits:
        return ""
    if line.state is LineState.MAY_HAVE_GONE:
        return _("Find out")
    return _("Channel down") if line.unmet else advice_word(line.judgement.advice)


def check_tone(line: OutboxLine) -> str:
    if line.state is LineState.MAY_HAVE_GONE:
        return "late"
    return "due" if line.unmet else OF_ADVICE[line.judgement.advice]


def details_of(line: OutboxLine, now_ms: int) -> str:
    """Every reason, what its channel lacks, and every try, one a line."""
    said = [reason_said(reason, now_ms) for reason in line.judgement.reasons] if line.state.waits else []
    if line.state is LineState.MAY_HAVE_GONE:
        said.append(_("Nobody knows whether it went: ask a recipient, and note what became of it."))
    said += [_("Its channel needs what is down: {what}.").format(what=broken_said(item)) for item in line.unmet]
    if line.returned_at is not None:
        at = phrases.moment(line.returned_at, now_ms)
        said.append(_("What its channel needs is back since {at}.").format(at=at))
    said += [try_said(line, at, now_ms) for at in range(len(line.tries))]
    return "\n".join(said) or _("Nothing speaks against it, and nobody has tried yet.")


def try_said(line: OutboxLine, at: int, now_ms: int) -> str:
    """`14:05 · failed · Léa Martin (A) · no route`."""
    one = line.tries[at]
    whom = recipients_said(list(one.recipients) or ([one.recipient] if one.recipient else []))
    who = f"{one.by or '—'} ({one.station})" if one.station else one.by
    parts = (phrases.moment(one.at, now_ms), result_word(one.result), who, whom, one.remark, one.proof)
    return " · ".join(part for part in parts if part)


def outbox_columns(audience: Callable[[str], str]) -> tuple[Column[OutboxLine], ...]:
    """When it is due, number, what, to whom, by what, how it stands, and what the check says."""
    return (
        Column(
            "due", N_("To be out"), _due, order=lambda line: line.due_at,
            tone=lambda line, now: due_tone(line.due_at, now) if line.state.waits else "muted", width=152, whole=True,
        ),
        Column("number", N_("No."), lambda line, _now: line.number, tone=_muted, width=80, whole=True),
        Column("title", N_("Message"), lambda line, _now: line.title or "—"),
        Column(
            "audiences", N_("Audience"), lambda line, _now: ", ".join(audience(each) for each in line.audiences) or "—",
            tone=_muted, width=136, can_go=True,
        ),
        Column("channel", N_("Leaves by"), lambda line, _now: line.channel.name if line.channel else "—", width=136),
        Column(
            "state", N_("How it stands"), lambda line, _now: line_word(line.state),
            tone=lambda line, _now: OF_STATE.get(line.state, ""), width=168, whole=True,
        ),
        Column(
            "check", N_("May it go?"), lambda line, _now: check_said(line),
            pill=lambda line: (check_said(line), check_tone(line)) if line.state.waits else ("", "muted"), width=128,
        ),
    )  # fmt: skip


def ledger_columns() -> tuple[Column[LedgerLine], ...]:
    """When, number, what came of it, by what, to whom, who posted, and the proof with its hash."""
    return (
        Column(
            "at", N_("When"), lambda line, now: phrases.moment(line.sending.at, now),
            order=lambda line: line.sending.at, width=120, whole=True,
        ),
        Column("number", N_("No."), lambda line, _now: line.number or "—", tone=_muted, width=80, whole=True),
        Column(
            "result", N_("What came of it"), lambda line, _now: result_word(line.sending.result),
            tone=lambda line, _now: OF_RESULT[line.sending.result], width=128, whole=True,
        ),
        Column("channel", N_("Leaves by"), lambda line, _now: line.channel_name or "—", width=136),
        Column("whom", N_("To whom"), lambda line, _now: _whom(line), width=176, can_go=True),
        Column("by", N_("Posted by"), lambda line, _now: _by(line), width=144),
        Column("proof", N_("Proof and remark"), lambda line, _now: _proof(line)),
        Column(
            "hash", N_("SHA-256"), lambda line, _now: line.sending.proof_sha256[:12], tone=_muted, width=112,
            can_go=True,
        ),
    )  # fmt: skip


def whole_ledger_line(line: LedgerLine, now_ms: int) -> str:
    """All that the ledger holds of one line."""
    one = line.sending
    parts = [phrases.moment(one.at, now_ms), f"{line.number} {line.title}".strip(), result_word(one.result)]
    parts += [line.channel_name, ", ".join(one.recipients) or one.recipient, _by(line), one.remark, one.proof]
    if one.proof_sha256:
        parts.append(f"SHA-256 {one.proof_sha256}")
    return " · ".join(part for part in parts if part)


def _due(line: OutboxLine, now: int) -> str:
    return phrases.due(line.due_at, now) if line.due_at is not None and line.state.waits else _since(line, now)


def _since(line: OutboxLine, now: int) -> str:
    return phrases.since(line.since, now)


def _whom(line: LedgerLine) -> str:
    one = line.sending
    return recipients_said(list(one.recipients) or ([one.recipient] if one.recipient else [])) or "—"


def _by(line: LedgerLine) -> str:
    one = line.sending
    return f"{one.by or '—'} ({one.station})" if one.station else one.by or "—"


def _proof(line: LedgerLine) -> str:
    return " · ".join(part for part in (line.sending.proof, line.sending.remark) if part) or "—"


def _muted(_row: object, _now: int) -> str:
    return "muted"
