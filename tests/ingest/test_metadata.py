"""What a document is: kind, title, date, committee, authors."""

from textwrap import dedent

import pytest

from ingest.metadata import Description, Stated, describe
from ingest.structure import read_structure


def told(text: str, source: str = "notes.md", stated: Stated = Stated(), **properties: str) -> Description:  # noqa: B008
    return describe(read_structure(dedent(text).lstrip("\n")), source, properties, stated)


MINUTES = "\n\nPresent: Ann Ash, Bob Birch\n\nThe roof was mended.\n"


def test_front_matter_comes_first() -> None:
    document = told(
        """
        ---
        title: "The roof"
        date: 2023-06-01
        authors: [Ann Ash, Bob Birch]
        committee: Roof Committee
        kind: report
        ---
        # Another title, 3 May 2023

        By Cy Day
        """,
        "2022-01-01.md",
    )
    assert (document.kind, document.title, document.date) == ("report", "The roof", "2023-06-01")
    assert document.committee == "Roof Committee"
    assert document.authors == ("Ann Ash", "Bob Birch")


def test_toml_front_matter() -> None:
    document = told('+++\ntitle = "The roof"\ndate = 2023-06-01\nauthor = ["Ann Ash"]\n+++\n\nWords.\n')
    assert (document.title, document.date, document.authors) == ("The roof", "2023-06-01", ("Ann Ash",))


def test_what_the_user_states_wins() -> None:
    stated = Stated(kind="notes", title="T", date="2020", committee="Roof Board", authors=("Dee Elm",))
    document = told("# Minutes of the Council, 3 May 2023" + MINUTES, stated=stated)
    assert (document.kind, document.title, document.date, document.committee, document.authors) == (
        "notes",
        "T",
        "2020",
        "Roof Board",
        ("Dee Elm",),
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Roof Committee\n\nDate: 3 May 2023" + MINUTES, "2023-05-03"),
        ("# Roof\n\nHeld on Tuesday 3rd May 2023 at 7pm" + MINUTES, "2023-05-03"),
        ("# Minutes of the meeting of the Council held on 3 May 2023" + MINUTES, "2023-05-03"),
        ("| Date | 3 May 2023 |\n| Venue | Hall |" + MINUTES, "2023-05-03"),
        ("# Roof call 2023-05-03" + MINUTES, "2023-05-03"),
        ("Date: May 2023" + MINUTES, "2023-05"),
        ("# Roof" + MINUTES, None),
    ],
)
def test_dates_in_the_text(text: str, date: str | None) -> None:
    assert told(text).date == date


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("council/2023-05-23.md", "2023-05-23"),
        ("minutes-14-march-2023.docx", "2023-03-14"),
        ("20230314_minutes.txt", "2023-03-14"),
        ("2024_03.md", "2024-03"),
        ("2023/05-23.md", "2023-05-23"),
        ("minutes/March 2024.md", "2024-03"),
        ("minutes-12.md", None),
        ("v1.2.3.md", None),
    ],
)
def test_dates_in_the_name_of_the_file(source: str, date: str | None) -> None:
    assert told("# Roof" + MINUTES, source).date == date


def test_the_text_is_believed_before_the_name_and_both_are_kept() -> None:
    document = told("# Council, 2 May 2023" + MINUTES, "2023-05-03.md")
    assert document.date == "2023-05-02"
    assert ("file name", "2023-05-03") in document.dates


def test_the_day_on_which_a_file_was_made_dates_nothing() -> None:
    assert told("# Roof" + MINUTES, created="2023-01-01", published="2023-01-01").date is None
    assert told("# A year\n\nIt was good.\n", published="2023-01-01").date == "2023-01-01"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Date: 12/05/2023. Next: 25/05/2023" + MINUTES, True),
        ("Date: 12/05/2023. Next: 05/25/2023" + MINUTES, False),
        ("Date: 12/05/2023. The colour of the organisation's programme" + MINUTES, True),
        ("Date: 12/05/2023. Since March 3, 2022 and June 4, 2022" + MINUTES, False),
    ],
)
def test_the_order_of_day_and_month_is_read_off_the_document(text: str, first: bool) -> None:
    assert told(text).day_first is first


@pytest.mark.parametrize(
    ("title", "committee"),
    [
        ("Tree Foundation Planting Council Meeting 2023-05-23", "Tree Foundation Planting Council"),
        ("Minutes of the Annual General Meeting of Ashby Parish Council held on 3 May 2023", "Ashby Parish Council"),
        ("Minutes of the Board of Trustees meeting", "Board of Trustees"),
        ("MINUTES OF THE MEETING OF ASHBY TOWN COUNCIL HELD ON 3 MAY 2023", "Ashby Town Council"),
        ("Planting Committee: meeting of 18 January 2023", "Planting Committee"),
        ("ABC minutes, 15 March 2023", "ABC"),
        ("Minutes: ABC", "ABC"),
        ("ABC, 15 March 2023", "ABC"),
        ("Larkfield Primary PTA – Committee Meeting – 24/01/2024", "Larkfield Primary PTA"),
        ("Working party on harbour lighting, 3 February 2025", "Working party on harbour lighting"),
        ("Ballot resolution meeting: Working Group 7 (Timber)", "Working Group 7"),
        ("LARKFIELD CREDIT UNION – SUPERVISORY COMMITTEE", "Supervisory Committee"),
        ("Trustees' meeting – Larkfield Food Bank", "Larkfield Food Bank"),
        ("Weekly sync", None),
        ("Sept 5, 2023 - Public meeting", None),
        ("Minutes of the last meeting", None),
    ],
)
def test_the_committee_stands_in_the_title(title: str, committee: str | None) -> None:
    assert told(f"# {title}{MINUTES}").committee == committee


@pytest.mark.parametrize("line", ["Board of Directors Meeting Minutes", "**Public Trust Board – CONFIRMED MINUTES**"])
def test_a_board_like_any_other_is_that_of_the_organisation_at_the_top(line: str) -> None:
    assert told(f"**Larkfield Homes, Inc.**\n\n{line}\n{MINUTES}").committee == "Larkfield Homes, Inc."


def test_a_committee_is_told_apart_from_what_it_is_of() -> None:
    assert told("CITY OF LARKFIELD\n\nPLANNING COMMISSION\n" + MINUTES).committee == "Planning Commission"


def test_a_byline_makes_a_blog() -> None:
    document = told("03 Nov 2023\nby Ann Ash\n\nTwo years as Chair\n\nIt was a pleasure to chair this committee.\n")
    assert (document.kind, document.date, document.authors) == ("blog", "2023-11-03", ("Ann Ash",))
    assert document.title == "Two years as Chair"


def test_who_is_present_makes_minutes_and_no_author_of_a_file_is_theirs() -> None:
    document = told("# Roof" + MINUTES, author="Cy Day")
    assert (document.kind, document.authors) == ("minutes", ())


def test_what_programs_write_by_themselves_is_no_title_and_no_author() -> None:
    document = told(
        "It was a good year for all of us.\n", "a-year.docx", title="Microsoft Word - x", author="python-docx"
    )
    assert (document.title, document.authors) == ("a year", ())


def test_several_meetings_give_a_span_of_time() -> None:
    text = "## 7 December 2017\n\n* **Attendees**\n    * Ann\n\n## 8 November 2017\n\n* **Attendees**\n    * Bob\n"
    document = told(text, "2017-meetings.md")
    assert (document.date, document.title) == ("2017-11-08/2017-12-07", "2017 meetings")


MAILED = """From: Ann Ash <ann@example.org>
Date: Thu, 13 Oct 2016 08:12:44 -0500
Subject: [rook] Minutes of Rook TC telecon 12 October 2016

Present: Ann Ash
"""


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("# Gull Trust\n\nThursday 20 January 2022, by Zoom\n\nAnn Ash spoke.\n", "notes.md", "2022-01-20"),
        ("ROOK WG\nTuesday, 8 November 2022, 13:00-15:00 UTC, Room 4\n\nText.\n", "rook.txt", "2022-11-08"),
        ("10:00:03 <ann> #startmeeting Rook SIG (2018-02-13)\n10:00:09 <ann> hello\n", "log.txt", "2018-02-13"),
        ("10:00:03 <ann> #topic Rook\n10:00:09 <ann> hello\n", "rook-sig.2018-02-13-16.00.log.txt", "2018-02-13"),
        (MAILED, "mail.txt", "2016-10-12"),
    ],
)
def test_minutes_are_dated_by_when_the_meeting_was(text: str, name: str, expected: str) -> None:
    assert told(text, name).date == expected


def test_signs_of_a_record_make_notes_minutes() -> None:
    text = "# Gull Trust\n\nTrustees: Ann Ash, Bob Bay\n\n**1. Matters arising**\n\nNone.\n\nNext meeting 17 March.\n"
    assert told(text, "gull.md").kind == "minutes"
    assert told("# A year at sea\n\nWe sailed. Next meeting of friends in May.\n", "sea.md").kind == "notes"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Roof Trust: Annual General Meeting, 22 September 2022", "minutes"),
        ("Roof Trust AGM, 22 September 2022", "minutes"),
        ("What we learnt from our Annual General Meeting", "notes"),
        ("The roof was mended on 22 September 2022", "notes"),
    ],
)
def test_a_title_that_names_and_dates_a_meeting_makes_minutes(title: str, kind: str) -> None:
    assert told(f"# {title}\n\nForty members came.\n").kind == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "ASHBY SAILING CLUB\n\nMINUTES of the 12th meeting, held in the Hall on 3 May 2023",
            "ASHBY SAILING CLUB – MINUTES of the 12th meeting",
        ),
        (
            "                 Ashby Homes\n         Board of Directors Meeting Minutes\n             May 3, 2023\n",
            "Ashby Homes – Board of Directors Meeting Minutes",
        ),
        (
            "Minutes page 12\n\nASHBY COUNCIL\n\nDraft minutes of the ordinary meeting held on 3 May 2023",
            "ASHBY COUNCIL – Draft minutes of the ordinary meeting",
        ),
        ("![logo](logo.png)\n\n# Ashby Homes Committee – minutes\n\n3 May 2023", "Ashby Homes Committee – minutes"),
    ],
)
def test_a_title_says_whose_and_what_the_document_is(text: str, title: str) -> None:
    assert told(text + MINUTES).title == title


def test_a_byline_may_come_in_parts_and_name_an_office() -> None:
    document = told(
        "# A year\n\n*9 January 2025 · Ann Ash, Chair, Ashby Trees Board · 6 minute read*\n\nIt was good.\n"
    )
    assert (document.kind, document.date, document.committee) == ("blog", "2025-01-09", "Ashby Trees Board")
    assert document.authors == ("Ann Ash",)
    assert told("# A year\n\n*Posted by Ann Ash on 20 May 2024*\n\nIt was good.\n").authors == ("Ann Ash",)


def test_the_day_on_which_a_paper_was_given_out_is_not_that_of_its_session() -> None:
    text = (
        "Distr.: General\n4 June 2018\n\nWORKING PARTY ON LAMPS\nAshby, 14-16 May 2018\n\nREPORT OF THE WORKING PARTY\n"
    )
    assert told(text).date == "2018-05-14/2018-05-16"


def test_the_minutes_approved_under_a_heading_do_not_date_those_they_stand_in() -> None:
    text = "# Ashby Board\n\n**Thursday 21 March 2024, 09:30–12:15, The Lantern Room, Ashby, and via MS Teams**\n\n"
    heads = "Present: Ann Ash\n\n### 2. Minutes of the meeting held on 18 January 2024\n\nApproved.\n"
    assert told(text + heads).date == "2024-03-21"
