"""`minutebook add`: facts that no document holds, told by somebody."""

from dataclasses import dataclass, field
from typing import Any, get_args

import click

from cli.corrections import judge, meant_by, signed
from cli.place import Place, pass_place
from cli.reading import EdtfDate
from cli.restrict import in_group
from kg.extraction import Channel, CommitmentStatus, EngagementStatus

WHOM = "A name is that of an entry. Somebody who is not on record is new: person:Ada Byrne, org:Forestry Agency."


@click.group
def add() -> None:
    """Tell a fact that no document holds. It is shown as told by you, in the WORDS that you give for it."""


@add.command(epilog=WHOM)
@click.argument("words")
@click.option("--member", "by", multiple=True, required=True, metavar="NAME", help="Who made it; may be repeated.")
@click.option("--with", "engaged", multiple=True, required=True, metavar="NAME", help="With whom; may be repeated.")
@click.option("--when", type=EdtfDate(), metavar="DATE", help="When it was.")
@click.option("--channel", type=click.Choice(get_args(Channel)), default="other", show_default=True)
@click.option("--status", type=click.Choice(get_args(EngagementStatus)), default="done", show_default=True)
@in_group
@signed
@pass_place
def engagement(place: Place, /, words: str, who: str | None, why: str, **given: Any) -> None:
    """Tell of a contact with somebody outside, in WORDS such as "Ada met the Forestry Agency at the spring show"."""
    _add(place, words, who, why, "engagement", **given)


@add.command(epilog=WHOM)
@click.argument("words")
@click.option("--owner", "by", multiple=True, required=True, metavar="NAME", help="Who owes it; may be repeated.")
@click.option("--due", "when", type=EdtfDate(), metavar="DATE", help="By when.")
@click.option("--what", help="What is owed. The WORDS unless given.")
@click.option("--status", type=click.Choice(get_args(CommitmentStatus)), default="open", show_default=True)
@in_group
@signed
@pass_place
def commitment(place: Place, /, words: str, who: str | None, why: str, **given: Any) -> None:
    """Tell of something promised, in WORDS such as "Ada promised me to order stakes"."""
    _add(place, words, who, why, "commitment", **given)


@add.command(epilog=WHOM)
@click.argument("words")
@click.option("--person", "by", required=True, metavar="NAME", help="Who holds it.")
@click.option("--title", "what", required=True, help="The title of the role.")
@click.option("--at", "organisation", metavar="NAME", help="The organisation where it is held.")
@click.option("--during", "when", type=EdtfDate(), metavar="DATE", help="From when to when: 2022-01/2023-12, 2022/..")
@in_group
@signed
@pass_place
def role(place: Place, /, words: str, who: str | None, why: str, by: str, **given: Any) -> None:
    """Tell of a role that somebody holds, in WORDS such as "Tom has been treasurer since January"."""
    _add(place, words, who, why, "role", by=(by,), **given)


@dataclass
class _Parties:
    """Names turned into IRIs; those that are new are kept with their names."""

    place: Place
    new: dict[str, str] = field(default_factory=dict)

    def iri(self, words: str) -> str:
        from kg.identifiers import organisation_id, person_id

        kind, colon, name = words.partition(":")
        if not colon or kind not in ("person", "org"):
            return meant_by(self.place, words)
        name = name.strip()
        made = person_id(name) if kind == "person" else organisation_id(name)
        self.new[self.place.library().base + made] = name
        return self.place.library().base + made


def _add(
    place: Place, words: str, who: str | None, why: str, kind: Any, *, groups: tuple[str, ...], **given: Any
) -> None:
    from kg.judgements import Fact

    parties = _Parties(place)
    for name in ("by", "engaged"):
        if name in given:
            given[name] = tuple(parties.iri(one) for one in given[name])
    if given.get("organisation"):
        given["organisation"] = parties.iri(given["organisation"])
    fact = Fact(kind=kind, new=tuple(parties.new.items()), **given)
    judge(place, "add", who, why, text=words, fact=fact, groups=groups)
