"""Drawings: where things stand, what they say to those who do not see them."""

import re
from html import unescape

from flask.testing import FlaskClient

from webapp.drawing import GAP, STEP, WIDTH, Box, beside, columns, curve, cut


def test_nodes_stand_in_columns_and_never_over_each_other() -> None:
    places = columns([["a", "b"], ["c"]])
    assert places.at["b"][1] - places.at["a"][1] == STEP
    assert places.at["c"][0] - places.at["a"][0] == WIDTH + GAP
    assert places.width >= places.at["c"][0] + WIDTH and places.height >= places.at["b"][1] + STEP


def test_nothing_has_no_size_to_the_side() -> None:
    assert columns([]).width == 0


def test_a_curve_begins_at_the_right_of_one_box_and_ends_at_the_left_of_the_next() -> None:
    first, second = Box(0, 20, "a", "a"), Box(WIDTH + GAP, 54, "b", "b")
    path = curve(first, second)
    assert path.startswith(f"M{WIDTH} {first.middle}") and path.endswith(f"{second.x} {second.middle}")


def test_partners_stand_opposite_so_that_curves_do_not_cross() -> None:
    assert beside(["a", "b"], {("b", "x"): 1, ("a", "y"): 1}) == ["y", "x"]
    assert beside(["a", "b", "c"], {("a", "x"): 9, ("c", "x"): 1, ("b", "y"): 1}) == ["x", "y"]


def test_a_long_name_is_cut_and_says_so() -> None:
    assert cut("short") == "short"
    assert cut("x" * 90).endswith("…") and len(cut("x" * 90)) < 40


def test_the_network_holds_in_its_table_what_is_drawn(client: FlaskClient) -> None:
    text = client.get("/network").get_data(as_text=True)
    rows = client.get("/network.json").get_json()["rows"]
    drawn = [unescape(title) for title in re.findall(r'<path [^>]+class="tie [^>]+><title>([^<]+)</title>', text)]
    pairs = {f"{row['Who']} and {row['With']}" for row in rows}
    assert drawn and {title.partition(":")[0] for title in drawn} <= pairs


def test_every_name_of_the_network_leads_on(client: FlaskClient) -> None:
    svg = client.get("/network").get_data(as_text=True).partition("<svg")[2].partition("</svg>")[0]
    assert svg.count("<a href=") == svg.count("<rect") > 0


def test_the_network_is_narrowed_to_a_time(client: FlaskClient) -> None:
    every = client.get("/network.json").get_json()["rows"]
    later = client.get("/network.json?from=2024-06-01").get_json()["rows"]
    assert len(later) < len(every)
    assert client.get("/network.json?from=soon").status_code == 400


def test_a_focus_area_shows_what_it_came_from_as_a_picture_and_in_words(client: FlaskClient) -> None:
    text = client.get("/focus/shore-power-2024").get_data(as_text=True)
    assert 'aria-label="Lineage"' in text and "In words:" in text
