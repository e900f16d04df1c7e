"""`minutebook verify`: proof that the library is whole."""

import click

from cli.output import formats, note, print_rows
from cli.place import Place, pass_place


@click.command
@formats
@pass_place
def verify(place: Place, form: str) -> int:
    """Prove that records, graph and index agree, and that every quote stands in its document.

    Lists what is wrong; the exit status is then 1.
    """
    from search.catch_up import open_index

    library = place.library()
    faults = library.verify(open_index(library).stamps())
    if faults or form != "table":
        print_rows(form, ("Where", "What is wrong"), [(fault.place, fault.problem) for fault in faults])
    if not faults:
        note("Records, graph and index agree, and every quote is verbatim.")
    return 1 if faults else 0
