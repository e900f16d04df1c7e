"""PDF files: reading order, paragraphs, tables, and what comes back on every page."""

from ingest.readers import read_source
from tests.ingest.readers.made import Placed, column, pdf

LEFT = ["The committee met in the hall", "and spoke about the gate that", "was broken in the winter."] * 6
RIGHT = ["The second column goes on at", "its own top and tells of the", "roof, which leaks no more."] * 6


def read(*pages: list[Placed], rules: list[tuple[float, float, float, float]] | None = None) -> str:
    return read_source(pdf(pages, rules or []), "minutes.pdf").text


def test_lines_of_a_paragraph_are_joined_and_divided_words_made_whole() -> None:
    text = read(
        [
            *column(
                [
                    "The committee met in the hall and spoke about the mainte-",
                    "nance of the gate, which was left open.",
                ],
                top=700,
            ),
            *column(["It was closed at nine."], top=640),
        ]
    )
    assert text == (
        "The committee met in the hall and spoke about the maintenance of the gate, which was left open.\n\n"
        "It was closed at nine.\n"
    )


def test_larger_and_bold_lines_are_headings_and_signs_are_items() -> None:
    text = read(
        [
            (60, 740, 16, True, "Minutes of the Council"),
            *column(["Present"], top=700, bold=True),
            *column(["• Ann Ash", "• Bob Birch"], top=680),
            *column(["Nothing else was said on this day by anybody at all."], top=640),
        ]
    )
    assert text == (
        "# Minutes of the Council\n\n**Present**\n\n* Ann Ash\n* Bob Birch\n\n"
        "Nothing else was said on this day by anybody at all.\n"
    )


def test_short_lines_stay_apart() -> None:
    assert read(column(["Ann Ash", "Bob Birch", "a much longer line than those two, as a width"])).startswith(
        "Ann Ash\n\nBob Birch"
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    text = read([*column(LEFT, x=50), *column(RIGHT, x=320)]).replace("\n", " ")
    assert text.index("winter.") < text.index("The second column")
    assert text.rindex("winter.") < text.index("The second column")


def test_page_headers_footers_and_numbers_are_left_out() -> None:
    pages = [
        [
            (60, 815, 9, False, "Ashby Council - minutes"),
            *column([f"Words of page {number} are here."], top=600),
            (280, 25, 9, False, f"Page {number} of 3"),
        ]
        for number in (1, 2, 3)
    ]
    assert read(*pages) == "Words of page 1 are here.\n\nWords of page 2 are here.\n\nWords of page 3 are here.\n"


def test_ruled_tables_are_tables() -> None:
    rules = [(50.0, y, 400.0, y) for y in (700.0, 680.0, 660.0)] + [(x, 660.0, x, 700.0) for x in (50.0, 250.0, 400.0)]
    words = [(55.0, 686.0, 10.0, True, "Action"), (255.0, 686.0, 10.0, True, "Owner")]
    words += [(55.0, 666.0, 10.0, False, "Mend the gate"), (255.0, 666.0, 10.0, False, "Ann Ash")]
    text = read([*column(["Actions of the day."], top=730), *words], rules=rules)
    assert text == "Actions of the day.\n\n| Action | Owner |\n| --- | --- |\n| Mend the gate | Ann Ash |\n"


def test_words_with_a_stroke_through_them_are_struck() -> None:
    lines: list[Placed] = [
        (60, 700, 10, False, "Present: Ann Ash, Bob Birch"),
        (60, 660, 10, False, "They met in the hall."),
    ]
    through, under = (168, 703, 222, 703), (60, 658, 90, 658)
    assert read(lines, rules=[through, under]) == "Present: Ann Ash, ~~Bob Birch~~\n\nThey met in the hall.\n"
