"""Searches that a library keeps by name, in `searches.json`: what was asked, to ask it again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from kg.durable import replace_files
from kg.errors import LibraryError, QueryError
from kg.library_folder import SEARCHES, LibraryFolder
from search.engine import Sort

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Saved:
    """A search as it was asked: words, and where they were given dates (EDTF) and an order."""

    query: str
    dates: str | None = None
    sort: Sort = "relevance"

    @property
    def address(self) -> str:
        """The query of its address on the web pages."""
        given = {"q": self.query, "date": self.dates, "sort": None if self.sort == "relevance" else self.sort}
        return urlencode({name: value for name, value in given.items() if value})


def saved(library: LibraryFolder) -> dict[str, Saved]:
    """The library's searches by name, in the order of their names. Raises LibraryError where they cannot be read."""
    path = library.folder / SEARCHES
    try:
        content = json.loads(path.read_bytes())
        return {name: Saved(**values) for name, values in sorted(content.items())}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise LibraryError(f"{path}: cannot be read ({problem}); mend it or delete it") from problem


def named(library: LibraryFolder, name: str) -> Saved:
    """The search of this name. Raises QueryError where there is none."""
    found = saved(library)
    if name not in found:
        known = ", ".join(found) or "none"
        raise QueryError(f"no search is saved as {name!r}; there are: {known}")
    return found[name]


def save(library: LibraryFolder, name: str, search: Saved) -> None:
    """Keep a search under a name, in the place of one that had it. Raises QueryError for a name that is none."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise QueryError(f"a search needs a name of at most {LONGEST_NAME} characters")
    with library.lock():
        _write(library, {**saved(library), name: search})


def drop(library: LibraryFolder, name: str) -> None:
    """Keep a search no more. Raises QueryError where there is none of this name."""
    with library.lock():
        named(library, name)
        _write(library, {each: search for each, search in saved(library).items() if each != name})


def _write(library: LibraryFolder, searches: Mapping[str, Saved]) -> None:
    content = {name: _stated(search) for name, search in sorted(searches.items())}
    replace_files(library.folder, [(SEARCHES, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())])


def _stated(search: Saved) -> dict[str, str]:
    plain = asdict(Saved(""))
    return {name: value for name, value in asdict(search).items() if value != plain[name]}
