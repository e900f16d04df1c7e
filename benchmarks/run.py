"""Measure everything and write the figures into docs/quality.md.

    python benchmarks/run.py [SECTION …] [--held-back]

Gold and questions that are held back are left alone unless asked for: they are to be run once, when the
work that they judge is done, and each earlier look at them makes them worth less.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"
QUALITY = ROOT / "docs" / "quality.md"
MINUTEBOOK = str(Path(sys.executable).with_name("minutebook"))

KINDS = ("people", "organisations", "attendance", "focus_areas", "engagements", "commitments", "decisions")
HELD_BACK = "held back"
"""What stands in the name of such a set of gold."""
LIBRARIES = {
    "samples": ROOT / "samples" / "skerrow",
    "jesmc": CORPORA / "jesmc",
    "openjs-cpc": CORPORA / "openjs-cpc",
    "kubernetes": CORPORA / "kubernetes-steering" / "committee-steering" / "meeting-notes-archive",
}


def extraction(held_back: bool) -> Iterator[str]:
    """F1 by kind of statement, for every set of gold that is at hand."""
    from extraction import gold_sets, read, scorer

    from ingest.language import load_model

    score = scorer(SHARED)
    assert score is not None
    yield "## Reading\n"
    yield "F1 against hand-made gold; *headline* is the mean over documents of the mean over kinds. *Seen* sets"
    yield "were looked at while the rules were written: they show how the rules fit, not how they do on yours.\n"
    yield f"| gold | documents | headline | {' | '.join(kind.replace('_', ' ') for kind in KINDS)} |"
    yield f"|---|---|---|{'---|' * len(KINDS)}"
    for name, pairs in gold_sets(SHARED).items():
        if not pairs or (HELD_BACK in name and not held_back):
            continue
        results = []
        for gold, source in pairs:
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as written:
                json.dump(read(json.loads(gold.read_text("utf-8")), source, load_model()), written)
                written.flush()
                result, broken = score.evaluate(gold, written.name)
            if broken:
                raise RuntimeError(f"{gold}: {broken[0]}")
            results.append(result)
        total = score.pool(results)
        mean = sum(map(score.headline, results)) / len(results)
        cells = [f"{score.prf(total[kind])[2]:.2f}" if kind in total else "" for kind in KINDS]
        yield f"| {name} | {len(results)} | {mean:.3f} | {' | '.join(cells)} |"


def questions(held_back: bool) -> Iterator[str]:
    """How questions are answered, by library."""
    from answering import OUTCOMES, ask_all, in_order

    from kg import Library

    yield "## Answering\n"
    yield "*Right*: the answer holds all that it must, nothing that it must not, and evidence for every row."
    yield "*Confident*: a wrong answer given as one, which counts worst. *Silent*: not understood, or said not to be in"
    yield "the record, though it is. The questions of `benchmarks/questions/` were written beside the grammar: they"
    yield "show that it holds, not how it does on yours.\n"
    yield f"| questions | library | {' | '.join(OUTCOMES)} | of |"
    yield "|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as place:
        libraries = {name: Library.open(folder) for name, folder in _libraries(Path(place))}
        for path in (SHARED / "questions.toml", *sorted((HERE / "questions").glob("*.toml"))):
            for name, asked in in_order(path):
                counts = ask_all(asked, libraries, show=False)
                cells = " | ".join(str(counts[outcome]) for outcome in OUTCOMES)
                yield f"| {path.name} | {name} | {cells} | {counts.total()} |"


def _libraries(place: Path) -> Iterator[tuple[str, Path]]:
    for name, folder in LIBRARIES.items():
        subprocess.run([MINUTEBOOK, "init", place / name], check=True, capture_output=True)
        subprocess.run([MINUTEBOOK, "--library", place / name, "ingest", folder], check=False, capture_output=True)
        yield name, place / name


def speed(held_back: bool) -> Iterator[str]:
    """Ingest beside the bare model, and cold starts beside bare Python, on the OpenJS minutes."""
    minutes = LIBRARIES["openjs-cpc"]
    ingest = json.loads(_script("ingest_speed.py", str(minutes)))
    yield "## Speed\n"
    yield (
        f"Reading {ingest['documents']} OpenJS minutes ({ingest['words']:,} words) with one worker takes "
        f"{ingest['ingest_cpu_seconds']} s of CPU, {ingest['ratio']} times one bare `nlp.pipe` pass over the same text "
        f"with the same model in the same run ({ingest['bare_pipe_cpu_seconds']} s); extraction alone takes "
        f"{ingest['extraction_cpu_seconds']} s, {ingest['extraction_ratio']} times.\n"
    )
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([MINUTEBOOK, "init", f"{place}/library"], check=True, capture_output=True)
        on_library = [MINUTEBOOK, "--library", f"{place}/library"]
        subprocess.run([*on_library, "ingest", minutes], check=False, capture_output=True)
        starts = json.loads(_script("cold_start.py", f"{place}/library"))
    yield "From nothing to an answer, each in a fresh process, on the library of these minutes:\n"
    yield "| command | ms | times `python -c pass` |"
    yield "|---|---|---|"
    for name, figures in starts.items():
        yield f"| {name} | {figures['ms']:.0f} | {figures['ratio']} |"


def ranking(held_back: bool) -> Iterator[str]:
    """What the benchmarks of search print."""
    yield "## Ranking\n"
    yield "On two public test collections, beside other engines in the same run. The numbers of our ranking were chosen"
    yield "by a script (`relevance.py --tune`) from the half of the queries not shown; the others ran as they come:\n"
    yield f"```text\n{_script('relevance.py', str(SHARED / 'yardsticks')).strip()}\n```"


def _script(name: str, *arguments: str) -> str:
    command = [sys.executable, str(HERE / name), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout


SECTIONS: dict[str, Callable[[bool], Iterator[str]]] = {
    "extraction": extraction,
    "questions": questions,
    "speed": speed,
    "ranking": ranking,
}


def write(name: str, lines: list[str]) -> None:
    """Put a section into its place on the page."""
    page = QUALITY.read_text("utf-8")
    content = "\n".join([f"<!-- begin {name} -->", *lines, f"\nMeasured on {date.today()}.", f"<!-- end {name} -->"])
    pattern = rf"<!-- begin {name} -->.*?<!-- end {name} -->"
    QUALITY.write_text(re.sub(pattern, lambda _: content, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure, and write the figures into docs/quality.md.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--held-back", action="store_true", help="also run what is held back until the work is done")
    given = parser.parse_args()
    for section in given.sections or SECTIONS:
        if not SHARED.is_dir():
            print(f"{section}: left out, there is no {SHARED}", file=sys.stderr)
            continue
        lines = list(SECTIONS[section](given.held_back))
        print("\n".join(lines))
        write(section, lines)
