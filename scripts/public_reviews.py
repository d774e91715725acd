"""Three public outages reviewed and published: `python -m scripts.public_reviews FOLDER [--reader public]`.

In French and in English, for every reader unless one is named, as PDF, DOCX and HTML; to be looked at, page by page.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ["WARROOM_KEYRING"] = "off"

from warroom import words
from warroom.demo import PASSPHRASE, QUICK
from warroom.demo.content import content
from warroom.demo.past import bring_in_past
from warroom.demo.reviews import REVIEWS, bring_in_review
from warroom.domain.rex import Reader
from warroom.room import Room


def main() -> int:
    """A room for each language, and in the folder one folder for each review and reader."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--reader", choices=[one.value for one in Reader], action="append")
    given = asked.parse_args()
    os.environ["TZ"] = "Europe/Paris"  # the same clocks wherever they are made
    time.tzset()
    readers = [Reader(one) for one in given.reader or [one.value for one in Reader]]
    for language in words.LANGUAGES:
        words.speak(language)
        with tempfile.TemporaryDirectory() as hidden:
            _publish(Path(hidden), given.folder / language, language, readers)
    return 0


def _publish(hidden: Path, folder: Path, language: str, readers: list[Reader]) -> None:
    room = Room.create(
        hidden / "room.warroom",
        name=content("crisis", language)["room"],
        content=language,
        passphrase=PASSPHRASE,
        argon2=QUICK,
        backups=False,
    )
    with room:
        room.sit_down("L. Martin")
        bring_in_past(room, content("past", language))
        for name in REVIEWS:
            rex = bring_in_review(room, content(name, language), now_ms=room.clock.now_ms())
            for reader in readers:
                target = folder / name / reader.value
                target.mkdir(parents=True, exist_ok=True)
                print(room.reviews.publish(rex, reader, target, languages=(language,)).folder)


if __name__ == "__main__":
    raise SystemExit(main())
