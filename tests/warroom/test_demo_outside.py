"""The demonstration: what came in from outside, and who of the key accounts was called back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.test_demo import NOW, the_crisis
from warroom.clock import FixedClock
from warroom.demo import make_demo


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_an_alert_of_the_weather_service_is_in_the_log_and_two_key_accounts_of_three_were_called_back(
    tmp_path: Path, language: str
) -> None:
    with make_demo(tmp_path / "demo.warroom", language=language, clock=FixedClock(NOW)) as room:
        crisis = the_crisis(room)
        (alert,) = room.views.alerts(crisis.id)
        assert [info.language for info in alert.alert.infos] == ["fr-FR", "en-GB"]
        accounts = room.views.confidence(crisis.id).accounts
        assert [each.is_called_back for each in accounts] == [False, True, True]
