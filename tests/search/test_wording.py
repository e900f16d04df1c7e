"""What words say: their plain forms, and others for the same."""

import pytest

from search.wording import base_form, phrase_of, place_of, says


@pytest.mark.parametrize(
    "forms",
    [
        "carry carries carried carrying",
        "plan plans planned planning",
        "agree agreed agreement",
        "speak spoke spoken speaker",
        "discuss discussed discussion",
        "meet met meeting",
        "apply applied application",
        "call called calling",
    ],
)
def test_all_forms_of_a_word_have_one_base(forms: str) -> None:
    assert len({base_form(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("commit", "committee"), ("not", "nothing"), ("need", "nee")])
def test_other_words_have_another(one: str, other: str) -> None:
    assert not says(one, {base_form(other)})


def test_a_word_is_said_by_another_for_the_same() -> None:
    assert says("postponed", {base_form("deferred")})
    assert says("members", {base_form("membership")})


def test_the_words_of_a_phrase_may_stand_a_little_apart() -> None:
    held = phrase_of("They turned the offer down.")
    assert place_of(phrase_of("turn down"), held) == 1
    assert place_of(phrase_of("down turn"), held) is None
