"""Readers at once while documents are read in: how long a page takes, and whether one fails.

    python benchmarks/readers.py LIBRARY [FOLDER] [--readers 50] [--seconds 30]

Copies LIBRARY, serves the copy under waitress in a process of its own as `minutebook serve`
does, and lets each reader ask for one page after the other. With FOLDER, `minutebook ingest`
reads it into the copy meanwhile. First every page is asked for by one reader alone. Prints one
JSON object: requests, failures, and milliseconds at the median and the 95th percentile, alone
and together.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PAGES = (
    "/",
    "/people",
    "/orgs",
    "/commitments",
    "/decisions",
    "/meetings",
    "/docs",
    "/search?q=budget",
    "/search?q=travel+fund",
    "/ask?q=What+is+still+open%3F",
    "/engagements/matrix",
    "/terms",
    "/network",
    "/review",
    "/status",
)
PORT = 8977
ALONE = 10
"""Times that each page is asked for by one reader alone, after a first time that does not count."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(given.library, Path(place) / "library"))
        with served(copy) as address:
            for path in PAGES:
                took(address + path)
            alone = [took(address + path) for _ in range(ALONE) for path in PAGES]
            with reading(copy, given.folder):
                together = crowd(address, given.readers, given.seconds)
    print(json.dumps({"alone": figures(alone), "readers": given.readers, "together": figures(together)}, indent=2))


def figures(times: Sequence[float | None]) -> dict[str, float | int]:
    """Requests, failures, and milliseconds at the median and the 95th percentile."""
    good = sorted(1000 * each for each in times if each is not None)
    return {
        "requests": len(times),
        "failures": len(times) - len(good),
        "median_ms": round(statistics.median(good), 1),
        "p95_ms": round(good[int(0.95 * (len(good) - 1))], 1),
    }


def took(address: str) -> float | None:
    """Seconds until the whole page is here; None where it is no success."""
    start = time.perf_counter()
    try:
        with urlopen(address, timeout=60) as answer:
            answer.read()
    except (URLError, TimeoutError, ConnectionError):
        return None
    return time.perf_counter() - start


def crowd(address: str, readers: int, seconds: float) -> list[float | None]:
    """What `readers` measured who asked for page after page for so long."""
    end = time.perf_counter() + seconds
    times: list[float | None] = []

    def read(number: int) -> None:
        while time.perf_counter() < end:
            times.append(took(address + PAGES[number % len(PAGES)]))
            number += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of a server on `library` while the block runs."""
    code = f"from pathlib import Path; from webapp.serve import serve; serve(Path({str(library)!r}), port={PORT})"
    server = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}"
    try:
        while took(f"{address}/static/favicon.svg") is None:
            if server.poll() is not None:
                sys.exit(f"The server stopped with {server.returncode}; is port {PORT} free?")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def reading(library: Path, folder: Path | None) -> Iterator[None]:
    """Documents are read into `library` while the block runs, as far as the time allows."""
    if folder is None:
        yield
        return
    command = [
        sys.executable,
        "-c",
        "from cli.main import run; run()",
        "--library",
        str(library),
        "ingest",
        str(folder),
    ]
    ingest = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        print(f"the ingest {'had ended' if ingest.poll() is not None else 'was still at work'}", file=sys.stderr)
        ingest.terminate()
        ingest.wait()


if __name__ == "__main__":
    main()
