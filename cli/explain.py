"""`minutebook explain`: from an answer back to the sentence, the rule, the run and what people decided."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import asked, given_values, with_period

if TYPE_CHECKING:
    from kg.library import Library


@click.command
@click.argument("fact")
@partial(with_period, ())
@formats
@pass_place
def explain(place: Place, /, fact: str, form: str, **values: Any) -> int:
    """Say why FACT (fact/…, as shown under an answer) is believed.

    For each piece of its evidence: the sentence, the rule that read it, how surely, and by which run; and every
    correction of it or of those whom it is about. A time is that of the documents that hold them.
    """
    from kg.questions import load_question

    library, question = place.library(), load_question("_explain")
    found = asked(library, question, {**given_values(question, values), "fact": fact})
    about = {fact if "://" in fact else library.base + fact, *(link for row in found.rows for link in row.links[1])}
    return print_answer(form, replace(found, notes=(*found.notes, *_corrections(library, about))))


def _corrections(library: "Library", about: set[str]) -> Iterator[str]:
    """The corrections in force that touch these IRIs, in words."""
    from kg.judgements import in_force

    for one in in_force(library.judgements.read()):
        if about & {one.target, one.other, *one.owners}:
            what = ", ".join(filter(None, (one.target, one.other, one.text, one.status, one.due)))
            why = f" ({one.why})" if one.why else ""
            told = f"{one.action} {what.replace(library.base, '')}{why}"
            yield f"Correction {one.number}: {one.who}, {one.at[:10]}, {told}"
