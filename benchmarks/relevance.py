"""How well search ranks, on two public test collections, beside other engines in the same run.

    python benchmarks/relevance.py FOLDER [--tune]

FOLDER holds `cranfield` and `npl`. `--tune` tries K1 and B on the first half of the queries (every other
one). The second half is shown apart, but it is no clean test: stop words, stemmer, what counts as length
and whether to rank by the best passages were settled in trials that printed both halves.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from collections_of_queries import DEPTH, Collection, cranfield, measure, npl
from other_engines import ENGINES, Documents, Ranker, words

from search import whoosh_snapshot
from search.documents import IndexedDocument, IndexedPassage
from search.engine import MOST_HITS, Change, SearchRequest
from search.whoosh_engine import WhooshEngine

K1S = (0.9, 1.2, 1.5, 1.8)
BS = (0.5, 0.6, 0.7, 0.8)


def minutebook(documents: Documents, folder: Path) -> tuple[WhooshEngine, Ranker]:
    """Our engine: a document is one passage under its title."""
    engine = WhooshEngine(folder)
    given = (
        IndexedDocument(name, "", "report", (IndexedPassage(0, f"{title}\n\n{text}"),))
        for name, (title, text) in documents.items()
    )
    engine.change(Change(((one, "1") for one in given), fingerprint="1"))

    def rank(query: str, limit: int) -> list[str]:
        plain, found = " ".join(words(query)), []
        for offset in range(0, limit, MOST_HITS):
            hits = engine.search(SearchRequest(plain, offset=offset, limit=MOST_HITS)).hits
            found += [hit.document for hit in hits if hit.score > 0]
            if len(hits) < MOST_HITS:
                break
        return found

    return engine, rank


def rankings(collection: Collection, rank: Ranker, queries: list[str], depth: int = DEPTH) -> dict[str, list[str]]:
    """The ranking of each query."""
    return {name: rank(collection.queries[name], depth) for name in queries}


def report(collection: Collection, folder: Path) -> None:
    """Print a table of all engines on both halves."""
    _engine, ours = minutebook(collection.documents, folder)
    rankers: dict[str, Ranker] = {"Minutebook": ours}
    for name, make in ENGINES.items():
        try:
            rankers[name] = make(collection.documents)
        except ImportError:
            print(f"({name} is not installed)")
    first, second = collection.half(False), collection.half(True)
    print(f"\n{collection.name}: {len(collection.documents):,} documents, {len(first) + len(second)} queries")
    print(f"{'':14} all: nDCG@10   MAP   R@100    second half: nDCG@10   MAP   R@100")
    for name, rank in rankers.items():
        found = rankings(collection, rank, [*first, *second])
        print(f"{name:14}      {measure(collection, found, [*first, *second])}"
              f"                 {measure(collection, found, second)}", flush=True)  # fmt: skip


def tune(collections: list[Collection], folder: Path) -> None:
    """Print nDCG@10 of the first halves for each pair of parameters, and their mean."""
    engines = [minutebook(one.documents, folder / one.name) for one in collections]
    for k1 in K1S:
        for b in BS:
            whoosh_snapshot.K1, whoosh_snapshot.B = k1, b
            found = []
            for collection, (engine, rank) in zip(collections, engines, strict=True):
                engine.close()
                first = collection.half(False)
                found.append(measure(collection, rankings(collection, rank, first, 100), first).ndcg_at_10)
            print(f"K1 {k1}  B {b}  {'  '.join(f'{one:.3f}' for one in found)}  mean {sum(found) / len(found):.4f}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tune", action="store_true", help="choose parameters on the first half of the queries")
    given = parser.parse_args()
    collections = [cranfield(given.folder / "cranfield"), npl(given.folder / "npl")]
    with tempfile.TemporaryDirectory() as folder:
        if given.tune:
            tune(collections, Path(folder))
        else:
            for collection in collections:
                report(collection, Path(folder) / collection.name)


if __name__ == "__main__":
    main()
