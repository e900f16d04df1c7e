"""What minutes say was decided."""

import pytest

from tests.ingest.minutes import quote, read_minutes

TITLE = "# Oak Trust board meeting, 5 March 2024\n\nPresent: Ann Ash, Bela Birch\n\n## Roof\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "Decision: repair the roof",
        "RESOLUTION: repair the roof",
        "RESOLVED, that the roof be repaired.",
        "Resolved: That the roof be repaired.",
        "AGREED: repair the roof",
        "It was agreed that the roof be repaired.",
        "It was agreed not to repair the roof.",
        "It was unanimously resolved to repair the roof.",
        "The Committee approved the repair of the roof.",
        "The Board discussed the roof and **approved** the repair.",
        "The minutes of 6 February 2024 were approved.",
        "Ann Ash was elected Chair.",
        "Motion to repair the roof by Ann, seconded by Bela. Motion carried 5-0.",
        "Proposed by Ann Ash and seconded by Bela Birch that the roof be repaired.",
        "Agreed to repair the roof",
        "Consensus was to repair the roof.",
        "No objections to repairing the roof.",
        "#agreed Repair the roof",
        "Ordered, That the Report be printed.",
    ],
)
def test_something_was_decided(line: str) -> None:
    assert len(read_minutes(f"{TITLE}{line}\n").decisions) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Can the repair be approved?",
        "The repair has not been approved.",
        "The repair is to be approved in April.",
        "No decision was made.",
        "If the repair is approved, work starts in May.",
        "The Board considered the roof.",
        "Ann agreed with Bela.",
        "The item was carried over.",
        "Once the budget is agreed the work can start.",
    ],
)
def test_nothing_was_decided(line: str) -> None:
    assert read_minutes(f"{TITLE}{line}\n").decisions == ()


def test_the_ruling_belongs_to_the_motion_before_it() -> None:
    roof = "045-24  Moved by Ann Ash that the roof be repaired.\n\nCARRIED"
    tea = "046-24  Moved by Bela Birch that tea be served.\n\nDEFEATED"
    found = read_minutes(f"{TITLE}{roof}\n\n{tea}\n")
    assert [len(decision.evidence) for decision in found.decisions] == [2, 2]
    assert quote(found, found.decisions[1].evidence[1]) == "DEFEATED"


def test_items_under_a_lone_resolved_are_decisions() -> None:
    found = read_minutes(
        TITLE + "Resolved:\n\n(i) That the roof be repaired;\n\n(ii) That tea be served.\n\nAnn left.\n"
    )
    assert len(found.decisions) == 2


def test_a_decision_is_of_the_day_of_its_meeting() -> None:
    (decision,) = read_minutes(TITLE + "Decision: repair the roof in 2025\n").decisions
    assert decision.when is not None
    assert (decision.when.edtf, decision.when.stated) == ("2024-03-05", False)


def test_decisions_count_once() -> None:
    text = (
        TITLE + "RESOLUTION: repair the roof this year\n\n## Summary of resolutions\n\n1. repair the roof this year\n"
    )
    assert len(read_minutes(text).decisions) == 1


@pytest.mark.parametrize("heading", ["### Conclusion", "### Resolution", "**Decision:**", "**Outcome:**"])
def test_items_under_a_conclusion_are_decisions_unless_somebody_is_to_do_them(heading: str) -> None:
    found = read_minutes(
        f"# Oak Trust board, 5 March 2024\n\nPresent: Ann Ash\n\n## Roof\n\nIt leaks.\n\n{heading}\n\n"
        "- Slate on the roof\n- Ann to call the builder\n"
    )
    assert [each.what for each in found.decisions] == ["Slate on the roof"]
    assert [each.what for each in found.commitments] == ["call the builder"]


def test_decisions_in_the_cells_of_a_table_are_read_sentence_by_sentence() -> None:
    found = read_minutes(
        "# Oak Trust board, 5 March 2024\n\n| Item | Discussion | Action |\n|---|---|---|\n"
        "| 1 | The minutes of 9 April were agreed as a true record. It rained. | |\n"
        "| 2 | Three quotes were considered. Approved. | |\n"
    )
    assert [each.what for each in found.decisions] == [
        "The minutes of 9 April were agreed as a true record",
        "Three quotes were considered",
    ]


def test_a_label_inside_a_paragraph_and_words_after_discussion_are_decisions() -> None:
    found = read_minutes(
        "# Oak Trust board, 5 March 2024\n\nIt rained. Conclusion: mend the roof.\n\n"
        "After discussion the board decided to close the shop.\n"
    )
    assert [each.what for each in found.decisions] == ["mend the roof", "close the shop"]
