"""Dated events of running text."""

from typing import Any

import pytest

from ingest.events import find_events
from tests.ingest.prose_readings import reading_of

pytestmark = pytest.mark.model


def test_a_date_that_only_describes_a_noun_gives_way_to_that_of_the_event(nlp: Any) -> None:
    reading = reading_of("A review\n\nThe 2024-2026 committee elections take place in December.\n", nlp)
    (found,) = find_events(reading)
    assert found.when is not None
    assert found.when.edtf == "2023-12"
