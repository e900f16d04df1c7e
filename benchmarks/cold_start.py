"""How long commands take to start, beside Python that does nothing.

    python benchmarks/cold_start.py LIBRARY [--runs N]

Each command runs in a fresh process, in turn with the others so that a busy machine slows all alike;
the median counts. Time is that of the processor, user and system, of the process and its children.
Compiled bytecode is in place, as after the first run of an installed program. Prints JSON:
milliseconds per command, and the ratio to `python -c pass`.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

MINUTEBOOK = Path(sys.executable).with_name("minutebook")
QUERY = "SELECT ?name WHERE { ?person a foaf:Person ; foaf:name ?name } ORDER BY ?name LIMIT 10"


def commands(library: Path, question: str) -> dict[str, list[str]]:
    """The command lines to be timed, by name."""
    on_library = [str(MINUTEBOOK), "--library", str(library)]
    return {
        "bare": [sys.executable, "-c", "pass"],
        "help": [str(MINUTEBOOK), "--help"],
        "ask": [*on_library, "ask", question],
        "sparql": [*on_library, "sparql", QUERY],
        "people": [*on_library, "people"],
        "search": [*on_library, "search", "meeting"],
    }


def seconds(command: list[str]) -> float:
    """How long one run takes; RuntimeError with its message where it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(library: Path, question: str, runs: int) -> dict[str, dict[str, float]]:
    """Median milliseconds and ratio to bare Python, by command; a first round is not counted."""
    lines = commands(library, question)
    rounds = [{name: seconds(line) for name, line in lines.items()} for _ in range(runs + 1)][1:]
    medians = {name: statistics.median(taken[name] for taken in rounds) for name in lines}
    return {
        name: {"ms": round(1000 * median, 1), "ratio": round(median / medians["bare"], 2)}
        for name, median in medians.items()
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time how long commands take to start.")
    parser.add_argument("library", type=Path)
    parser.add_argument("--question", default="Who was present at the last meeting?")
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    print(json.dumps(measure(given.library, given.question, given.runs), indent=2))
