"""A library as one audience sees it: records, judgements and failures that are kept from it are not in it.

Graph and index are made from these alone, as those of the whole library are, in a folder of the
cache of their own, whatever server keeps those of the whole library. So nothing has to be left out
of an answer: what an audience may not see its engines never held.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Self

from kg.durable import replace_files
from kg.errors import LibraryError
from kg.library import AUDIENCES, GROUPS, Library
from kg.library_folder import GRAPHS
from kg.oxigraph_engine import OxigraphEngine
from kg.seen_log import SeenLog, known_names, seen
from kg.summaries import Damage, Summary

if TYPE_CHECKING:
    from kg.catch_up import Report
    from kg.judgements import Action, Judgement
    from kg.outside_graphs import OutsideGraph


class SeenLibrary(Library):
    """What somebody sees who is in `groups` and no other. May be shared by threads."""

    sees_everything = False

    def __init__(self, whole: Library, groups: frozenset[str]) -> None:
        """Use `Library.seen_by`."""
        super().__init__(whole.folder, replace(whole.configuration, graph=None, search=None))
        self.whole = whole
        self.groups = groups
        self.cache = whole.cache / AUDIENCES / folder_name(groups)
        self.engine = OxigraphEngine(self.cache / "graph", self._step)

    def with_settings(self, **settings: Any) -> Self:
        return type(self)(self.whole.with_settings(**settings), self.groups)

    # What is seen

    def _summaries(self) -> dict[str, Summary | Damage]:
        """Those of documents that are not kept from the audience; a damaged record does not say which it is."""
        restrictions = self.restrictions()
        return {
            name: found
            for name, found in self.whole._summaries().items()  # noqa: SLF001
            if isinstance(found, Summary) and not restrictions.hides(found.source, self.groups)
        }

    @property
    def judgements(self) -> SeenLog:
        """Of the log what is about nothing that is kept from the audience, numbered anew."""
        with self.lock():
            records = [found for found in self._summaries().values() if isinstance(found, Summary)]
            known = known_names(records, self.roster(), self.base)
            hidden = self.restrictions()
            log = self.whole.judgements
            return seen(log, known, self.base, lambda name: hidden.hides(name, self.groups))

    def failures(self) -> dict[str, str]:
        restrictions = self.restrictions()
        return {
            source: reason
            for source, reason in super().failures().items()
            if not restrictions.hides(source, self.groups)
        }

    def outside_graphs(self) -> "dict[str, OutsideGraph]":
        """Those that no rule for `graphs/NAME` keeps from the audience."""
        rules = self.restrictions()
        whole = super().outside_graphs()
        return {name: graph for name, graph in whole.items() if not rules.hides(f"{GRAPHS}/{name}", self.groups)}

    def holds(self, document_id: str) -> bool:
        return document_id in self.state().sound()

    # Keeping up

    def lock(self, seconds: float | None = None) -> Any:
        return self.whole.lock(seconds)

    def fingerprint(self) -> str:
        return f"{super().fingerprint()} {self.restrictions().mark}"

    def may_show(self, mark: str | None) -> bool:
        """Only what was made under the restrictions of now."""
        return (mark or "").endswith(f" {self.restrictions().mark}")

    def catch_up(self, *, from_nothing: bool = False, seconds: float | None = None) -> "Report":
        with self.lock(seconds):
            if not (self.cache / GROUPS).exists():
                self.cache.mkdir(parents=True, exist_ok=True)
                replace_files(self.cache, [(GROUPS, json.dumps(sorted(self.groups)).encode())])
            return super().catch_up(from_nothing=from_nothing)

    def audiences(self) -> list[Library]:
        return []

    # Adding to it

    def judge(
        self,
        action: "Action",
        *,
        who: str,
        at: datetime,
        why: str = "",
        groups: Collection[str] = (),
        **about: Any,
    ) -> "Judgement":
        """As `Library.judge`; what the audience does not see contradicts nothing, and cannot be judged."""
        from kg.judging import complete

        with self.lock():
            given = complete(self, action, about)
            logged = self.judgements.for_the_log(action, who=who, at=at, why=why, **given)
            self.whole.judgements.append(action, who=who, at=at, why=why, **logged)
            return self.judgements.read()[-1]

    def store(self, records: Mapping[str, bytes]) -> None:
        """Raises LibraryError: documents are stored in the whole library."""
        raise LibraryError("this is what a group sees of a library; documents are added to the whole library only")

    remove = restrict = note_failures = store  # type: ignore[assignment]


def folder_name(groups: frozenset[str]) -> str:
    """Name of the folder of the cache that belongs to an audience."""
    return sha256(json.dumps(sorted(groups)).encode()).hexdigest()[:16]


def audiences(whole: Library) -> list[Library]:
    """The audiences that have a folder in the cache; folders of none are removed."""
    found: list[Library] = []
    restrictions = whole.restrictions()
    for folder in sorted((whole.cache / AUDIENCES).glob("*")):
        try:
            groups = frozenset(json.loads((folder / GROUPS).read_bytes()))
        except (OSError, ValueError, TypeError):
            groups = frozenset()
        own = groups & restrictions.groups
        if folder.name == folder_name(own) and not restrictions.is_whole(own):
            found.append(SeenLibrary(whole, own))
        else:
            rmtree(folder, ignore_errors=True)
    return found
