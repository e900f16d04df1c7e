"""How long a whole ingest takes beside one bare `nlp.pipe` pass over the same text.

    python benchmarks/ingest_speed.py FOLDER

Both run in this process, one worker, the same model, one after the other; the bare pass is
timed before and after and its faster time counts. Prints one JSON object.
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
