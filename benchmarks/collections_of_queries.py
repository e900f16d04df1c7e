"""Two public test collections: documents, queries and which documents are relevant to each.

Cranfield (1,400 abstracts on aerodynamics, 225 queries) and NPL (11,426 short abstracts on
physics, 93 queries), in the folders and formats in which they are passed round.
"""

import math
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SEED = 20261124
"""Of the lot by which queries are halved."""
DEPTH = 1000
"""Documents of a ranking that count for average precision."""


@dataclass(frozen=True)
class Collection:
    """Documents as (title, text), queries, and the grade of each relevant document of each query."""

    name: str
    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]

    def halves(self) -> tuple[list[str], list[str]]:
        """The queries that have a relevant document, drawn by lot: half to choose parameters by, half to report."""
        names = [name for name in self.queries if self.relevant.get(name)]
        random.Random(SEED).shuffle(names)
        return names[::2], names[1::2]


@dataclass(frozen=True)
class Measures:
    """Means over queries."""

    ndcg_at_10: float
    average_precision: float
    recall_at_100: float

    def __str__(self) -> str:
        return f"{self.ndcg_at_10:.3f}   {self.average_precision:.3f}   {self.recall_at_100:.3f}"


def cranfield(folder: Path) -> Collection:
    """The collection in a folder with `cran.all.1400.xml`, `cran.qry.xml` and `cranqrel.trec.txt`."""
    documents = {}
    for body in re.findall(r"<doc>(.*?)</doc>", (folder / "cran.all.1400.xml").read_text("utf-8", "replace"), re.S):
        number, title, text = (_element(body, name) for name in ("docno", "title", "text"))
        documents[number] = (title, text.removeprefix(title).strip())
    queries = re.findall(r"<title>(.*?)</title>", (folder / "cran.qry.xml").read_text("utf-8"), re.S)
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / "cranqrel.trec.txt").read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            relevant.setdefault(query, {})[document] = int(grade)
    numbered = {str(number): query.strip() for number, query in enumerate(queries, 1)}
    return Collection("Cranfield", documents, numbered, relevant)


def _element(body: str, name: str) -> str:
    found = re.search(f"<{name}>(.*?)</{name}>", body, re.S)
    return found[1].strip() if found else ""


def npl(folder: Path) -> Collection:
    """The collection in a folder with `doc-text`, `query-text` and `rlv-ass`."""
    documents = {number: ("", text) for number, text in _entries(folder / "doc-text")}
    queries = {number: text.lower() for number, text in _entries(folder / "query-text")}
    relevant = {number: dict.fromkeys(text.split(), 1) for number, text in _entries(folder / "rlv-ass")}
    return Collection("NPL", documents, queries, relevant)


def _entries(path: Path) -> Iterable[tuple[str, str]]:
    for entry in re.split(r"\n\s*/\s*\n?", path.read_text("utf-8")):
        number, _, text = entry.strip().partition("\n")
        if number.strip().isdigit():
            yield number.strip(), text.strip()


def measure(collection: Collection, rankings: Mapping[str, list[str]], queries: Iterable[str]) -> Measures:
    """nDCG@10, mean average precision to a depth of 1,000 and recall@100 of rankings, over these queries."""
    rows = [_measure(collection.relevant[name], rankings[name]) for name in queries]
    return Measures(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def _measure(relevant: Mapping[str, int], ranking: list[str]) -> tuple[float, float, float]:
    gain = sum(relevant.get(name, 0) / math.log2(place + 2) for place, name in enumerate(ranking[:10]))
    best = sorted(relevant.values(), reverse=True)[:10]
    ideal = sum(grade / math.log2(place + 2) for place, grade in enumerate(best))
    hits = [place for place, name in enumerate(ranking[:DEPTH], 1) if name in relevant]
    precision = sum(found / place for found, place in enumerate(hits, 1)) / len(relevant)
    return gain / ideal, precision, sum(place <= 100 for place in hits) / len(relevant)
