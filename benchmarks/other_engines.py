"""Other search engines as one would use them on English text: tantivy, bm25s, SQLite FTS5.

tantivy and bm25s (with PyStemmer) are looked for when asked; `pip install tantivy bm25s PyStemmer`
beside the project's environment. Each function takes documents by id as (title, text) and gives a
ranker: (query, how many) -> ids, best first.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping

Ranker = Callable[[str, int], list[str]]
Documents = Mapping[str, tuple[str, str]]


def words(query: str) -> list[str]:
    """The plain words of a query, so that no engine reads its punctuation as syntax."""
    return re.findall(r"[^\W_]+", query.lower())


def fts5(documents: Documents) -> Ranker:
    """SQLite's FTS5 with its Porter stemmer and bm25()."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passage USING fts5(name UNINDEXED, text, tokenize='porter unicode61')")
    rows = ((name, f"{title} {text}") for name, (title, text) in documents.items())
    database.executemany("INSERT INTO passage VALUES (?, ?)", rows)

    def rank(query: str, limit: int) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words(query))
        found = database.execute("SELECT name FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?", (match, limit))
        return [name for (name,) in found]

    return rank


def tantivy(documents: Documents) -> Ranker:
    """Tantivy with its English stemmer (`en_stem`)."""
    import tantivy as engine  # type: ignore[import-not-found,unused-ignore]

    builder = engine.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = engine.Index(builder.build())
    writer = index.writer()
    for name, (title, text) in documents.items():
        writer.add_document(engine.Document(name=name, text=f"{title} {text}"))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(query: str, limit: int) -> list[str]:
        found = searcher.search(index.parse_query(" ".join(words(query)), ["text"]), limit).hits
        return [searcher.doc(address)["name"][0] for _score, address in found]

    return rank


def bm25s(documents: Documents) -> Ranker:
    """bm25s (Lucene's variant, as it comes) with its English stop words and the Snowball stemmer."""
    import bm25s as engine  # type: ignore[import-not-found,unused-ignore]
    import Stemmer  # type: ignore[import-not-found,unused-ignore]

    stemmer = Stemmer.Stemmer("english")
    names = list(documents)
    retriever = engine.BM25()
    texts = [f"{title} {text}" for title, text in documents.values()]
    retriever.index(engine.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(query: str, limit: int) -> list[str]:
        asked = engine.tokenize(query, stopwords="en", stemmer=stemmer, show_progress=False)
        found, scores = retriever.retrieve(asked, k=min(limit, len(names)), show_progress=False)
        return [names[place] for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    return rank


ENGINES: dict[str, Callable[[Documents], Ranker]] = {"tantivy": tantivy, "bm25s": bm25s, "SQLite FTS5": fts5}
