"""Papers for those who speak: what the spokesperson has in hand, and the one page that everybody may say."""

from __future__ import annotations

from collections.abc import Iterable

from warroom import words
from warroom.commands.press_words import approval_said
from warroom.commands.said import status_word
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_words import wrapped
from warroom.domain.messages import Release
from warroom.domain.press import is_approved, is_ready, of_language
from warroom.reports.document import Block, Facts, Paragraph, Question, Section, Tone
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.reports.stakeholders import stakeholder_section
from warroom.words import _, pgettext

SPOKESPERSON = "PP"
SPEAKERS = (SPOKESPERSON, "COM")


def spokesperson_of(made: Made, incident: str, language: str) -> Leaflet:
    """The press line, the answers, the bridges and the red lines, in one language. Raises Trouble.

    What nobody approved is printed all the same, and says so: somebody may have to speak before.
    """
    with words.speaking(language):
        shown, heads = made.views.incident(incident), made.views.heads()
        found = of_language(made.views.press_answers(incident), language)
        title = _("Spokesperson: questions and answers")
        sections = (
            Section(_("Press line"), _said(found[AnswerKind.LINE], made) or _nothing(_("No press line yet."))),
            Section(pgettext("press", "Questions"), _answers(found[AnswerKind.QUESTION], made)),
            Section(_("To come back to the line"), _said(found[AnswerKind.BRIDGE], made) or _nothing("—")),
            Section(_("Never said"), _said(found[AnswerKind.RED_LINE], made) or _nothing("—")),
        )
        return _leaflet(made, shown, heads, f"press-{language}", title, sections)


def one_truth_of(made: Made, incident: str, language: str) -> Leaflet:
    """What everybody may say: only words that were let out or approved, and whom to send everything else to."""
    with words.speaking(language):
        shown, heads = made.views.incident(incident), made.views.heads()
        found = of_language(made.views.press_answers(incident), language)
        title = _("What everybody may say")
        said = _released(made, shown, language)
        line = [one for one in found[AnswerKind.LINE] if is_ready(one)]
        answers = [one for one in found[AnswerKind.QUESTION] if is_ready(one)]
        sections = [
            Section(
                _("What we have said"),
                tuple(said) or _nothing(_("Nothing was let out yet: say nothing, and send every question on.")),
            )
        ]
        if line:
            sections.append(Section(_("Press line"), tuple(Paragraph(one.answer) for one in line)))
        if answers:
            blocks = [Facts(tuple((one.question, one.answer) for one in answers))]
            sections.append(Section(pgettext("press", "Questions"), tuple(blocks)))
        red = [Paragraph(f"– {one.answer}") for one in found[AnswerKind.RED_LINE]]
        red.append(
            Paragraph(_("– Nothing that is not on this page. “I do not know, but I will pass it on” is an answer."))
        )
        sections.append(Section(_("What we do not say"), tuple(red)))
        sections.append(Section(_("Everything else goes to"), tuple(_whom(made, shown))))
        return _leaflet(made, shown, heads, f"one-page-{language}", title, tuple(sections))


def stakeholders_of(made: Made) -> Leaflet:
    """The map and the list of stakeholders. Raises Trouble."""
    heads = made.views.heads()
    section = stakeholder_section(made)
    title = _("Stakeholders")
    facts = Facts(((_("Room"), made.views.name()), (_("As of"), made.full(made.now_ms))))
    document = document_of(
        made, heads, name="warroom-stakeholders", title=title, reference=title, facts=facts, sections=(section,)
    )
    return of_document(made, document, heads)


def _leaflet(
    made: Made, incident: Incident, heads: object, name: str, title: str, sections: tuple[Section, ...]
) -> Leaflet:
    facts = Facts(
        (
            (_("Incident"), f"{incident.number} {incident.title}"),
            (_("Status"), status_word(incident.status)),
            (_("As of"), made.full(made.now_ms)),
        )
    )
    document = document_of(
        made,
        heads,  # type: ignore[arg-type]
        name=f"{incident.number}-{name}",
        title=title,
        reference=incident.number,
        facts=facts,
        sections=sections,
    )
    return of_document(made, document, heads)  # type: ignore[arg-type]


def _said(found: Iterable[PressAnswer], made: Made) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for one in found:
        blocks.append(Paragraph(one.answer))
        if one.kind is AnswerKind.LINE:
            tone = Tone.GOOD if is_approved(one) else Tone.LATE
            blocks.append(Paragraph(approval_said(one, made.now_ms), tone))
    return tuple(blocks)


def _answers(found: Iterable[PressAnswer], made: Made) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for one in found:
        if not one.answer:
            blocks.append(Question(one.question))
            continue
        said = f"{one.answer}\n({approval_said(one, made.now_ms)})"
        blocks.append(Facts(((one.question, said),)))
    return tuple(blocks) or _nothing(_("No question is prepared yet."))


def _released(made: Made, incident: Incident, language: str) -> list[Block]:
    """The newest message that each outside audience heard, once each, the newest first; withdrawn ones are left out."""
    book = made.views.audience_book()
    mode = Mode.EXERCISE if incident.exercise else Mode.REAL
    newest: dict[str, Release] = {}
    for release in made.views.releases(incident.id, mode=mode):
        message = made.views.message(release.message)
        for code in release.audiences:
            audience = book.audience(code)
            if audience is not None and not audience.inside:
                if message is not None and message.withdrawn_at is not None:
                    newest.pop(code, None)
                else:
                    newest[code] = release
    blocks: list[Block] = []
    for release in sorted({one.id: one for one in newest.values()}.values(), key=lambda one: -one.at):
        text: dict[str, str] = release.texts.get(language) or next(iter(release.texts.values()), {})
        head = _("{number}, {time}").format(number=release.number, time=made.full(release.at))
        blocks.append(Paragraph(head, Tone.MUTED))
        said = "\n".join(part for part in (text.get("title"), text.get("body")) if part)
        spoken = language if language in release.texts else next(iter(release.texts), language)
        blocks.append(Paragraph(wrapped(said, exercise=incident.exercise or release.exercise, language=spoken)))
        if release.next_at is not None:
            said = _("Next message promised for {time}").format(time=made.full(release.next_at))
            blocks.append(Paragraph(said, Tone.MUTED))
    return blocks


def _whom(made: Made, incident: Incident) -> Iterable[Block]:
    cell = made.views.cell_of(incident.id)
    held = [
        one
        for one in (made.views.functions(cell.id) if cell is not None else [])
        if one.code in SPEAKERS and one.holder
    ]
    if not held:
        return (
            Paragraph(_("Communication. Nobody holds the function yet: write the number here by hand."), Tone.LATE),
            Question("", 1),
        )
    held.sort(key=lambda one: SPEAKERS.index(one.code))
    return (Facts(tuple((one.code, " · ".join(part for part in (one.holder, one.phone) if part)) for one in held)),)


def _nothing(said: str) -> tuple[Block, ...]:
    return (Paragraph(said, Tone.MUTED),)
