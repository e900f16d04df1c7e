"""Organisations told by where they are named: beside a person, in a column, or by people who told us of them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Structure
from ingest.organisations_lexicon import kind_of, lexicon
from ingest.organisations_spotting import Candidate
from ingest.people_names import common_words, fold, initials_of
from ingest.reading import Mention
from ingest.roles_lexicon import ends_in_role, is_role
from ingest.rules import load_rules
from kg.extraction import Span

_PLACE = re.compile(
    r",?\s+(?:formerly|previously|now)\s+(?:of|from|at|with)\s+(?:the\s+)?"
    r"|\s*\\?[(\[]\s*(?:@[\w-]+\s*,\s*)?(?:[a-z][a-z -]*,\s+)?(?:both\s+|all\s+)?(?:from\s+|of\s+|at\s+)?"
    r"|\s*,\s+(?:of\s+|from\s+)?|\s+(?:of|from|at)\s+(?:the\s+)?|\s+\\?[-–—]\s+|[ ]{2,}|\t+"
)
_CAPITAL = r"(?:[A-Z][\w&’'.-]*|[a-z]+[A-Z]\w*)"
CAPITALS = re.compile(rf"{_CAPITAL}(?:[ ](?:(?:of|the|and|for|de|du|des|der|van|la|&)[ ]){{0,2}}{_CAPITAL}){{0,6}}")


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation that people told us of."""

    name: str
    aliases: tuple[str, ...] = ()
    acronym: str | None = None


def in_columns(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """What a table's column of organisations holds: `Affiliation`, `Company`."""
    wanted = re.compile("|".join(load_rules("organisations")["column"]["headers"]), re.IGNORECASE)
    for block in structure.blocks:
        for cell in block.cells if block.kind == "row" and block.marker != "header" else ():
            words = structure.text[cell.span.start : cell.span.end]
            name = re.search(r"(?:[^\W_]|\[)[^|\n;/(\[\]]*[^\W_]\.?", words)
            if not wanted.search(cell.header) or not name or not re.search(r"[A-Z]", name.group()):
                continue
            written = _without_title(name.group().lstrip("["))
            low = cell.span.start + words.index(written, name.start())
            span = Span(low, low + len(written))
            nobody = written.lower() in load_rules("organisations")["column"]["nobody"]
            if (
                not nobody
                and not is_role(written)
                and not any(s.start < span.end and span.start < s.end for s in taken)
            ):
                yield Candidate(span, written, "place", kind_of(written))


def _without_title(words: str) -> str:
    """What a cell names before a title behind it: `Weather Digital` of `Weather Digital, TAC Chair`."""
    name, _, title = words.partition(", ")
    return name if title and (is_role(title) or ends_in_role(title)) else words


def told(structure: Structure, known: Sequence[KnownOrganisation], taken: Sequence[Span]) -> Iterator[Candidate]:
    """Where the text names organisations that people told us of, by name, alias (in any case) or acronym."""
    for body in known:
        for form in {body.name, *body.aliases, *([body.acronym] if body.acronym else [])}:
            flags = re.IGNORECASE if len(form) > 4 and form != body.acronym else 0
            for match in re.finditer(rf"(?<![\w@/.]){re.escape(form)}(?!\w)", structure.text, flags):
                span = Span(*match.span())
                if not any(s.start < span.end and span.start < s.end for s in taken):
                    yield Candidate(span, body.name, "place", kind_of(body.name), body.acronym)


def beside_people(structure: Structure, people: Sequence[Mention], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Capitalised words where a person's organisation stands: `Ann Ash (X)`, `Ann Ash, X`, `Ann Ash, Clerk at X`."""
    text = structure.text
    covered = {
        position
        for c in found
        if c.shape in ("head", "opening", "acting")
        for position in range(c.span.start, c.span.end)
    }
    persons = sorted(mention.span for mention in people)
    for mention in people:
        place = _PLACE.match(text, mention.span.end)
        if not place or "\n" in place.group():
            continue
        words = CAPITALS.match(text, place.end())
        if not words:
            continue
        low = bisect_left(persons, Span(words.start(), words.start()))
        crossed = persons[low : bisect_left(persons, Span(words.end(), words.end()))]
        firm = " & " in words.group() and all(" " not in text[p.start : p.end] for p in crossed)
        if crossed and not firm:
            continue
        name = re.sub(r"[’']s?$", "", words.group().rstrip("."))
        if fold(name) in initials_of(text[mention.span.start : mention.span.end]):
            continue
        if (
            _can_be_placed(text, place.group().strip(), name, words.start(), words.start() + len(name))
            and words.start() not in covered
        ):
            yield Candidate(Span(words.start(), words.start() + len(name)), name, "place", kind_of(name))


def _can_be_placed(text: str, before: str, name: str, start: int, end: int) -> bool:
    low = name.lower()
    if (
        is_role(name)
        or ends_in_role(name)
        or low.split()[0] in _not_leading(before)
        or low.split()[-1] in lexicon()["not"]
        or name in lexicon()["never"]
        or low in load_rules("organisations")["column"]["nobody"]
        or len(name) < 2
        or is_portfolio(low)
        or low in lexicon()["countries"]
    ):
        return False
    following = re.compile(r"\s+([A-Z]\w+)").match(text, end)
    if following and ends_in_role(following.group(1)):
        return False
    if re.search(r"(?:^|\s)(?:of|from|at|with|the)$", before) and not before.lstrip("\\").startswith(("(", "[")):
        return len(name) > 2
    if before.startswith(","):
        listed = text[: start - 1].endswith("and,")
        return len(name.split()) < 6 and not listed and _ENDS[","].match(text, end) is not None
    if before.lstrip("\\").startswith("(") and name.isdigit():
        return False
    return _ENDS[before.lstrip("\\")[:1]].match(text, end) is not None


def _not_leading(before: str) -> frozenset[str]:
    """Words that begin no name there; inside brackets a name may begin as a command does: `(Open Data Elm)`."""
    inside = before.lstrip("\\").startswith(("(", "["))
    return lexicon()["leading"] - {"new", "all"} - (lexicon()["commands"] if inside else frozenset())


_ENDS = {
    "(": re.compile(r"[),;/]"),
    "[": re.compile(r"[ \\]?\](?!\()"),
    ",": re.compile(r"\s*(?:[.;)\n|]|,\s+\d|\(items? \d|$)"),
    "": re.compile(r"\.?(?:[ ]\([^)\n]{2,30}\))?(?:[ \t]{2,}|\t|[ \t]*(?:\n|$))"),
    **dict.fromkeys("-–—", re.compile(r"\s*(?:\n|$)")),
}
"""What must follow an affiliation, by the sign before it; '' where columns are set apart by blanks."""
_ABSTRACT = re.compile(r"(?:tion|sion|ment|ance|ence|ship|ity|ness|ing)s?$|(?:ities|ics)$")


def is_portfolio(word: str) -> bool:
    """`(Equalities)`, `(Finance)`: an ordinary word for a field of work, no body."""
    forms = {fold(word), fold(re.sub(r"ies$", "y", word)), fold(word.removesuffix("s"))}
    return not forms.isdisjoint(common_words()) and _ABSTRACT.search(word) is not None
