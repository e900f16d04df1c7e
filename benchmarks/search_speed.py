"""How fast search is at 100,000 passages made from real minutes, beside tantivy and SQLite FTS5.

    python benchmarks/search_speed.py FOLDER [--passages N]

FOLDER holds minutes in Markdown or plain text. Their lines are the passages; they are repeated
with other dates and with names drawn at random until there are enough. Queries are words and
phrases drawn from the passages; each kind runs many different ones, after a few to warm up.
Prints milliseconds: the median and the 95th percentile.
"""

import argparse
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from other_engines import words

from search.analysis import is_stop_word, tokens
from search.documents import IndexedDocument, IndexedEntity, IndexedPassage
from search.engine import FACETS, Change, SearchRequest
from search.whoosh_engine import WhooshEngine

BASE = "https://example.org/"
PEOPLE = [IndexedEntity(f"{BASE}person/{n}", "person", f"Person{n % 70} Surname{n}") for n in range(3000)]
ORGANISATIONS = [IndexedEntity(f"{BASE}org/{n}", "organisation", f"Body {n}", (), (f"B{n}X",)) for n in range(500)]
QUERIES = 200
WARM_UP = 20


def documents(folder: Path, passages: int, chance: random.Random) -> Iterator[IndexedDocument]:
    """Documents from the files of a folder, repeated until they hold so many passages."""
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".txt"}]
    made = turn = 0
    while made < passages:
        for number, text in enumerate(texts):
            lines = list(_lines(text))[: passages - made]
            if lines:
                made += len(lines)
                date = f"{2000 + turn % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
                yield IndexedDocument(
                    f"{turn}-{number}", f"Meeting {turn} {number}", chance.choice(["minutes", "minutes", "blog"]),
                    tuple(_passage(start, line, chance) for start, line in lines), date, ORGANISATIONS[number % 5].iri,
                )  # fmt: skip
        turn += 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for found in re.finditer(r"\S[^\n]*", text):
        yield found.start(), found.group()


def _passage(start: int, line: str, chance: random.Random) -> IndexedPassage:
    people = tuple(one.iri for one in chance.sample(PEOPLE, chance.choice([0, 0, 1, 2])))
    bodies = tuple(one.iri for one in chance.sample(ORGANISATIONS, chance.choice([0, 0, 0, 1])))
    return IndexedPassage(start, line, people=people, organisations=bodies)


def words_of(passages: list[str], chance: random.Random) -> Iterator[list[str]]:
    """Words that stand side by side in some passage, without end."""
    while True:
        found = [token.word for token in tokens(chance.choice(passages))]
        if len(found) >= 4:
            start = chance.randrange(len(found) - 3)
            yield found[start : start + 4]


def clock(run: Callable[[object], object], given: Iterable[object]) -> str:
    """Median and 95th percentile of running each, in milliseconds: of the clock, and of the processor."""
    times = []
    for one in given:
        start, start_cpu = time.perf_counter(), time.process_time()
        run(one)
        times.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - start_cpu)))
    columns = [sorted(column) for column in zip(*times[WARM_UP:], strict=True)]
    clock_ms, cpu_ms = ((column[len(column) // 2], column[int(len(column) * 0.95)]) for column in columns)
    waited, processor = (f"p50 {middle:7.1f}  p95 {high:7.1f}" for middle, high in (clock_ms, cpu_ms))
    return f"{waited}      processor alone: {processor}"


@contextmanager
def clocked(name: str) -> Iterator[None]:
    """Print how long something took, in milliseconds: of the clock, and of the processor."""
    start, start_cpu = time.perf_counter(), time.process_time()
    yield
    took, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    print(f"{name} {1000 * took:6.0f} ms ({1000 * cpu:.0f} ms of processor time)", flush=True)


def phrases(passages: list[str], chance: random.Random) -> list[str]:
    """Two to four words that stand beside each other, the first not a little word."""
    runs = (run[: chance.randint(2, 4)] for run in words_of(passages, chance))
    kept = (run for run in runs if not is_stop_word(run[0]))
    return [" ".join(next(kept)) for _ in range(QUERIES)]


def misspelt(word: str, chance: random.Random) -> str:
    """A word with two neighbouring letters swapped."""
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def ours(folder: Path, given: list[IndexedDocument], passages: list[str], chance: random.Random) -> None:
    """Print the times of our engine."""
    engine = WhooshEngine(folder)
    start = time.perf_counter()
    change = Change(((one, "1") for one in given), (), ([*PEOPLE, *ORGANISATIONS], "1"), "1")
    start_cpu = time.process_time()
    engine.change(change)
    took, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    print(f"Minutebook  index            {len(passages) / took:10,.0f} passages a second, one process"
          f" ({len(passages) / cpu:,.0f} a second of processor time)")  # fmt: skip
    engine.close()

    with clocked("Minutebook  open"):
        engine = WhooshEngine(folder)
        engine.fingerprint()
    with clocked("Minutebook  first question with all facets"):
        engine.search(SearchRequest("the first question", facets=FACETS))

    runs = words_of(passages, chance)
    three = [" ".join(next(runs)[:3]) for _ in range(QUERIES)]
    plain = [SearchRequest(query) for query in three]
    full = [SearchRequest(f"{query} kind:minutes date:2003..2019", facets=FACETS) for query in three]
    by_date = [SearchRequest(query, sort="newest", facets=FACETS) for query in three]
    quoted = [SearchRequest(f'"{phrase}"') for phrase in phrases(passages, chance)]
    prefixes = [SearchRequest(f"{word[:3]}*") for word, *_ in (next(runs) for _ in range(QUERIES)) if len(word) > 3]
    long = (word for run in runs for word in run if len(word) > 6 and word.isalpha())
    wrong = [SearchRequest(misspelt(next(long), chance)) for _ in range(QUERIES)]
    typed = [phrase[: chance.randint(2, len(phrase))] for phrase in phrases(passages, chance)]
    for name, run, wishes in (
        ("three words", engine.search, plain),
        ("filters, facets", engine.search, full),
        ("by date, facets", engine.search, by_date),
        ("phrase", engine.search, quoted),
        ("prefix", engine.search, prefixes),
        ("did you mean", engine.search, wrong),
        ("completion", engine.complete, typed),
    ):
        print(f"Minutebook  {name:16} {clock(run, wishes)}", flush=True)  # type: ignore[arg-type]

    with clocked("Minutebook  one document changed and found"):
        changed = replace(given[0], title="Changed kumquat")
        engine.change(Change([(changed, "2")], fingerprint="2"))
        assert engine.search(SearchRequest("kumquat")).total == 1
    engine.close()


def sqlite(given: list[IndexedDocument], passages: list[str], chance: random.Random, path: Path) -> None:
    """Print the times of SQLite FTS5, with facets counted by GROUP BY."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE passage USING fts5(text, kind UNINDEXED, year UNINDEXED, tokenize='porter unicode61')"
    )
    start = time.perf_counter()
    rows = ((one.text, each.kind, (each.date or "")[:4]) for each in given for one in each.passages)
    database.executemany("INSERT INTO passage VALUES (?, ?, ?)", rows)
    database.commit()
    print(f"SQLite FTS5 index            {len(passages) / (time.perf_counter() - start):10,.0f} passages a second")
    runs = words_of(passages, chance)
    three = [" OR ".join(f'"{word}"' for word in next(runs)[:3]) for _ in range(QUERIES)]
    where = "FROM passage WHERE passage MATCH ?"
    filtered = f"{where} AND kind = 'minutes' AND year BETWEEN '2003' AND '2019'"

    def with_facets(query: object) -> None:
        database.execute(f"SELECT text {filtered} ORDER BY rank LIMIT 20", (query,)).fetchall()
        database.execute(f"SELECT kind, count(*) {filtered} GROUP BY kind", (query,)).fetchall()
        database.execute(f"SELECT year, count(*) {filtered} GROUP BY year", (query,)).fetchall()

    def first_page(query: object) -> None:
        database.execute(f"SELECT text {where} ORDER BY rank LIMIT 20", (query,)).fetchall()

    quoted = [f'"{phrase}"' for phrase in phrases(passages, chance)]
    print(f"SQLite FTS5 three words      {clock(first_page, three)}")
    print(f"SQLite FTS5 filters, 2 facets{clock(with_facets, three)}")
    print(f"SQLite FTS5 phrase           {clock(first_page, quoted)}")


def tantivy(given: list[IndexedDocument], passages: list[str], chance: random.Random) -> None:
    """Print the times of tantivy."""
    try:
        import tantivy as engine  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("(tantivy is not installed)")
        return
    builder = engine.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw")
    builder.add_integer_field("year", stored=True, indexed=True, fast=True)
    index = engine.Index(builder.build())
    start = time.perf_counter()
    writer = index.writer()
    for each in given:
        for one in each.passages:
            writer.add_document(engine.Document(text=one.text, kind=each.kind, year=int((each.date or "0")[:4])))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    print(f"tantivy     index            {len(passages) / (time.perf_counter() - start):10,.0f} passages a second")
    searcher = index.searcher()

    def first_page(query: object) -> None:
        for _score, address in searcher.search(index.parse_query(str(query), ["text"]), 20).hits:
            searcher.doc(address)

    runs = words_of(passages, chance)
    three = [" ".join(words(" ".join(next(runs)[:3]))) for _ in range(QUERIES)]
    filtered = [f"+({query}) +kind:minutes +year:[2003 TO 2019]" for query in three]
    quoted = ['"' + " ".join(words(phrase)) + '"' for phrase in phrases(passages, chance)]
    print(f"tantivy     three words      {clock(first_page, three)}")
    print(f"tantivy     filters          {clock(first_page, filtered)}")
    print(f"tantivy     phrase           {clock(first_page, quoted)}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    given = parser.parse_args()
    made = list(documents(given.folder, given.passages, random.Random(1)))
    passages = [one.text for each in made for one in each.passages]
    print(f"{len(passages):,} passages, {sum(len(one.split()) for one in passages) / len(passages):.1f} words each")
    with tempfile.TemporaryDirectory() as folder:
        ours(Path(folder) / "search", made, passages, random.Random(2))
        sqlite(made, passages, random.Random(2), Path(folder) / "fts.sqlite")
    tantivy(made, passages, random.Random(2))


if __name__ == "__main__":
    main()
