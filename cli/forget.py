"""`minutebook forget`: a person or a document removed for good."""

import click

from cli.corrections import meant_by
from cli.output import note
from cli.place import Place, pass_place


@click.command
@click.argument("name", metavar="PERSON|DOCUMENT")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@pass_place
def forget(place: Place, name: str, yes: bool) -> int:
    """Remove a person, or a document given as doc/ID, from every file of the library, for good. It cannot be undone.

    A person's names are blacked out in the texts, and what the record said of them alone goes; a document goes whole.
    What other people and documents say stays. Reading the files again does not bring either back. The files that were
    read are yours: they are not touched. The exit status is 1 where a name is still found somewhere in the folder.
    """
    from kg.forgetting import forget_document, forget_person

    library = place.library()
    document = name.removeprefix("doc/") if name.startswith("doc/") else None
    target = meant_by(place, name) if document is None else ""
    if not yes:
        click.confirm(f"Forget {document or target.removeprefix(library.base)} for good?", abort=True, err=True)
    left = forget_person(library, target) if document is None else forget_document(library, document)
    for path in left:
        note(f"Still named in {path}.")
    note(
        "Forgotten." if not left else "Forgotten, but for the files above; a library that is open elsewhere keeps them."
    )
    return 1 if left else 0
