"""How well search ranks, on two public test collections, beside other engines in the same run.

    python benchmarks/relevance.py FOLDER [--tune]

FOLDER holds `cranfield` and `npl`. Queries are halved by lot, with a fixed seed. `--tune` chooses the numbers of the
ranking by the first halves alone: from textbook values on, one after another, twice round, whatever gives the best
mean nDCG@10 of both collections, the earlier value where the gain is under 0.0005. What it prints is to be written into
the code; without `--tune` the second halves, which it never looked at, are reported with the numbers in the code.

Where the extra `meaning` is installed, our ranking is shown with it and without.

Which numbers there are to choose (besides: stop words, stemmer, what counts as length, that the best passages re-rank)
was settled earlier, in trials that saw both halves of the same queries: only the numbers are chosen blindly.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parent.parent))

from collections_of_queries import DEPTH, Collection, cranfield, measure, npl
from other_engines import ENGINES, Documents, Ranker, words

from search import telling, whoosh_ranking, whoosh_snapshot
from search.documents import IndexedDocument, IndexedPassage
from search.engine import Change
from search.evaluation import Evaluation
from search.meaning import Meaning, installed
from search.query_language import parse
from search.whoosh_engine import WhooshEngine

GAIN = 0.0005
"""What another value must add to nDCG@10 to be taken."""
CHOICES: dict[tuple[ModuleType, str], tuple[float, ...]] = {
    (whoosh_snapshot, "K1"): (1.2, 0.75, 0.9, 1.05, 1.35, 1.5, 1.8),
    (whoosh_snapshot, "B"): (0.75, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9),
    (whoosh_ranking, "FEEDBACK_WEIGHT"): (0.0, 0.1, 0.2, 0.3, 0.4),
    (whoosh_ranking, "FEEDBACK_TERMS"): (20, 10, 40),
    (whoosh_ranking, "FEEDBACK_PASSAGES"): (10, 5, 20),
    (telling, "HALF"): (1.0, 0.5, 2.0),
}
"""What is chosen, from which values; tuning begins with the first of each."""


def minutebook(documents: Documents, folder: Path, meaning: Meaning | None = None) -> tuple[WhooshEngine, Ranker]:
    """Our engine: a document is one passage under its title."""
    engine = WhooshEngine(folder, meaning=meaning)
    given = (
        IndexedDocument(name, "", "report", (IndexedPassage(0, f"{title}\n\n{text}"),))
        for name, (title, text) in documents.items()
    )
    engine.change(Change(((one, "1") for one in given), fingerprint="1"))

    def rank(query: str, limit: int) -> list[str]:
        opened = engine._now  # noqa: SLF001 - what `search` does but for the snippets, which take most of its time
        run = Evaluation(opened.passages, opened.names)
        root = parse(" ".join(words(query))).root
        near = opened.near_words(root, opened.passages.searched)
        page = opened.rank(run, run.group(root), "relevance", 0, limit, near).page
        return [shown["document"] for shown, score in page if score > 0]

    return engine, rank


def rankings(collection: Collection, rank: Ranker, queries: list[str], depth: int = DEPTH) -> dict[str, list[str]]:
    """The ranking of each query."""
    return {name: rank(collection.queries[name], depth) for name in queries}


def report(collection: Collection, folder: Path) -> None:
    """Print a table of all engines on the half that no parameter was chosen by."""
    _engine, ours = minutebook(collection.documents, folder / "words")
    rankers: dict[str, Ranker] = {"Minutebook": ours}
    if (meaning := installed()) is not None:
        _engine, rankers["… and meaning"] = minutebook(collection.documents, folder / "meaning", meaning)
    for name, make in ENGINES.items():
        try:
            rankers[name] = make(collection.documents)
        except ImportError:
            print(f"({name} is not installed)")
    _first, second = collection.halves()
    print(f"\n{collection.name}: {len(collection.documents):,} documents, {len(second)} queries held back")
    print(f"{'':14} nDCG@10   MAP   R@100")
    for name, rank in rankers.items():
        print(f"{name:14}   {measure(collection, rankings(collection, rank, second), second)}", flush=True)


def tune(collections: list[Collection], folder: Path) -> None:
    """Print what is chosen by the first halves, and the way there."""
    engines = [minutebook(one.documents, folder / one.name) for one in collections]

    def tried(settings: dict[tuple[ModuleType, str], float]) -> float:
        for (module, name), value in settings.items():
            setattr(module, name, value)
        found = []
        for collection, (engine, rank) in zip(collections, engines, strict=True):
            engine.close()
            first, _held_back = collection.halves()
            found.append(measure(collection, rankings(collection, rank, first, 10), first).ndcg_at_10)
        return sum(found) / len(found)

    chosen = {place: values[0] for place, values in CHOICES.items()}
    best = tried(chosen)
    print(f"as textbooks have it  {best:.4f}", flush=True)
    for place, values in [*CHOICES.items()] * 2:
        for value in values:
            if value != chosen[place] and (reached := tried({**chosen, place: value})) > best + GAIN:
                best, chosen = reached, {**chosen, place: value}
                print(f"{place[1]} {value}  {best:.4f}", flush=True)
    print("chosen:", ", ".join(f"{name} {value:g}" for (_module, name), value in chosen.items()))


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
