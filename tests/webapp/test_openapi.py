"""The description of the JSON API, held against what the app answers."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from webapp.contexts.openapi import description

WHOLE = description("1")
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
ASKED = {"/ask.json": "?q=What+is+open%3F", "/search.json": "?q=oak", "/complete.json": "?q=a"}
TERMS = {"{term}": "2023", "{earlier}": "2022", "{later}": "2023"}


def faults(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Where a value is not as described, in the few words of JSON Schema that the description uses."""
    if reference := schema.get("$ref"):
        return faults(value, WHOLE["components"]["schemas"][reference.rpartition("/")[2]], at)
    wanted = schema.get("type", [])
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{at}: {value!r} is no {wanted}"]
    found = [f"{at}: lacks {name}" for name in schema.get("required", []) if name not in value]
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            found += faults(value[name], inner, f"{at}/{name}") if name in value else []
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            found += faults(each, schema["items"], f"{at}/{number}")
    return found


def described(path: str, status: int) -> dict[str, Any]:
    answer = WHOLE["paths"][path]["get"]["responses"][str(status)]
    return answer["content"]["application/json"]["schema"]  # type: ignore[no-any-return]


def address(client: FlaskClient, path: str) -> str:
    """An address that the description's path stands for: of the first thing that its list leads to."""
    for name, term in TERMS.items():
        path = path.replace(name, term)
    if "{name}" not in path:
        return path + ASKED.get(path, "")
    folder = path.partition("/{name}")[0]
    lists = {"/lines": "/focus/first", "/facts": "/commitments", "/questions": "/questions"}
    text = client.get(lists.get(folder, folder)).get_data(as_text=True)
    found = text.partition(f'href="{folder}/')[2].partition('"')[0]
    return path.replace("{name}", found or "none")


@pytest.mark.parametrize("path", sorted(WHOLE["paths"]))
def test_what_is_answered_is_as_described(trees: FlaskClient, path: str) -> None:
    answer = trees.get(address(trees, path))
    assert answer.status_code in (200, 404)
    assert faults(answer.get_json(), described(path, answer.status_code)) == []


def test_most_addresses_of_the_description_are_there(trees: FlaskClient) -> None:
    found = [path for path in WHOLE["paths"] if trees.get(address(trees, path)).status_code == 200]
    assert len(found) >= len(WHOLE["paths"]) - 2


@pytest.mark.parametrize(
    "path",
    [
        "/engagements.json?from=soon",
        "/commitments.json?page=0",
        "/people.json?page=99",
        "/search.json?q=oak&to=soon",
        "/ask.json?q=+",
    ],
)
def test_a_refusal_is_as_described(trees: FlaskClient, path: str) -> None:
    answer = trees.get(path)
    assert answer.status_code == 400
    assert faults(answer.get_json(), described(path.partition("?")[0], 400)) == []


def test_the_description_is_served(trees: FlaskClient) -> None:
    served = trees.get("/openapi.json").get_json()
    assert served["openapi"].startswith("3.") and served["paths"] == WHOLE["paths"]


def test_every_list_is_described_with_its_filters() -> None:
    names = [each["name"] for each in WHOLE["paths"]["/engagements.json"]["get"]["parameters"]]
    assert {"party", "channel", "status", "from", "to", "page"} == set(names)
