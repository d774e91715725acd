"""Views of what is said to the press."""

from __future__ import annotations

from warroom.domain.channels import AnswerKind
from warroom.storage.press import shipped


class ViewsOfPress:
    """What `Views` answers of the press beside the answers themselves."""

    def press_hints(self, language: str) -> dict[str, str]:
        """How to answer each hard question that ships, by the question in that language."""
        return {
            one.said[language]: one.hints[language]
            for one in shipped()
            if one.kind is AnswerKind.QUESTION and language in one.said and language in one.hints
        }
