import csv
import io

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kg.dates_in_words import words
from webapp.formats import as_csv, harmless
from webapp.links import evidence_path, path_of, safe_url, with_query
from webapp.quoting import in_context
from webapp.security import local_target

BASE = "https://example.org/trees/"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first look at all of Unicode takes a second
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])),
            min_size=2,
            max_size=2,
        )
    )
)
def test_csv_reads_back_what_was_written(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(["a", "b"], rows), newline="")))
    assert read == [["a", "b"], *[[harmless(cell) for cell in row] for row in rows]]


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2023-05-23", "23 May 2023"),
        ("2023-05", "May 2023"),
        ("2023", "2023"),
        ("2022-22", "summer 2022"),
        ("2022-07/2022-12", "July to December 2022"),
        ("2022-07/2023-01", "July 2022 to January 2023"),
        ("2022-07-04/2022-07-06", "4 July to 6 July 2022"),
        ("2022-01/..", "since January 2022"),
        ("/2022", "until 2022"),
        ("2022-03-14~", "about 14 March 2022"),
        ("not a date", "not a date"),
        ("2022-99", "2022-99"),
    ],
)
def test_dates_are_put_in_words(edtf: str, text: str) -> None:
    assert words(edtf) == text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x", "//e.example/x",
     "https:", "java\tscript:alert(1)", "https://a.example/\u202egpj.exe", "notes.md", "http://[::1"],
)  # fmt: skip
def test_a_dangerous_or_meaningless_address_is_no_link(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize("url", ["https://a.example/x?y=1#z", "http://a.example", "mailto:ada@a.example"])
def test_an_ordinary_address_is_a_link(url: str) -> None:
    assert safe_url(url) == url


def test_things_have_pages_by_their_iri() -> None:
    assert path_of(f"{BASE}person/ada-byrne", BASE) == "/people/ada-byrne"
    assert path_of(f"{BASE}doc/2023-03-14", BASE) == "/docs/2023-03-14"
    assert path_of(f"{BASE}person/é'\"<", BASE) == "/people/%C3%A9%27%22%3C"
    assert path_of(f"{BASE}fact/1", BASE) == "/facts/1"
    assert path_of(f"{BASE}date/2023", BASE) is None
    assert path_of("https://elsewhere.example/person/ada", BASE) is None


def test_evidence_leads_to_its_words() -> None:
    assert evidence_path("2023-03-14", 80, 120) == "/docs/2023-03-14?at=80-120#at"


def test_empty_parameters_are_left_out_of_an_address() -> None:
    assert with_query("/docs", a="", b=None, c="x y") == "/docs?c=x+y"
    assert with_query("/docs") == "/docs"


def test_a_proof_is_shown_in_its_sentence_without_marks() -> None:
    text = "# Minutes\n\n* Ada **met** the [agency](https://a.example). Tom left.\n"
    start = text.index("met")
    found = in_context(text, start, start + 3)
    assert (found.before, found.words, found.after) == ("Ada ", "met", " the agency.")


def test_a_long_sentence_is_cut_with_an_ellipsis() -> None:
    text = "word " * 400 + "proof " + "word " * 400
    start = text.index("proof")
    found = in_context(text, start, start + 5)
    assert found.before.startswith("… ") and found.after.endswith(" …")
    assert len(found.before) + len(found.after) < 400


@given(st.text(max_size=120), st.data())
def test_the_words_of_a_proof_are_always_shown(text: str, data: st.DataObject) -> None:
    plain = "".join(sign for sign in text if sign.isalnum() or sign in " .\n") or "a"
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    assume(plain[start:end] == plain[start:end].strip())  # evidence begins and ends with a word
    assert in_context(plain, start, end).words == plain[start:end]


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", None]
)
def test_nobody_is_sent_elsewhere_after_signing_in(address: str | None) -> None:
    assert local_target(address) == "/"
