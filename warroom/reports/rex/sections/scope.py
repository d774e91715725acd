"""What the review is about, who took part, by which rules, and from which sources it was made."""

from __future__ import annotations

from warroom.commands.rex_words import heat_word, rex_state_word
from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts, standing
from warroom.reports.document import Facts, Paragraph, Tone
from warroom.reports.rex.said import names, person, text
from warroom.reports.rex.section import INSIDE, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.words import _, ngettext, pgettext


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    if rex is None:
        return ()
    one = rex.rex
    rules = ""
    if one.rules_at is not None:
        rules = _("read out by {who}, {time}").format(
            who=person(subject, one.rules_by), time=subject.moment(one.rules_at)
        )
    rows = (
        (pgettext("report", "Review"), f"{one.number} · {heat_word(one.heat)}"),
        (_("State"), rex_state_word(standing(rex).state)),
        (_("Conducted by"), person(subject, one.lead)),
        (_("Participants"), names(subject, one.participants)),
        (_("Meeting held at"), subject.moment(one.held_at) if one.held_at else ""),
        (_("Incidents reviewed"), ", ".join([subject.incident.number, *_others(subject, one.others)])),
        (_("Rules"), rules or _("not read out yet")),
        (_("Sources"), _sources(subject)),
        (_("Under legal privilege"), _("yes") if one.privileged else ""),
    )
    method = _(
        "Method: facts first, in the order of their time; then causes, each with its evidence; no search for "
        "individual fault."
    )
    return (
        *((Paragraph(text(subject, one.scope)),) if one.scope else ()),
        Facts(tuple(row for row in rows if row[1])),
        Paragraph(method, Tone.MUTED),
    )


def _others(subject: Subject, others: tuple[str, ...]) -> list[str]:
    known = {one.record: one.number for one in subject.views.evidence([f"incident {record}" for record in others])}
    return [number for number in known.values() if number]


def _sources(subject: Subject) -> str:
    entries, files = subject.tally[0], len(subject.attachments)
    said = [ngettext("{count} entry", "{count} entries", entries).format(count=entries)]
    if files:
        said.append(ngettext("{count} file", "{count} files", files).format(count=files))
    return ", ".join(said)


SECTION = ReviewSection(
    code="scope",
    order=200,
    step=Step.SCOPE,
    title=lambda: _("Scope, sources and method"),
    hint=lambda: _("What is reviewed and what is not, from which sources, and by which rules."),
    nouns=("rex",),
    blocks=_blocks,
    readers=INSIDE,
)
