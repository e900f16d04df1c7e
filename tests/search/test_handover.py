"""Handover and comparison: reports whose every line is proved."""

import io
import re
from datetime import date
from pathlib import Path

import pytest

from kg import Library
from kg.extraction import Decision, DocumentInfo, Extraction, Meeting, Organisation, Passage, Person, Role, Span, When
from kg.questions import Reader, load_question
from kg.records import record
from kg.tables import Evidence, tabulate
from search.handover import handover
from search.handover_compare import compare
from search.handover_html import to_html
from search.handover_ledger import ledger
from search.handover_pdf import to_pdf
from search.handover_report import Line, Report, Section, escaped, section, to_markdown, unmarked
from search.handover_terms import Term
from tests.search.asking import BASE, documents, reminder

FIRST, LAST = date(2021, 1, 1), date(2021, 6, 30)
TERM = Term(FIRST, LAST)


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
    report = handover(reader, TERM)
    assert lines(report, "People who came")[0] == "Olwen Pritchard: first on 12 January 2021, 3 meetings"
    assert lines(report, "Visitors") == ["Dev Rao (9 March 2021), Nia Bevan (9 March 2021)"]
    assert lines(report, "Offices") == ["Olwen Pritchard, Chair, since January 2021"]
    assert lines(report, "Decisions that bind") == ["12 January 2021, paint the railings"]
    (unknown,) = lines(report, "What is unknown")
    assert unknown == "Months without minutes: February 2021, April 2021; meetings are about 8 weeks apart."
    (warm,) = lines(report, "Relationships that are warm")
    assert warm == "River Authority: last contact 12 January 2021, 1 contact; Dev Rao can introduce you"


def test_a_commitment_recorded_twice_is_one_line_with_the_later_word(reader: Reader) -> None:
    (overdue,) = lines(handover(reader, TERM), "Commitments overdue: recorded as open after their date")
    assert overdue.startswith(
        "Mary Quill: write to the council again, due 1 March 2021; last recorded 11 May 2021, 2 times"
    )


def test_the_state_of_commitments_is_that_of_the_last_day(reader: Reader) -> None:
    report = handover(reader, Term(FIRST, date(2021, 4, 30)))
    assert [line[:9] for line in lines(report, "Commitments open, by owner")] == ["Dev Rao: "]


def test_every_line_but_a_gap_is_proved(reader: Reader) -> None:
    for report in (
        handover(reader, TERM),
        compare(reader, Term(FIRST, date(2021, 2, 1)), Term(date(2021, 2, 2), LAST)),
    ):
        for one in report.sections:
            for line in one.lines:
                assert line.evidence or line.text.startswith("Months without minutes")


def test_every_number_in_the_markdown_leads_to_a_source(reader: Reader) -> None:
    written = to_markdown(handover(reader, TERM))
    cited = {int(number) for number in re.findall(r"\(#source-(\d+)\)", written)}
    listed = [int(number) for number in re.findall(r'^(\d+)\. <a id="source-', written, re.MULTILINE)]
    assert listed == list(range(1, len(cited) + 1))
    assert cited == set(listed)


def test_two_terms_are_compared_by_people_focus_areas_and_relationships(reader: Reader) -> None:
    report = compare(reader, Term(FIRST, date(2021, 2, 28)), Term(date(2021, 3, 1), LAST))
    before, after = "from 1 January 2021 to 28 February 2021", "from 1 March 2021 to 30 June 2021"
    assert lines(report, "How much was done")[0] == f"1 meeting {before}, 2 meetings {after}"
    assert lines(report, f"Relationships: only {before}")[0].startswith("River Authority")


def test_who_is_in_both_terms_is_told_with_how_it_was_before(reader: Reader) -> None:
    report = compare(reader, Term(FIRST, date(2021, 4, 1)), Term(date(2021, 2, 1), LAST))
    assert lines(report, "People: in both")[0] == (
        "Olwen Pritchard: 2 meetings, 9 March 2021 to 11 May 2021; "
        "from 1 January 2021 to 1 April 2021: 2 meetings, 12 January 2021 to 9 March 2021"
    )


def test_an_office_that_the_term_does_not_speak_of_is_told_as_it_was_last_recorded(tmp_path: Path) -> None:
    given = {"rule": "test/rule", "confidence": 0.9, "meeting": 0}
    library = Library.create(tmp_path / "panel", name="Panel", base=BASE)
    for year, role in ((2019, "Treasurer"), (2021, "Chair")):
        text = f"Panel {year}\nNia Bevan, {role}\n"
        held = Role(role, "org/panel", evidence=(Span(11, len(text) - 1),), rule="test/rule")
        info = DocumentInfo("minutes", "Panel", text, f"{year}.md", f"{year}-03-01", "org/panel")
        library.store(
            {
                str(year): record(
                    Extraction(
                        info,
                        meetings=(Meeting("Panel", When(f"{year}-03-01"), Span(0, len(text))),),
                        passages=(Passage(Span(0, len(text)), "paragraph"),),
                        people=(Person("person/nia-bevan", "Nia Bevan", mentions=(Span(11, 20),), roles=(held,)),),
                        organisations=(Organisation("org/panel", "Panel", kind="committee"),),
                        decisions=tuple(
                            Decision(evidence=(Span(0, 5),), by=(), what=what, when=When(day), **given)
                            for what, day in (
                                ("the minutes of 12 January were approved", "2021-03-01"),
                                ("three new benches", "2021-03"),
                                ("three new benches for the park", "2021-03-01"),
                            )
                            if day.startswith(str(year))
                        ),
                    ),
                    str(year),
                    BASE,
                    "hash",
                )
            }
        )
    report = handover(library.snapshot(), Term(date(2021, 1, 1), date(2021, 12, 31)))
    assert lines(report, "Offices") == [
        "Nia Bevan, Chair",
        "Nia Bevan, Treasurer, as of 1 March 2019; nobody is named in the term",
    ]
    assert lines(report, "Decisions that bind") == ["1 March 2021, three new benches for the park"]


def test_a_term_without_records_makes_a_report_that_says_so(reader: Reader) -> None:
    written = to_markdown(handover(reader, Term(date(1999, 1, 1), date(1999, 12, 31))))
    assert "Offices: nothing on record" in written
    assert written.startswith("# Handover: 1999\n\nMade from 0 documents")


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


def test_marks_of_layout_are_not_shown() -> None:
    assert unmarked("- [x] **Decision:** see [the *plan*](https://x) for snake_case") == (
        "Decision: see the plan for snake_case"
    )
    assert unmarked("| Order lamps | Dev | May |") == "Order lamps · Dev · May"


def test_few_words_stand_with_the_point_of_the_agenda_above_them(tmp_path: Path) -> None:
    text = "# Panel\n## Business\n* Lighting [#12](https://x)\n  * Costs\n    * Agreed to defer\n* Railings\n"
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in text.splitlines()]
    levels = (1, 2, 1, 2, 3, 1)
    under = ("", "Panel", *["Panel › Business"] * 4)
    passages = tuple(
        Passage(span, "heading" if number < 2 else "item", heading, level)
        for number, (span, heading, level) in enumerate(zip(spans, under, levels, strict=True))
    )
    decided = Decision(evidence=(spans[4],), by=(), what="defer", rule="test/rule", confidence=0.9)
    info = DocumentInfo("minutes", "Panel", text, "a.md", "2021-01-12")
    library = Library.create(tmp_path / "panel", name="Panel", base=BASE)
    library.store({"a": record(Extraction(info, passages=passages, decisions=(decided,)), "a", BASE, "hash")})
    report = handover(library.snapshot(), TERM)
    assert lines(report, "Decisions that bind") == ["12 January 2021, “Agreed to defer” (Lighting #12)"]


def test_a_pdf_holds_title_lines_and_links_and_reads_no_markup_in_the_record(reader: Reader) -> None:
    import pdfplumber

    piece = Evidence("https://example.org/doc/a", "*A* $x$", "2021-01-12", 3, 9, "#let it = [be] @nobody <tag>")
    made = to_pdf(Report("T #U", "Made.", (Section("People", (Line("Ann $x^2$ #panic()", (piece,)),)),)))
    with pdfplumber.open(io.BytesIO(made)) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
        assert len(document.pages[0].annots) == 1
    for words in ("T #U", "Ann $x^2$ #panic() [1]", "#let it = [be] @nobody <tag>", "*A* $x$"):
        assert words in text


def test_a_page_of_html_holds_every_line_and_none_of_the_record_as_tags() -> None:
    piece = Evidence("https://example.org/doc/a", "A <b>", "2021-01-12", 3, 9, "<script>alert(1)</script>")
    page = to_html(Report("T & U", "Made.", (Section("People", (Line("Ann <i>", (piece,)),)), Section("None", ()))))
    assert "<script>" not in page
    assert 'Ann &lt;i&gt; <a href="#source-1">[1]</a>' in page
    assert '<li id="source-1"><q>&lt;script&gt;alert(1)&lt;/script&gt;</q>' in page
    assert "<title>T &amp; U</title>" in page
