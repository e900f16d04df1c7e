"""Attendance at meetings held in a chat."""

from tests.ingest.minutes import names, read_minutes, statuses

TITLE = "# Oak Trust board meeting, 5 March 2024\n\n"


def test_apologies_are_read_from_a_sentence() -> None:
    found = read_minutes(
        TITLE + "Present: Ann Ash\n\n1. Apologies\n\nApologies were received from B Birch (work) and Chika Cedar.\n"
    )
    assert statuses(found) == {"Ann Ash": "present", "B Birch": "apologies", "Chika Cedar": "apologies"}


def test_bots_are_nobody() -> None:
    assert names(read_minutes(TITLE + "People present: Ann Ash, Bela Birch, meetbot, logbot2\n")) == [
        "Ann Ash",
        "Bela Birch",
    ]


LOG = """16:00:03 <ann> #startmeeting Elm SIG (2024-03-05)
16:00:19 <ann> #topic Roll call
16:00:24 <bel> .hello bela
16:00:25 <elmbot> bel: bela 'Bela Birch' <bela@example.org>
16:00:40 * cedar waves
16:01:20 <ann> #info regrets: dogwood
16:02:44 <ann> #action bel to write to the list
"""


def test_whoever_writes_in_the_log_of_a_chat_was_there() -> None:
    found = read_minutes(LOG, "elm.log.txt")
    assert statuses(found) == {"ann": "present", "Bela Birch": "present", "cedar": "present", "dogwood": "apologies"}
    assert (found.document.title, found.document.date) == ("Elm SIG (2024-03-05)", "2024-03-05")


def test_a_list_in_a_log_outweighs_who_writes_in_it() -> None:
    found = read_minutes("Present: Ann Ash, Bela Birch\n\n" + LOG.replace("<ann>", "<Ann>"), "2024-03-05.txt")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "present", "dogwood": "apologies"}


def test_guests_who_left_early_were_guests_and_labelled_apologies_are_a_list() -> None:
    text = (
        "Guests:\n\nAnn Ash\nBela Birch - left at 21:40\n\nApologies for absence: Cllr C Cedar (holiday), Cllr Okonjo\n"
    )
    found = statuses(read_minutes(TITLE + text))
    assert list(found.values()) == ["guest", "guest", "apologies", "apologies"]
