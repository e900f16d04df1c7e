"""How long a whole ingest takes beside one bare `nlp.pipe` pass over the same text.

    python benchmarks/ingest_speed.py FOLDER
    python benchmarks/ingest_speed.py --memory [DOCUMENTS]

Both run in this process, one worker, the same model, one after the other; the bare pass is
timed before and after and its faster time counts. Prints one JSON object. With `--memory` invented
minutes are read one after the other (2,000 unless given) and the memory in use is told at each
tenth of the way: it is flat where no document leaves anything behind.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from ingest.batch import ingest
from ingest.language import MODEL, load_model
from ingest.readers import read_file
from ingest.sources import find_files
from kg.library import Library


def bare_pass(texts: list[str]) -> float:
    """Seconds of CPU that `nlp.pipe` alone takes over the texts."""
    nlp = load_model(MODEL)
    start = time.process_time()
    with nlp.memory_zone():
        for _ in nlp.pipe(texts):
            pass
    return time.process_time() - start


def main(folder: Path) -> None:
    """Time both over a folder and print seconds of CPU and their ratio."""
    texts = [read_file(file.path, file.source).text for file in find_files([folder]).files]
    bare_pass(texts[:5])
    before = bare_pass(texts)
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
    }
    print(json.dumps(figures))


def memory(documents: int) -> None:
    """Read so many invented minutes in one process and print the resident megabytes at each tenth of the way."""
    from ingest.pipeline import extract
    from ingest.readers.source import SourceText

    nlp = load_model(MODEL)
    megabytes = []
    for number in range(documents):
        with nlp.memory_zone():
            extract(SourceText(minutes(number)), f"{number}.md", nlp=nlp)
        if (number + 1) % max(1, documents // 10) == 0:
            megabytes.append(round(resident() / 1e6))
    print(json.dumps({"documents": documents, "resident_megabytes": megabytes}))


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
    """Bytes of memory that this process holds now (Linux)."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


if __name__ == "__main__":
    if sys.argv[1] == "--memory":
        memory(int(sys.argv[2]) if len(sys.argv) > 2 else 2000)
    else:
        main(Path(sys.argv[1]))
