"""The grammar is data that fits together, and readings explain the words of a question."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from kg.questions import load_questions
from search.ask_steps import STEPS
from search.grammar_files import FOLDER, parse
from search.understanding import _SLOT_TYPES
from search.understanding_grammar import Kind, grammar, kinds, number_words, stem, tokens, vocabulary
from search.understanding_names import distance

KINDS = {kind.name: kind for kind in kinds()}
CONCEPTS = set(grammar("vocabulary")["concepts"])


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def test_a_kind_asks_a_named_question_with_parameters_that_it_takes(kind: Kind) -> None:
    questions = load_questions()
    known = {parameter.name for parameter in questions[kind.question].parameters}
    for pattern in kind.patterns:
        assert {*pattern.slots, *pattern.maybe, *pattern.set, *filter(None, [pattern.text])} <= known
        assert set(pattern.steps) <= set(STEPS)
    assert not kind.holds or kind.holds in questions


def test_a_kind_fixes_only_choices_that_its_question_offers(kind: Kind) -> None:
    question = load_questions()[kind.question]
    for pattern in kind.patterns:
        for name, value in pattern.set.items():
            choices = question.parameter(name).choices
            assert not choices or set(value) <= set(choices)


def test_a_kind_speaks_of_concepts_of_the_vocabulary_and_types_of_names(kind: Kind) -> None:
    for pattern in kind.patterns:
        needed = {one for need in pattern.needs for one in need.split("|")}
        assert needed | set(pattern.without) | set(pattern.allows) <= CONCEPTS
        assert {*pattern.slots.values(), *pattern.maybe.values()} <= set(_SLOT_TYPES)


def test_a_kind_fills_its_answer_from_its_columns_and_slots(kind: Kind) -> None:
    columns = {column.name for column in load_questions()[kind.question].columns}
    slots = {slot for pattern in kind.patterns for slot in (*pattern.slots, *pattern.maybe)}
    made = {"n", "only", "undated", "held", "number", "counterpart", "tried", "quoted"}
    assert set(re.findall(r"\{(\w+)\}", kind.answer)) <= columns | slots | made
    assert {*filter(None, [kind.counts, kind.groups])} <= columns | {"fact"}
    assert kind.example


def test_every_file_of_the_grammar_is_read() -> None:
    assert {path.stem for path in (FOLDER / "kinds").glob("*.toml")} == set(KINDS)
    assert all(tomllib.loads(path.read_text("utf-8")) for path in FOLDER.rglob("*.toml"))


def test_a_file_of_the_grammar_counts_as_soon_as_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text('last = ["last"]')
    assert parse(tmp_path) == parse(tmp_path) == {"dates": {"last": ["last"]}}
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "guests.toml").write_text('noun = "guest"')
    assert parse(tmp_path)["kinds/guests"] == {"noun": "guest"}
    (tmp_path / "dates.toml").write_text('last = ["past"]')
    assert parse(tmp_path)["dates"] == {"last": ["past"]}


def test_a_grammar_whose_parsed_copy_is_damaged_is_parsed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "dates.toml").write_text('last = ["last"]')
    parse(tmp_path)
    for kept in (tmp_path / "__pycache__").iterdir():
        kept.write_bytes(b"\xff not what it was")
    assert parse(tmp_path) == {"dates": {"last": ["last"]}}


@pytest.mark.parametrize(
    ("question", "concepts"),
    [
        ("committee", {"committee"}),
        ("met with", {"engage", "meet", "meeting"}),
        ("action items", {"commit"}),
        ("passed their date", {"overdue"}),
    ],
)
def test_words_stand_for_concepts(question: str, concepts: set[str]) -> None:
    assert set(vocabulary().at(tuple(token.key for token in tokens(question)), 0)) == concepts


def test_the_words_of_a_question_keep_their_place_and_lose_the_possessive() -> None:
    question = "What were O’Brien's actions at U.S. Steel?"
    found = tokens(question)
    assert [token.text for token in found] == ["What", "were", "O’Brien", "actions", "at", "U.S.", "Steel"]
    assert [token.key for token in found][2:6] == ["obrien", "actions", "at", "us"]
    assert all(question[token.start : token.end] == token.text for token in found)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("moon", "moon", 0), ("moon", "mon", 1), ("michael", "micheal", 1), ("abc", "xyz", 3), ("a", "abcdefgh", 3)],
)
def test_the_distance_of_two_names_is_bounded_and_counts_a_swap_once(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 2) == edits
    assert distance(other, one, 2) == edits


@pytest.mark.parametrize("number", ["27", "1,200", "twenty-seven", "Sixty", "a dozen", "hundreds"])
def test_numbers_are_read_in_figures_and_in_words(number: str) -> None:
    assert re.fullmatch(number_words(), number, re.IGNORECASE)


@pytest.mark.parametrize(
    ("word", "other"), [("elections", "election"), ("attended", "attending"), ("studies", "studied")]
)
def test_forms_of_a_word_have_one_stem(word: str, other: str) -> None:
    assert stem(word) == stem(other)
