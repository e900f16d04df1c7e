"""`minutebook restrict`, `unrestrict` and `restricted`: documents that only some may see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cli.output import formats, note, print_rows
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.library import Library

in_group = click.option(
    "--group", "groups", multiple=True, metavar="GROUP", help="Only members of this group may see it; may be repeated."
)


@click.command
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@in_group
@pass_place
def restrict(place: Place, documents: tuple[str, ...], groups: tuple[str, ...]) -> None:
    """Let only members of a --group see these documents, given by their ids as `minutebook documents` lists them.

    For others it is as if the library had never held them. A fact told by hand is given as judgement~7, 7 being its
    number, triples of others as graph/NAME. Whole folders are restricted in minutebook.toml: under [restricted],
    "board/*" = "board".
    """
    if not groups:
        raise click.UsageError("Name the group that may see them: --group board.")
    library = place.library()
    library.restrict(dict.fromkeys(sources(library, documents), groups))
    bring_up_to_date(library)
    note(f"Restricted {len(documents)} to {' and '.join(groups)}.")


@click.command
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@pass_place
def unrestrict(place: Place, documents: tuple[str, ...]) -> int:
    """Take back what `minutebook restrict` said of these documents. Rules of minutebook.toml hold on."""
    library = place.library()
    named = sources(library, documents)
    library.restrict(dict.fromkeys(named))
    bring_up_to_date(library)
    left = [source for source in named if library.restrictions().of(source)]
    for source in left:
        note(f"{source} is restricted still, by a rule in minutebook.toml.")
    note(f"Opened {len(named) - len(left)}.")
    return 1 if left else 0


@click.command
@formats
@pass_place
def restricted(place: Place, form: str) -> None:
    """List the documents that only some may see, with their groups: of each, one must be theirs."""
    library = place.library()
    rules = library.restrictions()
    rows = [
        (name, source, " and ".join(" or ".join(sorted(groups)) for groups in rules.of(source)))
        for name, source in sorted(_sources(library).items())
        if rules.of(source)
    ]
    print_rows(form, ("Document", "File", "Seen by"), rows)


def sources(library: "Library", documents: Iterable[str]) -> list[str]:
    """What restrictions call documents. Raises LibraryError where one is not stored, or its record cannot be used."""
    from kg.errors import LibraryError

    known = _sources(library)
    for document in documents:
        if document not in known:
            raise LibraryError(f"there is no document {document!r} that can be used; `minutebook documents` lists them")
    return [known[document] for document in documents]


def _sources(library: "Library") -> dict[str, str]:
    """What restrictions call everything that they can be for: files by their paths, the others by their own names."""
    from kg.library_folder import GRAPHS

    state = library.state()
    return {
        **{name: summary.source for name, summary in state.sound().items()},
        **{name: name for name in state.by_hand},
        **{f"graph/{name}": f"{GRAPHS}/{name}" for name in state.outside},
    }


def bring_up_to_date(library: "Library") -> None:
    """Graph and index of every audience, and of the public, made here rather than when somebody next asks."""
    from search.catch_up import open_all, open_index

    library.catch_up()
    open_index(library.seen_by([])).close()
    open_all(library).close()
