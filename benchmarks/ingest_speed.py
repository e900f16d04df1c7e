"""How long extraction and a whole ingest take beside one bare `nlp.pipe` pass over the same text.

    python benchmarks/ingest_speed.py FOLDER
    python benchmarks/ingest_speed.py --memory [DOCUMENTS]

All run in this process, one worker, the same model, one after the other; the bare pass is
timed before and after and its faster time counts. An ingest extracts, writes records and makes
the graph. Prints one JSON object. With `--memory` invented minutes, short and no two alike, are
read by one worker (10,000 unless given), and the memory in use is told on the way: it is flat
where no document leaves anything behind.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from ingest.batch import ingest
from ingest.language import MODEL, load_model
from ingest.pipeline import extract
from ingest.readers import read_file
from ingest.readers.source import SourceText
from ingest.settings import settings_of
from ingest.sources import find_files
from ingest.workers import TOGETHER, Job, read_all
from kg.library import Library


def bare_pass(texts: list[str]) -> float:
    """Seconds of CPU that `nlp.pipe` alone takes over the texts."""
    nlp = load_model(MODEL)
    start = time.process_time()
    with nlp.memory_zone():
        for _ in nlp.pipe(texts):
            pass
    return time.process_time() - start


def extraction(texts: list[str]) -> float:
    """Seconds of CPU that reading takes, from the texts to all that they say, as many together as an ingest takes."""
    nlp = load_model(MODEL)
    start = time.process_time()
    for first in range(0, len(texts), TOGETHER):
        with nlp.memory_zone():
            for number, text in enumerate(texts[first : first + TOGETHER], start=first):
                extract(SourceText(text), f"{number}.md", nlp=nlp)
    return time.process_time() - start


def main(folder: Path) -> None:
    """Time them over a folder and print seconds of CPU and their ratios."""
    texts = [read_file(file.path, file.source).text for file in find_files([folder]).files]
    bare_pass(texts[:5])
    before = bare_pass(texts)
    read = extraction(texts)
    with tempfile.TemporaryDirectory() as place:
        library = Library.create(Path(place) / "library", name="speed")
        start, wall = time.process_time(), time.perf_counter()
        done = ingest(library, [folder])
        whole, seconds = time.process_time() - start, time.perf_counter() - wall
    bare = min(before, bare_pass(texts))
    words = sum(len(text.split()) for text in texts)
    figures = {
        "documents": done.count("added"),
        "words": words,
        "ingest_cpu_seconds": round(whole, 1),
        "ingest_wall_seconds": round(seconds, 1),
        "bare_pipe_cpu_seconds": round(bare, 1),
        "ratio": round(whole / bare, 2),
        "extraction_cpu_seconds": round(read, 1),
        "extraction_ratio": round(read / bare, 2),
    }
    print(json.dumps(figures))


def memory(documents: int) -> None:
    """Read so many invented minutes as an ingest does and print the megabytes held then and at most, on the way."""
    figures = []
    with tempfile.TemporaryDirectory() as place:
        settings = settings_of(Library.create(Path(place) / "library", name="memory"), None, MODEL)
        jobs = []
        for number in range(documents):
            path = Path(place) / f"{number}.md"
            path.write_text(minutes(number), encoding="utf-8")
            jobs.append(Job(path, path.name, f"{number}"))
        read = 0
        for together in read_all(jobs, settings, 1):
            for done in together:
                assert done.record is not None, done.outcome.reason
                read += 1
                if read in (100, 1_000, 5_000) or read == documents:
                    figures.append({"documents": read, "megabytes": resident(), "at_most": peak()})
    print(json.dumps(figures, indent=2))


def minutes(number: int) -> str:
    """Invented minutes with names and words of their own, so that nothing is the same twice."""
    name = "".join(chr(97 + int(digit)) for digit in str(number))
    return (
        f"# Harbour Committee, {number % 28 + 1} May 2024\n\n"
        f"Present: Ann {name.title()}ley (Chair), Bo Carr\n\n## Quay {number}\n\n"
        f"Ann {name.title()}ley met {name.title()}ford County Council on 3 May. The x{name}q lamps were {name}ted.\n\n"
        f"ACTION: Bo Carr to paint wall {number} by 30 May.\n"
    )


def resident() -> int:
    """Megabytes of memory that this process holds now (Linux)."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return round(int(pages) * resource.getpagesize() / 1e6)


def peak() -> int:
    """Megabytes that it has held at most (Linux counts in kibibytes)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


if __name__ == "__main__":
    if sys.argv[1] == "--memory":
        memory(int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
    else:
        main(Path(sys.argv[1]))
