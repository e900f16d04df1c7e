"""Which documents only members of certain groups may see.

    minutebook.toml     [restricted] — rules by the path of a document's file: "board/*" = "board"
    restricted.json     what people said of single documents, by source; of facts told by hand by the
                        document that they make, such as `judgement~7`

A document is seen by those who fulfil everything that is said of it: each rule is fulfilled by
the members of any of its groups.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg import configuration
from kg.durable import Step, no_step, replace_files
from kg.errors import ConfigurationError

FILE = "restricted.json"
_GROUP = re.compile(r"\w[\w.-]{0,63}")


@dataclass(frozen=True)
class Restrictions:
    """All that restricts documents: groups by pattern of a path, and groups by source."""

    patterns: tuple[tuple[str, frozenset[str]], ...] = ()
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, source: str) -> tuple[frozenset[str], ...]:
        """What is said of a source: somebody sees it who is in a group of each; () where everybody does.

        A pattern is held, letters' case aside, against the whole path and every end of it; `*` stands for any letters,
        `/` among them.
        """
        path = source.casefold()
        asked = [groups for pattern, groups in self.patterns if _fits(path, pattern.casefold())]
        own = self.sources.get(source)
        return (*asked, own) if own is not None else tuple(asked)

    def hides(self, source: str, groups: frozenset[str]) -> bool:
        """Is it kept from somebody in these groups?"""
        return any(not groups & asked for asked in self.of(source))

    @property
    def groups(self) -> frozenset[str]:
        """All groups that are named."""
        return frozenset().union(*(groups for _, groups in self.patterns), *self.sources.values())

    def is_whole(self, groups: frozenset[str]) -> bool:
        """Is nothing kept from somebody in these groups?"""
        return all(groups & asked for asked in (*(asked for _, asked in self.patterns), *self.sources.values()))

    @cached_property
    def mark(self) -> str:
        """A hash of all of it."""
        content = [
            [[pattern, sorted(groups)] for pattern, groups in self.patterns],
            sorted((source, sorted(groups)) for source, groups in self.sources.items()),
        ]
        return sha256(json.dumps(content).encode()).hexdigest()[:16]


def _fits(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")


def load(folder: Path) -> Restrictions:
    """The restrictions of the library in `folder`. Raises ConfigurationError where a file of them cannot be read."""
    rules = configuration.read(folder / configuration.FILE).restricted
    return Restrictions(tuple((pattern, frozenset(groups)) for pattern, groups in rules), _sources(folder / FILE))


def _sources(path: Path) -> dict[str, frozenset[str]]:
    try:
        content = json.loads(path.read_bytes())
        return {source: frozenset(map(str, groups)) for source, groups in content.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise ConfigurationError(f"{path}: cannot be read ({problem}); restore it from a copy") from problem


def save(folder: Path, sources: Mapping[str, Iterable[str]], step: Step = no_step) -> None:
    """Write what is said of single documents. The caller holds the library's lock."""
    content = {source: sorted(groups) for source, groups in sorted(sources.items())}
    replace_files(folder, [(FILE, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())], step)


def checked(groups: Iterable[str]) -> frozenset[str]:
    """The groups. Raises ConfigurationError where one has no name of letters, digits, `-`, `_` and `.`."""
    found = frozenset(groups)
    for name in found:
        if not _GROUP.fullmatch(name):
            raise ConfigurationError(f"{name!r} cannot be the name of a group; use letters, digits and hyphens")
    return found


def stamp(folder: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """What changes whenever the files of the restrictions are written: a look at two files."""
    found: list[tuple[int, int, int] | None] = []
    for name in (configuration.FILE, FILE):
        try:
            status = (folder / name).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)
