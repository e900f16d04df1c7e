"""The page of search: passages like one, months within the year chosen."""

import re
from html import unescape

from flask.testing import FlaskClient


def links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="(/search[^"]*)"', page)]


def test_a_hit_leads_to_passages_like_it(client: FlaskClient) -> None:
    found = client.get("/search?q=harbour").text
    like = [link for link in links(found) if "like=" in link]
    assert like and "More like this" in found
    page = client.get(like[0]).text
    assert "the most alike first" in page and "evidence" not in page and page.count('<article class="hit">') > 1
    hit = client.get("/search.json?q=harbour").get_json()["hits"][0]
    alike = client.get(hit["like"].replace("/search", "/search.json")).get_json()["hits"]
    assert alike and hit["href"] not in [one["href"] for one in alike]


def test_a_place_that_is_none_is_told(client: FlaskClient) -> None:
    for place in ("nowhere@0", "2024-01-02", "x@y", "@", "x@99999999999999999999"):
        got = client.get("/search", query_string={"like": place})
        assert got.status_code == 200 and "There is no passage at" in got.text


def test_months_are_counted_once_a_year_is_chosen(client: FlaskClient) -> None:
    whole = client.get("/search.json?q=harbour").get_json()
    assert "month" not in whole["facets"]
    year = whole["facets"]["year"][0]["value"]
    narrowed = client.get(f"/search.json?q=harbour&date={year}").get_json()
    months = narrowed["facets"]["month"]
    assert months and all(month["value"].startswith(f"{year}-") for month in months)
    assert narrowed["facets"]["year"][0]["value"] == year
    month = months[0]
    page = client.get(f"/search?q=harbour&date={month['value']}").text
    assert f"/search?q=harbour&date={year}" in links(page), "choosing a month again leads back to its year"
    one = client.get(f"/search.json?q=harbour&date={month['value']}").get_json()
    assert one["total"] == month["count"]
