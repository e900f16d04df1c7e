"""Undertakings that only the grammar of a sentence tells."""

from typing import Any

import pytest

from tests.ingest.minutes import owed, read_minutes

pytestmark = pytest.mark.model
HEAD = (
    "# Oak Trust board meeting, 5 March 2024\n\nPresent: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar\n\n"
    "It was noted that the report had been received and was welcomed.\n\n## Roof\n\n"
)


@pytest.mark.parametrize(
    ("text", "owners", "what"),
    [
        ("The representative of Ruritania undertook to provide a map.", [], "provide a map"),
        ("The lead architect would send drawings to the trust.", [], "send drawings to the trust"),
        ("Legal counsel will come back to us before the May meeting.", [], "come back to us before the May meeting"),
        ("The suppliers were to prepare three options.", [], "prepare three options"),
        ("The council would be happy to lend its scaffolding.", [], "lend its scaffolding"),
        ("The board asked management to return in June with a proposal.", [], "return in June with a proposal"),
        (
            "A full answer would be sent within ten working days.",
            [],
            "A full answer would be sent within ten working days",
        ),
        ("Bela spoke of the tiles. She intended to ring the quarry.", ["Bela Birch"], "ring the quarry"),
        ("It was still with the curator, who would write a guide.", [], "write a guide"),
        ("The village school has promised a second ladder.", [], "a second ladder"),
    ],
)
def test_whoever_can_act_may_undertake(text: str, owners: list[str], what: str, nlp: Any) -> None:
    found = read_minutes(HEAD + text + "\n", nlp=nlp)
    assert owed(found) == [(owners, what)]


@pytest.mark.parametrize(
    "text",
    [
        "If the grant came, the builders would replace the slates.",
        "The tenants felt that the builders would replace the slates.",
        "The new slates will provide better cover.",
        "The builders would not replace the slates.",
        "The builders have replaced the slates.",
        "The next meeting will be held on 7 May 2024.",
        "The architect had been invited to speak in Turin.",
    ],
)
def test_what_is_supposed_thought_denied_or_of_things_is_none(text: str, nlp: Any) -> None:
    assert owed(read_minutes(HEAD + text + "\n", nlp=nlp)) == []
