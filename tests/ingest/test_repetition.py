"""What two rules read out of the same words is one statement."""

from dataclasses import replace

from ingest.repetition import without_repetition
from kg.extraction import Commitment, Decision, Engagement, Span

TASK = Commitment(owner=("person/ann",), what="call", evidence=(Span(0, 40),), rule="a", confidence=0.6)


def test_the_surer_of_two_stays_and_gains_what_the_other_proves() -> None:
    label = replace(TASK, what="call the builder", evidence=(Span(20, 60),), rule="b", confidence=0.9)
    (kept,) = without_repetition([TASK, label])
    assert (kept.rule, kept.evidence) == ("b", (Span(0, 40), Span(20, 60)))


def test_a_statement_without_parties_is_the_same_as_one_with_them() -> None:
    unowned = replace(TASK, owner=(), confidence=0.9)
    assert [each.owner for each in without_repetition([unowned, TASK])] == [("person/ann",)]


def test_other_parties_meetings_or_words_make_another_statement() -> None:
    others = [replace(TASK, owner=("person/bob",)), replace(TASK, meeting=1), replace(TASK, evidence=(Span(30, 70),))]
    assert len(without_repetition([TASK, *others])) == 4


def test_decisions_and_engagements_are_joined_too() -> None:
    decision = Decision(by=(), what="a", evidence=(Span(0, 9),), rule="a")
    met = Engagement(
        by=(), with_=("org/elm",), when=None, channel="meeting", status="done", evidence=(Span(0, 9),), rule="a"
    )
    assert len(without_repetition([decision, replace(decision, by=("org/oak",))])) == 1
    assert len(without_repetition([met, replace(met, channel="talk")])) == 1
    assert len(without_repetition([met, replace(met, with_=("org/ash",))])) == 2
