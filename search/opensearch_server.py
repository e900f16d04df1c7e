"""Requests to the index of an OpenSearch cluster."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from kg.endpoints import SearchEndpoint
from kg.errors import LibraryError
from kg.service import Answer, Service

_JSON = {"Content-Type": "application/json"}
_LINES = {"Content-Type": "application/x-ndjson"}

_TOGETHER = 5_000
"""Hits in one answer when all of them are read."""


class Server:
    """One index of a cluster. May be shared by threads."""

    def __init__(self, endpoint: SearchEndpoint) -> None:
        """Raises ConfigurationError where credentials are named that are not there."""
        self.name = f"the search cluster {endpoint.url}"
        self._service = Service(self.name, endpoint.credentials)
        self._address = f"{endpoint.url}/{endpoint.index}"

    def send(self, method: str, path: str, body: Any = None, accepted: Iterable[int] = ()) -> Answer:
        """The answer to a request on the index; `path` stands behind its address."""
        text = None if body is None else json.dumps(body)
        return self._service.send(method, f"{self._address}{path}", body=text, headers=_JSON, accepted=tuple(accepted))

    def ask(self, what: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What `_search`, `_count` and their like answer."""
        return cast("dict[str, Any]", json.loads(self.send("POST", f"/{what}", body).body))

    def aggregated(self, aggregation: Mapping[str, Any]) -> dict[str, int]:
        """How many passages and titles have each value of a `terms` aggregation."""
        told = self.ask("_search", {"size": 0, "aggs": {"values": aggregation}})
        return counted(told["aggregations"]["values"])

    def pages(self, query: Mapping[str, Any], source: Any) -> Iterator[list[dict[str, Any]]]:
        """Everything that a query finds, some at a time, in the order of documents."""
        wanted = {"query": query, "_source": source, "sort": [{"unit": "asc"}, {"place": "asc"}], "size": _TOGETHER}
        while hits := self.ask("_search", wanted)["hits"]["hits"]:
            yield hits
            wanted["search_after"] = hits[-1]["sort"]

    def bulk(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Write and delete documents. Raises LibraryError where the cluster takes one of them not."""
        body = "".join(f"{json.dumps(line)}\n" for line in lines)
        if body:
            found = self._service.send("POST", f"{self._address}/_bulk", body=body.encode(), headers=_LINES)
            told = json.loads(found.body)
            if told["errors"]:
                wrong = next(one["error"] for item in told["items"] for one in item.values() if "error" in one)
                raise LibraryError(f"{self.name} does not take a passage: {wrong.get('reason', wrong)}"[:500])


def counted(aggregation: Mapping[str, Any]) -> dict[str, int]:
    """The buckets of a `terms` aggregation."""
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}
