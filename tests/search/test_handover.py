"""Handover and comparison: reports whose every line is proved."""

import re
from datetime import date

import pytest

from kg import Library
from kg.questions import Evidence, Reader, load_question, tabulate
from kg.records import record
from search.handover import Term, handover
from search.handover_compare import compare
from search.handover_html import to_html
from search.handover_ledger import ledger
from search.handover_report import Line, Report, Section, escaped, section, to_markdown
from tests.search.asking import BASE, documents, reminder

FIRST, LAST = date(2021, 1, 1), date(2021, 6, 30)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Three meetings of the Bridge Panel; the third reminds of what the first asked for."""
    library = Library.create(tmp_path_factory.mktemp("handover") / "bridge", name="Bridge", base=BASE)
    found = {**documents(), "2021-05-11": reminder()}
    library.store({name: record(one, name, BASE, "hash") for name, one in found.items()})
    return library.snapshot()


def lines(report: Report, title: str) -> list[str]:
    return [line.text for one in report.sections if one.title == title for line in one.lines]


def test_a_handover_says_who_came_what_is_owed_what_was_decided_and_what_is_unknown(reader: Reader) -> None:
    report = handover(reader, FIRST, LAST)
    assert any("Nia Bevan: first on 2021-03-09" in line for line in lines(report, "People who came"))
    assert lines(report, "Who holds which office, or held it in the term")[0].startswith("Olwen Pritchard, Chair")
    assert lines(report, "Decisions that bind") == ["2021-01-12, paint the railings"]
    assert "Months without minutes: 2021-02, 2021-04." in lines(report, "What is unknown")
    (cooling,) = lines(report, "Relationships that are warm")
    assert cooling == "River Authority: last contact 2021-01-12, 1 contact; Dev Rao can introduce you"


def test_a_commitment_recorded_twice_is_one_line_with_the_later_word(reader: Reader) -> None:
    (overdue,) = lines(handover(reader, FIRST, LAST), "Commitments that are overdue: recorded as open after their date")
    assert overdue.startswith(
        "Mary Quill: write to the council again (due 2021-03-01; last recorded 2021-05-11, 2 times"
    )


def test_the_state_of_commitments_is_that_of_the_last_day(reader: Reader) -> None:
    report = handover(reader, FIRST, date(2021, 4, 30))
    assert [line[:9] for line in lines(report, "Commitments that are open")] == ["Dev Rao: "]


def test_every_line_but_a_gap_is_proved(reader: Reader) -> None:
    for report in (
        handover(reader, FIRST, LAST),
        compare(reader, Term(FIRST, date(2021, 2, 1)), Term(date(2021, 2, 2), LAST)),
    ):
        for one in report.sections:
            for line in one.lines:
                assert line.evidence or line.text.startswith("Months without minutes")


def test_every_number_in_the_markdown_leads_to_a_source(reader: Reader) -> None:
    written = to_markdown(handover(reader, FIRST, LAST))
    cited = {int(number) for number in re.findall(r"\(#source-(\d+)\)", written)}
    listed = [int(number) for number in re.findall(r'^(\d+)\. <a id="source-', written, re.MULTILINE)]
    assert listed == list(range(1, len(cited) + 1))
    assert cited == set(listed)


def test_two_terms_are_compared_by_people_focus_areas_and_relationships(reader: Reader) -> None:
    report = compare(reader, Term(FIRST, date(2021, 2, 28)), Term(date(2021, 3, 1), LAST))
    assert lines(report, "How much was done")[0] == "1 meeting in the earlier term, 2 meetings in the later"
    assert lines(report, "Relationships: only in the earlier term")[0].startswith("River Authority")


def test_a_term_without_records_makes_a_report_that_says_so(reader: Reader) -> None:
    written = to_markdown(handover(reader, date(1999, 1, 1), date(1999, 12, 31)))
    assert "Nothing on record." in written


def test_the_ledger_keeps_commitments_of_different_owners_and_words_apart(reader: Reader) -> None:
    found = tabulate(reader, load_question("commitments"), {"as_of": LAST})
    assert [row.cells[-1] for row in ledger(found).rows] == ["2", "1"]
    assert len(ledger(found, ["outcome unknown"]).rows) == 1


def test_text_of_a_document_cannot_make_marks_of_its_own() -> None:
    evil = Evidence("https://x/doc/d", "# T\n[a](javascript:x)", "2021", 0, 5, "<script>\n![x](y)")
    written = to_markdown(Report("R", "", (Section("S", (Line("**b** <img> \n# h", (evil,)),)),)))
    assert "<script>" not in written.replace("\\<", "")
    assert "\n# h" not in written
    assert "](javascript" not in written.replace("\\](", "").replace("\\]", "")
    assert escaped("1. one") == "1\\. one"


def test_a_long_section_says_how_much_it_leaves_out() -> None:
    found = section("S", (Line(str(number)) for number in range(9)), most=5)
    assert (len(found.lines), found.more) == (5, 4)
    assert "…and 4 more." in to_markdown(Report("R", "", (found,)))


def test_a_page_of_html_holds_every_line_and_none_of_the_record_as_tags() -> None:
    piece = Evidence("https://example.org/doc/a", "A <b>", "2021-01-12", 3, 9, "<script>alert(1)</script>")
    page = to_html(Report("T & U", "Made.", (Section("People", (Line("Ann <i>", (piece,)),)), Section("None", ()))))
    assert "<script>" not in page
    assert 'Ann &lt;i&gt; <a href="#source-1">[1]</a>' in page
    assert '<li id="source-1"><q>&lt;script&gt;alert(1)&lt;/script&gt;</q>' in page
    assert "<title>T &amp; U</title>" in page
