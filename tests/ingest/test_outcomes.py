"""Judgements on how work went, and on which area."""

import pytest

from ingest.focus import find_focus_areas
from ingest.outcomes import find_outcomes
from kg.extraction import Outcome
from tests.ingest.prose_readings import reading_of

HEAD = (
    "Harbour Committee: a review\n\nIn March 2022 the Harbour Committee agreed the following focus areas:\n\n"
    "* Crew – training, night skills and safety.\n* Dredging – deeper berths.\n* Light for Good – quay lamps.\n\n"
)


def outcomes(text: str) -> list[tuple[str | None, str]]:
    reading = reading_of(HEAD + text)
    return [(each.about, each.polarity) for each in find_outcomes(reading, find_focus_areas(reading))]


def judged(text: str) -> list[Outcome]:
    return list(find_outcomes(reading_of(HEAD + text), []))


def test_the_topic_may_come_from_the_sentence_before() -> None:
    assert outcomes("Members spoke of Night Skills in spring. However, the team struggled to get engagement here.") == [
        ("focus/crew-2022", "negative")
    ]


def test_slow_progress_is_negative() -> None:
    assert outcomes("Progress was also slow with Dredging.") == [("focus/dredging-2022", "negative")]


@pytest.mark.parametrize(
    "text",
    [
        "The good work on Dredging will soon be passed on.",
        "The objective of the Dredging team has been to seek improvement and success.",
        "Light for Good carries on the work of the year before.",
    ],
)
def test_purposes_the_future_and_names_judge_nothing(text: str) -> None:
    assert outcomes(text) == []


def test_a_judgement_behind_a_parenthesis_keeps_its_subject() -> None:
    reading = reading_of(HEAD + "Progress on Dredging – as was to be expected – was mixed.")
    (found,) = find_outcomes(reading, find_focus_areas(reading))
    assert found.what == "Progress on Dredging – as was to be expected – was mixed."


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The open day in May went really well.", "positive"),
        ("The trial of the new buoys has exceeded expectations.", "positive"),
        ("The summer regatta was a conspicuous success.", "positive"),
        ("The visitor survey was a flop.", "negative"),
        ("An application to the Lottery was turned down in July.", "negative"),
        ("Results in rough water had been disappointing.", "negative"),
        ("The new booking desk did not work out.", "negative"),
        ("Berth lengths were weaker than had been hoped.", "negative"),
        ("Income from moorings reached only 22% of the target.", "negative"),
        ("Very encouraging for so young a group.", "positive"),
        ("Their feedback was really useful.", "positive"),
        ("Very good discussion about tides.", "positive"),
        ("Complaints about noise dropped by half.", "positive"),
        ("Thefts from boats have doubled since June.", "negative"),
        ("Arrears stand at 3%, the lowest since the harbour opened.", "positive"),
        ("One berth took 41 days to let, and that's not good enough.", "negative"),
        ("The response to the leaflet was not good.", "negative"),
        ("| Item | Note |\n|---|---|\n| Camp | The residential at the point was a triumph. |", "positive"),
    ],
)
def test_a_result_is_valued(text: str, polarity: str) -> None:
    assert [side for _, side in outcomes(text)] == [polarity]


def test_one_sentence_may_praise_and_blame() -> None:
    assert [
        side for _, side in outcomes("Trials in summer were successful; results in ice had been disappointing.")
    ] == [
        "positive",
        "negative",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Good point.",
        "That is a great question.",
        "It could be a success if the tides allow.",
        "Outstanding matters were taken next.",
        "Welcome to our new members!",
        "Please add examples of successful applications.",
        "Ann will check whether the pump went well.",
        "They declined because of staffing.",
    ],
)
def test_remarks_possibilities_and_requests_value_nothing(text: str) -> None:
    assert outcomes(text) == []


def test_a_judgement_on_a_body_is_about_it() -> None:
    assert outcomes("The bid to the Polar Trust Foundation was unsuccessful.") == [
        ("org/polar-trust-foundation", "negative")
    ]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Bar income had reached £9,200, against a target of £8,000 for 2023.", "positive"),
        ("Repair costs came to £9,200 against a budget of £8,000.", "negative"),
        ("Moorings let were 12, the goal had been 20.", "negative"),
        ("Berth bookings were 3% below target and winter deposits 11% above it.", "mixed"),
        ("Sickness had worsened slightly, from 6.1% to 6.6%.", "negative"),
        ("Complaints about noise were reduced from 9 to 4.", "positive"),
        ("The average response time in Q4 was 6 days (Q3: 11 days).", "positive"),
        ("97.5% of requests were answered in the agreed time.", "positive"),
        ("Only 41% of orders were delivered in time.", "negative"),
        ("Of the regatta, 70 crews signed up, 44 came.", "positive"),
        ("Eleven of our fourteen points are in the final byelaw.", "positive"),
        ("Only two of the six pontoons have been completed.", "negative"),
        ("The buoy programme is on track.", "positive"),
        ("The crane project has not really started.", "negative"),
        ("The open evening on 2 May was poorly attended.", "negative"),
        ("Early findings positive on safety, poor on reporting.", "mixed"),
    ],
)
def test_numbers_that_the_text_compares_tell_how_it_went(text: str, polarity: str) -> None:
    assert [outcome.polarity for outcome in judged(text)] == [polarity]


@pytest.mark.parametrize(
    "text",
    [
        "The subscription is £40.",
        "14 members attended.",
        "The fee goes from £40 to £45 in June.",
        "We aim to cut complaints from 9 to 4.",
        "Berths 3 to 9 were let.",
        "The vote was 9 of 12.",
    ],
)
def test_numbers_alone_judge_nothing(text: str) -> None:
    assert judged(text) == []


def test_numbers_on_the_same_thing_are_one_outcome() -> None:
    (one,) = judged("The fair had 331 in person, 540 on the stream. Up 20% on last year.")
    assert one.what == "The fair had 331 in person, 540 on the stream. Up 20% on last year."


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The ferry plan did not get anywhere.", "negative"),
        ("The booking trial hadn't worked, and was stopped after ten days.", "negative"),
        ("Grant from the Quay Fund - turned down, the fund is spent.", "negative"),
        ("The summer fair made £312.", "positive"),
        ("Bo ran five visits, 140 people came.", "positive"),
        ("An approach to the marina had not been successful.", "negative"),
        ("All the moorings were back by the 12th.", "positive"),
    ],
)
def test_what_came_of_things_is_told_plainly(text: str, polarity: str) -> None:
    assert [outcome.polarity for outcome in judged(text)] == [polarity]
