"""Where bodies that are known are named again in fewer words."""

import pytest

from ingest.organisations import find_organisations
from ingest.structure import read_structure
from kg.extraction import Organisation


def bodies(text: str) -> dict[str, Organisation]:
    return {each.name: each for each in find_organisations(read_structure(text), ())[0]}


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("We hired Brindlecot Advisory. Brindlecot interviewed ten members.", "Brindlecot Advisory", 2),
        ("We wrote to Ostrelune.\n\n| Member | Vote |\n|---|---|\n| Ostrelune | +1 |", "Ostrelune", 2),
        (
            'Elmwright Foundation AISBL ("Elmwright" or the "Corporation") met. The Corporation voted.',
            "Elmwright Foundation AISBL",
            4,
        ),
        ("The Technical Steering Committee (TSC) met. The TSC agreed.", "Technical Steering Committee", 2),
        ("The Elm Trust met. Later the\nTrust adjourned.", "Elm Trust", 2),
    ],
)
def test_short_and_defined_forms_mean_the_body(text: str, name: str, places: int) -> None:
    found = bodies(text)
    assert name in found, list(found)
    assert len(found[name].mentions) == places


def test_a_place_in_the_name_of_a_body_stays_a_place() -> None:
    found = bodies("Sandhaven Roofing was hired. The hall stands in Sandhaven.")
    assert [len(each.mentions) for each in found.values()] == [1]


def test_the_place_of_a_university_is_not_the_university() -> None:
    found = bodies("We met Ann Ash of Sandhaven University. We will meet the Ministry's officers in Sandhaven.")
    assert "Sandhaven" not in found
    assert len(found["Sandhaven University"].mentions) == 1
