"""The description of the JSON API, in OpenAPI: the pages of `api.json`, and each list with its own filters."""

import json
import re
from pathlib import Path
from typing import Any

from webapp.contexts.kinds import LISTS, Kind

API = Path(__file__).parent.parent / "api.json"


def description(version: str) -> dict[str, Any]:
    """The whole description; `version` is that of the program."""
    whole: dict[str, Any] = json.loads(API.read_text(encoding="utf-8"))
    pages: dict[str, Any] = whole.pop("x-pages")
    whole["info"]["version"] = version
    for name, kind in LISTS.items():
        pages[f"/{name}.json"] = {"summary": kind.title, "schema": "List", "query": _filters(kind)}
    whole["paths"] = {path: {"get": _operation(path, page)} for path, page in sorted(pages.items())}
    return whole


def _filters(kind: Kind) -> dict[str, bool]:
    """The filters of a list. None is asked for: a list without one that it needs says so and is empty."""
    return {**{each.name: False for each in kind.fields}, "page": False}


def _operation(path: str, page: dict[str, Any]) -> dict[str, Any]:
    inside = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]
    asked = [
        {"name": name, "in": "query", "required": required, "schema": _values(name, required=required)}
        for name, required in page.get("query", {}).items()
    ]
    return {
        "summary": page["summary"],
        "operationId": re.sub(r"\W+", "-", path.removesuffix(".json")).strip("-"),
        "parameters": [*inside, *asked],
        "responses": {
            "200": _response("What was asked for", page["schema"]),
            "400": _response("A value that cannot be read", "Problem"),
            "401": _response("Nobody is signed in, where there are accounts", "Problem"),
            "404": _response("Nothing stands at this address", "Problem"),
        },
    }


def _values(name: str, *, required: bool) -> dict[str, Any]:
    if name == "page":
        return {"type": "integer", "minimum": 1, "maximum": 999_999}
    return {"type": "string", "minLength": int(required)}


def _response(words: str, schema: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
