"""How well documents are read, against gold made by hand.

    python benchmarks/extraction.py [--errors] [--shared FOLDER] [SET…]

Scores with `score.py` of the folder that is shared beside the repository; without it there is
nothing to score with, and that is said. Each set is a folder of gold; a gold file names its source
and, where one meeting is cut out of a longer file, the code points `[from, to)` of the cut.
`seen` sets were looked at while the rules were written, those held back only after.
"""

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingest.language import load_model
from ingest.pipeline import extract
from ingest.readers.source import SourceText
from kg.extraction_json import to_json

REPOSITORY = Path(__file__).parent.parent
GOLD = REPOSITORY / "benchmarks" / "gold"
STYLES = REPOSITORY / "benchmarks" / "styles"
OUTSIDE = REPOSITORY / "benchmarks" / "outside"
"""Invented minutes of other bodies, of the first round."""
FIELD = REPOSITORY / "benchmarks" / "field"
"""Invented minutes of other bodies, written by somebody who did not know the rules; their first scores are kept."""
HELD_BACK = {
    "openjs-cpc": frozenset(
        (
            "2018-10-22 2018-11-19 2018-11-26 2019-02-04 2019-02-11 2019-11-26 2020-06-09 2020-06-16 "
            "2020-11-17 2021-07-06 2022-03-29 2022-10-11 2023-06-20 2024-04-30 2025-06-24"
        ).split()
    ),
    "kubernetes-steering": frozenset(
        "2017-10-25 2018-10-10 2019-02-27 2019-03-27 2020-10-12 2021-04-05 2021-11-08 2022-05-02".split()
    ),
}
"""Real minutes, drawn at random, that were annotated before anything was run on them, to be scored at the end."""


def gold_sets(shared: Path) -> dict[str, list[tuple[Path, Path]]]:
    """Pairs of gold and source by set: sources that are not there are left out."""
    openjs = list(_pairs(GOLD / "openjs-cpc", shared / "corpora"))
    kubernetes = list(_pairs(GOLD / "kubernetes-steering", shared / "corpora"))
    jesmc = [(gold, shared / "corpora" / "jesmc" / _source(gold)) for gold in sorted((shared / "gold").glob("*.json"))]
    return {
        "jesmc, seen": jesmc,
        "OpenJS, seen": [pair for pair in openjs if not _held_back(pair[0])],
        "Kubernetes, seen": [pair for pair in kubernetes if not _held_back(pair[0])],
        "OpenJS, held back": [pair for pair in openjs if _held_back(pair[0])],
        "Kubernetes, held back": [pair for pair in kubernetes if _held_back(pair[0])],
        "styles, seen": list(_pairs(STYLES / "gold", STYLES)),
        "outside, seen": list(_pairs(OUTSIDE / "gold", OUTSIDE)),
        "field, seen": list(_pairs(FIELD / "gold", FIELD)),
        "samples, seen": list(_pairs(GOLD / "samples", REPOSITORY / "samples" / "skerrow")),
    }


def _held_back(gold: Path) -> bool:
    return gold.stem in HELD_BACK[gold.parent.name]


def _source(gold: Path) -> str:
    return str(json.loads(gold.read_text(encoding="utf-8"))["document"]["source"])


def _pairs(folder: Path, sources: Path) -> Iterator[tuple[Path, Path]]:
    for gold in sorted(folder.glob("*.json")):
        source = sources / _source(gold)
        if source.is_file():
            yield gold, source


def read(gold: dict[str, Any], source: Path, nlp: Any) -> dict[str, Any]:
    """The extraction of a gold file's document, as the public JSON."""
    with source.open(encoding="utf-8", newline="") as file:
        text = file.read()
    low, high = gold["document"].get("cut", (0, len(text)))
    return to_json(extract(SourceText(text[low:high]), source.name, nlp=nlp))


def scorer(shared: Path) -> ModuleType | None:
    """The shared scorer; None where it is absent."""
    if not (shared / "score.py").is_file():
        return None
    sys.path.insert(0, str(shared))
    return importlib.import_module("score")


def report(score: ModuleType, pairs: list[tuple[Path, Path]], nlp: Any, *, errors: bool) -> str:
    """The scorer's table over one set."""
    with tempfile.TemporaryDirectory() as folder:
        results = []
        heads = []
        for gold, source in pairs:
            made = Path(folder) / gold.name
            made.write_text(
                json.dumps(read(json.loads(gold.read_text(encoding="utf-8")), source, nlp)), encoding="utf-8"
            )
            result, broken = score.evaluate(gold, made)
            results.append(result)
            heads.append(score.headline(result))
            for violation in broken:
                print(violation, file=sys.stderr)
        table: str = score.table(score.pool(results), errors)
    return f"{table}\n{'headline (mean F1)':44}{sum(heads) / len(heads):7.3f}   of {len(heads)} documents"


def main() -> int:
    """Prints a table a set; always 0, for a benchmark measures and does not judge."""
    parser = argparse.ArgumentParser(description="Score extraction against gold made by hand.")
    parser.add_argument("sets", nargs="*", metavar="SET", help="names of sets, or parts of them; all seen unless given")
    parser.add_argument("--errors", action="store_true", help="list what was missed, spurious or wrong")
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder with score.py")
    options = parser.parse_args()
    score = scorer(options.shared)
    if score is None:
        print(f"extraction: not scored, there is no score.py in {options.shared}", file=sys.stderr)
        return 0
    nlp = load_model()
    for name, pairs in gold_sets(options.shared).items():
        if not any(wanted in name for wanted in options.sets or ["seen"]):
            continue
        if pairs:
            print(f"## {name}\n{report(score, pairs, nlp, errors=options.errors)}\n")
        else:
            print(f"## {name}: its documents are not there, skipped\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
