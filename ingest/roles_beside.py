"""Roles that stand beside a name: `Ann Ash, Head of X at Y`, `Y's clerk, Ann Ash`, `Ann Ash (Treasurer)`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.reading import Mention, Reading
from ingest.roles_before import title_before
from ingest.roles_found import Found
from ingest.roles_lexicon import ends_in_role, is_office, is_only_role, is_role, spelt, trimmed
from kg.extraction import Basis, Span

_LONGEST = 220
_STOPS = re.compile(
    r"[;:!?](?=\s|$)|(?<!\bDir)\.(?=\s|$)|\n|\s{3,}|\.{3,}|<br|\b(?:who|which|that|was|were|is|are|has|have|had|will|joined|said|gave|spoke|led)\b|\s[-–—]\s|[|]"
)


def beside(reading: Reading, mention: Mention) -> Iterator[Found]:
    """The roles that the words right after and right before a person's name give them."""
    yield from _after(reading, mention)
    yield from title_before(reading, mention)


def _limit(reading: Reading, mention: Mention) -> int:
    """Where what belongs to a name on its right must have ended: the next person, or the end of the line."""
    text = reading.structure.text
    after = reading.names_in(Span(mention.span.end, mention.span.end + _LONGEST))
    others = (m.span.start for m in after if m.entity.startswith("person/") and m.entity != mention.entity)
    limit = next(others, mention.span.end + _LONGEST)
    newline = text.find("\n\n", mention.span.end)
    return min(limit, len(text), newline if newline >= 0 else limit)


_OPENING = re.compile(
    r"\s*,\s*|\s+\\?[-–—]\s+|\s*\|\s*(?:\(?[A-Z][A-Za-z]{0,2}[A-Z][a-z]?\)?\s*\|\s*)?|(?:\t|[ \t]{2,})[ \t]*(?=[A-Z])"
)
"""What parts a name from a title behind it: a comma, a dash, the edge of a cell or a column, perhaps of initials."""
_BEHIND = re.compile(r"[*_]{0,3}(?:,?[ \t]+[A-Z]{2,5}(?=[ \t]{2}|\t))?(?:[ \t]+[(\[]?@[\w-]+[)\]]?)?")
"""What stands between a name and its title: marks, a degree before a column, an account."""
_BRACKET = re.compile(r"\s*\\?[(\[]([^()\[\]\n\\]*)\\?[)\]]")
_ASIDE = re.compile(r"(?:[^\n()\[\]]*[ \t]{2,}|[ \t]+[-–—][ \t][^\n()\[\];]*)\\?[(\[](?P<title>[^()\[\]\n\\]*)\\?[)\]]")
"""A title in brackets at the end of a line in columns, or behind a dash and a body."""


def _after(reading: Reading, mention: Mention) -> Iterator[Found]:
    """`Ann Ash, Head of X at Y, Z Coordinator`; `Ann Ash (Clerk to Y)`; `Ann Ash | Clerk`; `Inspector Ann Ash of Y`."""
    text = reading.structure.text
    limit = _limit(reading, mention)
    yield from _of_rank(reading, mention)
    behind = _BEHIND.match(text, mention.span.end, limit)
    start = behind.end() if behind else mention.span.end
    if bracket := _BRACKET.match(text, start, limit):
        yield from _pieces(reading, mention, bracket.start(1), bracket.end(1), bracketed=True)
        start = bracket.end()
    elif (aside := _ASIDE.match(text, start, min(limit, start + 80))) and is_role(aside.group("title")):
        yield _role_alone(reading, mention, (aside.group("title"), Span(mention.span.start, aside.end())))
    if opening := _OPENING.match(text, start, limit):
        stop = _STOPS.search(text, opening.end(), limit)
        end = stop.start() if stop else limit
        if wrapped := _WRAPPED.match(text, end, limit):
            whole = text[opening.end() : wrapped.end()]
            end = wrapped.end() if is_role(whole) and not is_role(text[opening.end() : end]) else end
        if "|" in opening.group() and (initials := re.search(r"\s*\([A-Z]{2,5}\)\s*$", text[opening.end() : end])):
            end = opening.end() + initials.start()
        yield from _pieces(reading, mention, opening.end(), end)


_WRAPPED = re.compile(r"\s*\n[ \t]*[A-Z][\w-]+(?= ?[,;.(])")
"""The last word of a title, on the next line."""


def _pieces(reading: Reading, mention: Mention, start: int, limit: int, *, bracketed: bool = False) -> Iterator[Found]:
    """Titles and bodies in turn between `start` and `limit`; outside brackets the first that is neither ends them.

    `Assistant Director, Communities, Y` is one title and its body.
    """
    text = reading.structure.text
    bounds = [*_bounds(reading, start, limit), limit]
    pending: tuple[str, Span] | None = None
    body: str | None = None
    for number, (low, high) in enumerate(pairwise(bounds)):
        piece = Span(low, low + len(re.sub(r"(?:\s*,\s*(?:and\s+)?|\s+&\s+|\s+and\s+)$", "", text[low:high])))
        told = Span(mention.span.start, piece.end)
        orgs = [m for m in reading.names_in(piece) if m.entity.startswith("org/")]
        words = _title_of(text[piece.start : piece.end])
        whole = orgs and piece.start >= orgs[0].span.start - 4 and orgs[0].span.end >= piece.end
        if pending and whole:
            yield Found(mention.entity, pending[0], orgs[0].entity, told, "roles/name-title-organisation")
        elif pending and not orgs and not is_role(words) and _is_body(reading, bounds[number + 1 : number + 3]):
            pending = (f"{pending[0]}, {words}", told)
            continue
        elif pending:
            yield _role_alone(reading, mention, pending, body)
        if whole:
            body, pending = orgs[0].entity, None
            continue
        pending = None
        ended = high == limit and _belongs_on(reading, start, limit)
        if orgs and not ended and (read := _with_organisation(text, piece, orgs[0])):
            yield Found(mention.entity, read, orgs[0].entity, told, "roles/name-title-at-organisation")
        elif not ended and _is_title(words, orgs):
            pending = (words, told)
        elif not bracketed:
            break
    if pending:
        yield _role_alone(reading, mention, pending, body)


def _belongs_on(reading: Reading, start: int, limit: int) -> bool:
    """Whether the words up to `limit` are those of the person who is named there."""
    named = bool(reading.names_in(Span(limit, limit + 1)))
    return named and re.search(r"(?<!\band)(?<![,&(])\s$", reading.text(Span(start, limit))) is not None


def _is_title(words: str, orgs: list[Mention]) -> bool:
    return (not orgs or re.search(r"\sfor\s", words) is not None) and is_role(words) and len(words) < 70


def _is_body(reading: Reading, bounds: list[int]) -> bool:
    """Whether the piece between two bounds begins with the name of a body; not where there is no piece."""
    if len(bounds) < 2:
        return False
    bodies = [m for m in reading.names_in(Span(bounds[0], bounds[1])) if m.entity.startswith("org/")]
    return bool(bodies) and bodies[0].span.start <= bounds[0] + 4


def _title_of(words: str) -> str:
    """A piece without an article before it, and without what is left of a bracket or a duty behind it."""
    bare = re.sub(r"^(?:as\s+)?(?:(?:an?|the|our|my|its|their)\s+)?", "", words.strip())
    bare = re.sub(r"\s*\([^()]*\)?$", "", bare).rstrip(" (")
    bare = bare if "(" in bare else bare.rstrip(") ")
    return bare if is_role(bare) else re.sub(r"\s+and\s+[a-z]+$", "", bare)


def _bounds(reading: Reading, start: int, limit: int) -> list[int]:
    """Where the pieces after a name begin: after commas, and after `and` where it does not stand inside a title."""
    text = reading.structure.text
    bounds = [start]
    for match in re.finditer(r"\s*,\s*(?:and\s+)?|\s+&\s+|\s+and\s+(?=[A-Z])", text[start:limit]):
        piece = Span(bounds[-1], start + match.start())
        if "," not in match.group():
            rest = Span(start + match.end(), limit)
            within = re.search(r"\s(?:of|for)\s", text[piece.start : piece.end]) or "&" in match.group()
            bodies = [m for m in reading.names_in(piece) if m.entity.startswith("org/")]
            if within and not bodies and is_role(reading.text(piece)) and not is_role(reading.text(rest)):
                continue
        bounds.append(start + match.end())
    return bounds


def _role_alone(reading: Reading, mention: Mention, pending: tuple[str, Span], body: str | None = None) -> Found:
    """A title without a body of its own: an office is the committee's, another that of the body named before it."""
    office = reading.committee if is_office(spelt(trimmed(pending[0]))) else None
    basis: Basis = "inferred" if office else "stated"
    return Found(mention.entity, pending[0], office or body, pending[1], "roles/name-title", 0.8, basis=basis)


def _with_organisation(text: str, piece: Span, org: Mention) -> str | None:
    """The title in a piece that names an organisation: `Clerk at Y`, `Y Clerk`, `Y's clerk`."""
    before, after = text[piece.start : org.span.start], text[org.span.end : piece.end]
    before = re.sub(r"^(?:as\s+)?(?:our|my|its|their)\s+", "", before)
    if (
        re.search(r"\sfor\s+(?:the\s+)?$", before)
        and is_role(before)
        and " " not in text[org.span.start : org.span.end]
    ):
        return None
    if after.lstrip().startswith("("):
        return None
    preposition = re.search(r"\s+(?:of|at|for|from|to|in|with)\s+(?:the\s+)?(?:\w+\s+)?$", before)
    if preposition and is_role(before[: preposition.start()]):
        tail = after.strip()
        return (
            before[: preposition.start()].strip()
            if not tail
            else f"{before.strip()} {text[org.span.start : piece.end]}".strip()
            if ends_in_role(before)
            else before[: preposition.start()].strip()
        )
    if before.strip().lower() in ("", "the") and after.strip() and is_role(after):
        return re.sub(r"^[’']s?\s+", "", after).strip()
    return None


def _of_rank(reading: Reading, mention: Mention) -> Iterator[Found]:
    """`Inspector Joan Prewett of Hampton Constabulary`: the rank before a name with the body after it."""
    text = reading.structure.text
    place = re.compile(r"\s+(?:of|from|at)\s+(?:the\s+)?").match(text, mention.span.end)
    rank = re.search(
        r"([A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})\s+$", text[max(0, mention.span.start - 40) : mention.span.start]
    )
    if not place or not rank:
        return
    following = reading.names_in(Span(place.end(), place.end() + 1))
    if following and following[0].entity.startswith("org/") and is_only_role(rank.group(1)):
        start = mention.span.start - len(rank.group())
        yield Found(
            mention.entity,
            rank.group(1),
            following[0].entity,
            Span(start, following[0].span.end),
            "roles/rank-name-of-organisation",
        )
