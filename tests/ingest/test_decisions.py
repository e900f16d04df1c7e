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
        "Three quotes were considered: Approved",
    ]


def test_a_label_inside_a_paragraph_and_words_after_discussion_are_decisions() -> None:
    found = read_minutes(
        "# Oak Trust board, 5 March 2024\n\nIt rained. Conclusion: mend the roof.\n\n"
        "After discussion the board decided to close the shop.\n"
    )
    assert [each.what for each in found.decisions] == ["mend the roof", "close the shop"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "The clerk showed a quote for the gate. Agreed nem con.",
            "The clerk showed a quote for the gate: Agreed nem con",
        ),
        ("## Standing orders\n\n**Outcome:** Approved, on the advice of the clerk.", None),
        ("* Minutes of 6 May\n  * approved, no comments", "Minutes of 6 May: approved, no comments"),
        ("24/0456 – Extension at 3 Mill Row. No objection.", "24/0456 – Extension at 3 Mill Row: No objection"),
        ("It was proposed that paint be a fifth aim. Not agreed, four is plenty.", None),
    ],
)
def test_a_bare_ruling_is_on_what_stands_before_it(text: str, what: str | None) -> None:
    (decision,) = read_minutes(f"{TITLE}{text}\n").decisions
    assert decision.rule == "decisions/ruling"
    assert what is None or decision.what == what


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        (
            "Resolved: that\n(a) the rules be approved;\n(b) the gate be sold.",
            ["the rules be approved", "the gate be sold"],
        ),
        ("After debate, the Board:\n\n- approved the rules\n- asked for a report", ["approved the rules"]),
        (
            "NOW, THEREFORE, BE IT RESOLVED, that Ann Ash is relieved of her duties.",
            ["Ann Ash is relieved of her duties"],
        ),
        ("Decision was made to keep the process light.", ["keep the process light"]),
        ("Meeting consensus: we like it", ["we like it"]),
        ("Lazy consensus: merge", ["merge"]),
        ("The members agreed to keep three aims. They also voted to open the club.", ["keep three aims", None]),
        ("Council OBJECTS on grounds of harm.", ["OBJECTS on grounds of harm"]),
        ("ARC request, 114 Willow Ct, fence: denied 4-0.", ["ARC request, 114 Willow Ct, fence: denied 4-0"]),
        ("Budget policy approved. Proposed: BB Seconded: AA.", ["Budget policy approved"]),
        (
            "The Board approved the plan and delegated its oversight to Ann.",
            ["the plan and delegated its oversight to Ann"],
        ),
    ],
)
def test_decisions_in_the_shapes_that_bodies_use(text: str, whats: list[str | None]) -> None:
    found = [decision.what for decision in read_minutes(f"{TITLE}{text}\n").decisions]
    assert len(found) == len(whats)
    assert all(what in (None, each) for what, each in zip(whats, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "If we land it in May there are no objections.",
        "Her travel was denied.",
        "The Board is asked to approve the statement.",
        "**Outcome:** The Board received and noted the report.",
        "Conclusion: none.",
        "The change makes it clear that the board approves charters.",
    ],
)
def test_what_only_sounds_like_a_decision_is_none(text: str) -> None:
    assert read_minutes(f"{TITLE}{text}\n").decisions == ()


def test_agreement_of_one_speaker_is_no_decision() -> None:
    assert read_minutes(f"{TITLE}Ann Ash: Agreed, will add text.\nBela Birch: Agreed.\n").decisions == ()


def test_a_paper_is_tabled_to_be_read_and_a_motion_until_later() -> None:
    found = read_minutes(
        "# Board, 5 March 2024\n\nPresent: Ann Ash\n\nA draft was tabled. The motion was tabled until May.\n"
    )
    assert [one.what for one in found.decisions] == ["The motion was tabled until May"]


@pytest.mark.parametrize(
    "line",
    [
        "* Charging policy – approved",
        "* Admissions 2024-25: approved for consultation",
        "* Behaviour policy: not approved.",
        "Ann would like the choir to sing on 18 December: agreed.",
        "3/15/24 Land by the Bells, 4 dwellings - OBJECT: overdevelopment (4 for, 1 against)",
        "Payments as listed totalling £2,906.44 approved (prop. BC, sec. ETL)",
        "PH.21 Minutes – RESOLVED that the minutes of 8 August be confirmed.",
        "REFERRED BACK: the proposed joint degree.",
        "**February 7**: adopted the code of conduct",
        "Proposal: November 2024. No objection heard.",
        "Rough consensus for explicit length, to be confirmed on the list",
    ],
)
def test_rulings_on_items_are_decisions(line: str) -> None:
    assert len(read_minutes(f"{TITLE}{line}\n").decisions) == 1


def test_a_heading_that_only_approves_lists_what_is_approved() -> None:
    text = f"{TITLE}## 38.1 APPROVED:\n\n(i) the new degree;\n(ii) withdrawal of the old one.\n"
    assert [each.what for each in read_minutes(text).decisions] == ["the new degree", "withdrawal of the old one"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Officer reports approved as submitted by General Consent.", "Officer reports approved"),
        ("WP.7 adopted the amendments to chapter 2.", "the amendments to chapter 2"),
        ("VOTE: accept the Quarry Guild as a member.", "accept the Quarry Guild as a member"),
        ("Cllr Ash: could we write to the quarry? Agreed in principle.", "could we write to the quarry"),
        ("We should write to the quarry. **Agreed.** Bela to draft it.", "We should write to the quarry"),
        ("### Bridge\n\nMoved: Ash   Seconded: Birch   Ayes: 6   Nays: 0   CARRIED", "Bridge"),
    ],
)
def test_short_forms_of_deciding(text: str, what: str) -> None:
    found = read_minutes(TITLE + text + "\n")
    assert [what in each.what for each in found.decisions] == [True]


@pytest.mark.parametrize(
    "text",
    ["The meeting was confirmed as quorate.", "Upon motion the following was adopted unanimously:"],
)
def test_what_only_leads_to_decisions_is_none(text: str) -> None:
    assert read_minutes(TITLE + text + "\n").decisions == ()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("The Oak Trust re-appointed Joe Larch for two years.", "Joe Larch for two years"),
        ("WG 4 appoints Ms Birch as liaison.", "appoints Ms Birch as liaison"),
        ("Resolution 61 (Lyme): WG 4 decides to forward the draft.", "WG 4 decides to forward the draft"),
        (
            "Ash nominated Bela as Chair. Cedar seconded. No other nominations. Voted 4-0.",
            "Ash nominated Bela as Chair",
        ),
        ("Ash nominated Bela as Chair, seconded by Cedar, voted 3-0-1.", "Ash nominated Bela as Chair"),
        ("Ash moved, 2nd by Cedar, to approve the licence. Passed 3-1.", "to approve the licence"),
        ("Motion (Ash, Cedar) to uphold the finding. 4 ayes.", "uphold the finding"),
        ("Hire of the hall. Motion (Ash, Cedar) - carried unanimously.", "Hire of the hall"),
        ("take it off the list? -> agreed, easy to undo", "take it off the list"),
        ("57 patches, all votes +1 -> granted", "57 patches"),
        ("objections? none, do it after the release", "do it after the release"),
        ("Proposed to send Bela in May. Everybody ok with it.", "Proposed to send Bela in May"),
        ("Ann: let's ask Bela to represent us. Objections? None.", "let's ask Bela to represent us"),
        ("Folks are good with it becoming a part of the docs.", "becoming a part of the docs"),
        ("No objections, so we'll go with the second design.", "we'll go with the second design"),
        ("The Chair suggested that the fee be halved. It was so decided.", "suggested that the fee be halved"),
        ("=> unanimous: close the list in May", "close the list in May"),
        ("Vote: approve the second draft", "approve the second draft"),
        ("The board said yes to the second contract.", "the second contract"),
        ("The idea of a second newsletter was dropped.", "second newsletter was dropped"),
        ("Defer to next week as there are comments.", "Defer to next week"),
        ("There's agreement to include it in the policy.", "agreement to include it"),
        ("LGTM from everyone, merging today.", "merging today"),
    ],
)
def test_decisions_without_the_usual_words(line: str, what: str) -> None:
    found = read_minutes(f"{TITLE}{line}\n")
    assert [what in each.what for each in found.decisions] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "We have been accepted as a member of the league.",
        "The guests have all confirmed to send people.",
        "88 comments, all resolved in May.",
        "DRAFT - not approved until acted upon by the Board",
        "No objections from the committee so far.",
        "Consensus is the goal but not a requirement.",
        "Ann: read the charter and get to consensus on it",
        "Lazy consensus until Friday on the list.",
        "Rename of the group: no objection, needs more votes",
    ],
)
def test_what_others_or_nobody_yet_decided_is_none(line: str) -> None:
    assert read_minutes(f"{TITLE}{line}\n").decisions == ()


@pytest.mark.parametrize(
    "intro", ["The Board **resolved**:", "Court, by a majority, agreed:", "The Board approved, on the panel's advice:"]
)
def test_each_entry_of_a_list_that_a_body_decided_is_a_decision(intro: str) -> None:
    text = f"{TITLE}{intro}\n\n(i) to sell the barn;\n(ii) to keep the mill; and\n(iii) the appointment of Bela.\n"
    found = [each.what for each in read_minutes(text).decisions]
    assert found == ["to sell the barn", "to keep the mill", "the appointment of Bela"]


def test_reports_that_are_approved_alike_are_decisions_each() -> None:
    approved = "approved as submitted by consent."
    found = read_minutes(f"{TITLE}Officer reports {approved}\n\nIt rained.\n\nReports A and C {approved}\n")
    assert len(found.decisions) == 2
