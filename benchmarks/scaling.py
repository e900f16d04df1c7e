"""What a document costs when there are many: graph and index, embedded or on servers started here.

    python benchmarks/scaling.py [--engine embedded|fuseki|oxigraph|opensearch] [--documents N …]

Records are made, not read: short minutes of a meeting with six people, two bodies and an action, all names
being new every 200 documents. Each step runs in a process of its own; its CPU time (that of a server
included) and the most memory it took are printed with what that comes to per document. For reading
documents see ingest_speed.py: it costs the same however many there are.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg import Library, configuration
from kg.endpoints import GraphEndpoint, SearchEndpoint
from kg.extraction import (
    Attendance,
    Commitment,
    DocumentInfo,
    Engagement,
    Extraction,
    Meeting,
    Organisation,
    Passage,
    Person,
    Span,
    When,
)
from kg.identifiers import organisation_id, person_id
from kg.records import record

BASE = "https://example.org/scaling/"
SIZES = (200, 2_000, 20_000)
SAME_NAMES = 200
"""Documents of one committee, in which the same names come again."""
FIRST = ("Ada", "Tom", "Zoe", "Ira", "Una", "Max")
TRIES = 15


def name_of(number: int) -> str:
    """A surname that no other number has."""
    letters = ""
    while True:
        number, rest = divmod(number, 20)
        letters = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + letters
        if not number:
            return letters.capitalize()


def minutes(number: int) -> tuple[str, Extraction]:
    """Id and content of one document."""
    committee, meeting = divmod(number, SAME_NAMES)
    day = str(date(2010, 1, 4) + timedelta(days=14 * meeting))
    surname = name_of(committee)
    body = Organisation(organisation_id(f"{surname} Committee"), f"{surname} Committee", kind="committee")
    text, spans = f"# {body.name}, {day}\n\n", []

    def said(words: str, end: str) -> Span:
        nonlocal text
        text += words + end
        spans.append(Span(len(text) - len(words) - len(end), len(text) - len(end)))
        return spans[-1]

    people = []
    for place, first in enumerate(FIRST):
        called = f"{first} {surname}{name_of(place).lower()}"
        people.append(Person(person_id(called), called, mentions=(said(called, ", "),)))
    text += "were present.\n\n"
    partner = Organisation(organisation_id(f"{surname} Trust"), f"{surname} Trust")
    action = said(f"{people[number % 6].name} to write to the trust about item {number}", ".\n\n")
    met = said(f"{people[(number + 1) % 6].name} met the {partner.name} at a workshop", ".\n")
    partner = replace(partner, mentions=(Span(met.end - 14 - len(partner.name), met.end - 14),))
    paragraphs = [Span(place, place + len(part)) for part, place in _paragraphs(text)]
    return f"{surname.lower()}-{day}", Extraction(
        DocumentInfo("minutes", f"{body.name} {day}", text, f"{surname}/{day}.md", day, body.id),
        meetings=(Meeting(body.name, When(day), Span(0, len(text))),),
        passages=tuple(Passage(span, "paragraph") for span in paragraphs),
        people=tuple(people),
        organisations=(body, partner),
        attendance=tuple(
            Attendance(evidence=one.mentions, rule="made", meeting=0, person=one.id, status="present") for one in people
        ),
        commitments=(
            Commitment(
                evidence=(action,), rule="made", meeting=0, owner=(people[number % 6].id,), what=f"item {number}"
            ),
        ),
        engagements=(
            Engagement(
                evidence=(met,),
                rule="made",
                meeting=0,
                by=(people[(number + 1) % 6].id,),
                with_=(partner.id,),
                channel="workshop",
                when=When(day),
                status="done",
            ),
        ),
        pipeline="1",
    )


def _paragraphs(text: str) -> Iterator[tuple[str, int]]:
    place = 0
    for part in text.split("\n\n"):
        yield part.rstrip("\n"), place
        place += len(part) + 2


def made(folder: Path, documents: int, table: str) -> None:
    """A library of so many documents, its engines empty; records are written without waiting for the disk."""
    library = Library.create(folder, name="Scaling", base=BASE)
    for number in range(documents):
        identifier, extraction = minutes(number)
        content = record(extraction, identifier, BASE, f"hash-{number}")
        (folder / "records" / f"{identifier}.nq").write_bytes(content)
    path = library.folder / configuration.FILE
    path.write_text(path.read_text("utf-8") + table, encoding="utf-8")


def build_graph(library: Library) -> None:
    """The graph from nothing: read records, resolve names, load."""
    library.catch_up(from_nothing=True)


def build_index(library: Library) -> None:
    """The index from nothing."""
    from search.catch_up import open_index

    open_index(library).close()


def change_one(library: Library) -> None:
    """One document replaced, and the graph brought up to date."""
    identifier, extraction = minutes(7)
    changed = replace(extraction, document=replace(extraction.document, title="Changed"))
    library.store({identifier: record(changed, identifier, BASE, f"hash-{time.time_ns()}")})
    library.catch_up()


def ask(library: Library) -> float:
    """Milliseconds of a named question about one person, the middle of some tries."""
    from kg.questions import load_question
    from kg.tables import run

    question = load_question("commitments")
    owner = f"{BASE}{minutes(3)[1].people[3].id}"
    library.snapshot()
    return _middle(lambda: len(run(library.snapshot(), question, {"by": owner, "as_of": "2030-01-01"}, proofs=1).rows))


def search(library: Library) -> float:
    """Milliseconds of a search with filter and facets."""
    from search.catch_up import open_index
    from search.engine import FACETS, SearchRequest

    engine = open_index(library)
    request = SearchRequest("write to the trust kind:minutes date:2012..", facets=FACETS)
    return _middle(lambda: engine.search(request).total)


def _middle(run: Callable[[], int]) -> float:
    assert run(), "nothing was found"
    taken = []
    for _ in range(TRIES):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


STEPS: dict[str, Callable[[Library], float | None]] = {
    "graph": build_graph,
    "one": change_one,
    "ask": ask,
    "index": build_index,
    "search": search,
}


def step(name: str, folder: Path) -> dict[str, float]:
    """In a process of its own: seconds, CPU seconds, megabytes and whatever the step measures itself."""
    library = Library.open(folder)
    start, cpu = time.perf_counter(), time.process_time()
    figure = STEPS[name](library)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "mb": used}
    return found | ({"ms": figure} if figure is not None else {})


def run(name: str, folder: Path) -> dict[str, float]:
    """A step, with the CPU time that servers started here took meanwhile."""
    before = _servers_cpu()
    told = subprocess.run([sys.executable, __file__, "--step", name, folder], check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(told.stdout)
    return found | {"server_cpu": _servers_cpu() - before}


def _servers_cpu() -> float:
    """CPU seconds of the processes that this one started and that still run (Linux)."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(values[1]) == os.getpid():
            total += int(values[11]) + int(values[12])
    return total / os.sysconf("SC_CLK_TCK")


def place(engine: str, started: ExitStack) -> tuple[str, tuple[str, ...]]:
    """The table of minutebook.toml for an engine, its server started, and the steps that concern it."""
    from tests import servers

    if engine == "fuseki":
        at = started.enter_context(servers.fuseki())
        os.environ["SCALING"] = f"{servers.USER}:{servers.PASSWORD}"
        endpoint = GraphEndpoint(f"{at}/query", f"{at}/update", f"{at}/data", "SCALING")
    elif engine == "oxigraph":
        at = started.enter_context(servers.oxigraph())
        endpoint = GraphEndpoint(f"{at}/query", f"{at}/update", f"{at}/store")
    elif engine == "opensearch":
        cluster = SearchEndpoint(started.enter_context(servers.opensearch()), "scaling")
        return _table(search=cluster), ("index", "search")
    else:
        return "", ("graph", "one", "ask", "index", "search")
    return _table(graph=endpoint), ("graph", "one", "ask")


def _table(**endpoints: GraphEndpoint | SearchEndpoint) -> str:
    settings = configuration.Configuration("x", BASE, **endpoints)  # type: ignore[arg-type]
    return configuration.text_of(settings).partition(f"base = {json.dumps(BASE)}\n")[2]


def measure(engine: str, documents: int, wanted: list[str] | None) -> None:
    """Print a line of a table for each step."""
    with ExitStack() as started, tempfile.TemporaryDirectory() as folder:
        table, steps = place(engine, started)
        library = Path(folder) / "library"
        made(library, documents, table)
        if engine == "opensearch":
            run("graph", library)
        for name in steps:
            if wanted is not None and name not in wanted:
                continue
            found = run(name, library)
            cpu = found["cpu"] + found["server_cpu"]
            each = f"{found['ms']:.1f} ms" if "ms" in found else f"{1000 * cpu / documents:.2f} ms a document"
            each = f"{1000 * cpu:.0f} ms" if name == "one" else each
            print(f"| {engine} | {documents:,} | {name} | {cpu:.1f} | {each} | {found['mb']:.0f} |", flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="embedded", choices=("embedded", "fuseki", "oxigraph", "opensearch"))
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=tuple(STEPS), help="these steps alone")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(given.step[0], Path(given.step[1]))))
        return
    print("| engine | documents | step | CPU s | cost | MB |\n|---|---|---|---|---|---|")
    for documents in given.documents:
        measure(given.engine, documents, given.only)


if __name__ == "__main__":
    main()
