"""People of the same name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kg import Library
from kg.extraction import Attendance, DocumentInfo, Extraction, Meeting, Organisation, Passage, Person, Role, Span, When
from kg.records import record
from search.answers import Answer
from search.ask import answer

_BASE = "https://example.org/chess/"
_TEXT = """\
Chess Club, 6 May 2021
Present: Jo Bell (Town Library), Jo Bell (Rowing Club), Uma Dahl
"""
_GIVEN: dict[str, Any] = {"rule": "test/rule", "confidence": 0.9, "meeting": 0}
_JO_OF = {"Town Library": "person/jo-bell", "Rowing Club": "person/jo-bell-2"}


def _at(words: str) -> Span:
    return Span(_TEXT.index(words), _TEXT.index(words) + len(words))


def _jo(where: str) -> Person:
    body = f"org/{where.lower().replace(' ', '-')}"
    role = Role(evidence=(_at(f"Jo Bell ({where})"),), title="member", organisation=body, **_GIVEN)
    return Person(_JO_OF[where], "Jo Bell", roles=(role,), mentions=(_at(f"Jo Bell ({where})"),))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Asks the minutes of a meeting at which two people of one name were."""
    club = "org/chess-club"
    minutes = Extraction(
        DocumentInfo("minutes", "Chess Club, 6 May 2021", _TEXT, "2021-05-06.md", "2021-05-06", club),
        meetings=(Meeting("Chess Club", When("2021-05-06"), Span(0, len(_TEXT))),),
        passages=tuple(Passage(_at(line), "paragraph") for line in _TEXT.splitlines()),
        people=(*map(_jo, _JO_OF), Person("person/uma-dahl", "Uma Dahl", mentions=(_at("Uma Dahl"),))),
        organisations=(
            Organisation(club, "Chess Club", kind="committee", mentions=(_at("Chess Club"),)),
            *(Organisation(f"org/{n.lower().replace(' ', '-')}", n, mentions=(_at(n),)) for n in _JO_OF),
        ),
        attendance=tuple(
            Attendance(evidence=(_at(words),), person=who, status="present", **_GIVEN)
            for who, words in (
                *((_JO_OF[where], f"Jo Bell ({where})") for where in _JO_OF),
                ("person/uma-dahl", "Uma Dahl"),
            )
        ),
    )
    library = Library.create(tmp_path_factory.mktemp("namesakes") / "chess", name="Chess", base=_BASE)
    library.store({"2021-05-06": record(minutes, "2021-05-06", _BASE, "hash")})
    reader = library.snapshot()
    return lambda question: answer(reader, question, as_of=date(2021, 6, 1))


def test_people_of_one_name_are_told_apart_by_where_they_belong(asked: Callable[[str], Answer]) -> None:
    held = {row.cells[0] for row in asked("Who was at the meeting of 6 May 2021?").rows}
    assert held == {"Jo Bell (Town Library)", "Jo Bell (Rowing Club)", "Uma Dahl"}


def test_which_of_them_came_is_answered_with_where_they_belong(asked: Callable[[str], Answer]) -> None:
    given = asked("Which Jo Bell was at the meeting of 6 May 2021?")
    assert "Jo Bell (Town Library)" in given.answer
    assert "Jo Bell (Rowing Club)" in given.answer


def test_which_of_a_name_is_not_answered_with_the_name_alone(asked: Callable[[str], Answer]) -> None:
    assert asked("Which Uma Dahl was at the meeting of 6 May 2021?").status != "answered"
