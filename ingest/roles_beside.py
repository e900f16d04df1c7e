"""Roles that stand beside a name: `Ann Ash, Head of X at Y`, `Y's clerk, Ann Ash`, `Ann Ash (Treasurer)`."""

import re
from collections.abc import Iterator

from ingest.reading import Mention, Reading
from ingest.roles_found import Found
from ingest.roles_lexicon import ends_in_role, is_elsewhere, is_office, is_only_role, is_role, spelt
from ingest.rules import load_rules
from kg.extraction import Basis, Span

_LONGEST = 220
_STOPS = re.compile(
    r"[.;:!?](?=\s|$)|\n|\b(?:who|which|that|was|were|is|are|has|have|had|will|joined|said|gave|spoke|led)\b|\s[-–—]\s|[|]"
)
_WORDS = re.compile(r"[^\W\d_][\w’'&-]*")


def beside(reading: Reading, mention: Mention) -> Iterator[Found]:
    """The roles that the words right after and right before a person's name give them."""
    yield from _after(reading, mention)
    yield from _before(reading, mention)


def _limit(reading: Reading, mention: Mention) -> int:
    """Where what belongs to a name on its right must have ended: the next person, or the end of the line."""
    text = reading.structure.text
    after = reading.names_in(Span(mention.span.end, mention.span.end + _LONGEST))
    limit = next((m.span.start for m in after if m.entity.startswith("person/")), mention.span.end + _LONGEST)
    newline = text.find("\n\n", mention.span.end)
    return min(limit, len(text), newline if newline >= 0 else limit)


_OPENING = re.compile(r"\s*,\s*|\s+\\?[-–—]\s+|\s*\|\s*")
_BRACKET = re.compile(r"\s*\\?[(\[]([^()\[\]\n\\]*)\\?[)\]]")
_ASIDE = re.compile(r"[^\n()\[\]]*[ \t]{2,}\\?[(\[](?P<title>[^()\[\]\n\\]*)\\?[)\]]")
"""A title in brackets at the end of a line in columns."""


def _after(reading: Reading, mention: Mention) -> Iterator[Found]:
    """`Ann Ash, Head of X at Y, Z Coordinator`; `Ann Ash (Clerk to Y)`; `Ann Ash | Clerk`; `Inspector Ann Ash of Y`."""
    text, start = reading.structure.text, mention.span.end
    limit = _limit(reading, mention)
    yield from _of_rank(reading, mention)
    if bracket := _BRACKET.match(text, start, limit):
        yield from _pieces(reading, mention, bracket.start(1), bracket.end(1))
        start = bracket.end()
    elif (aside := _ASIDE.match(text, start, min(limit, start + 80))) and is_role(aside.group("title")):
        yield _role_alone(reading, mention, (aside.group("title"), Span(mention.span.start, aside.end())))
    if opening := _OPENING.match(text, start, limit):
        stop = _STOPS.search(text, opening.end(), limit)
        end = stop.start() if stop else limit
        if "|" in opening.group() and (initials := re.search(r"\s*\([A-Z]{2,5}\)\s*$", text[opening.end() : end])):
            end = opening.end() + initials.start()
        yield from _pieces(reading, mention, opening.end(), end)


def _pieces(reading: Reading, mention: Mention, start: int, limit: int) -> Iterator[Found]:
    """Titles and organisations in turn between `start` and `limit`; the first piece that is neither ends them."""
    text = reading.structure.text
    bounds = _bounds(reading, start, limit)
    pending: tuple[str, Span] | None = None
    body: str | None = None
    following = reading.names_in(Span(limit, limit + 1))
    belongs_on = bool(following) and re.search(r"(?<!\band)(?<![,&(])\s$", text[start:limit]) is not None
    for number, low in enumerate(bounds):
        high = bounds[number + 1] if number + 1 < len(bounds) else limit
        piece = Span(low, low + len(re.sub(r"(?:\s*,\s*(?:and\s+)?|\s+&\s+|\s+and\s+)$", "", text[low:high])))
        orgs = [m for m in reading.names_in(piece) if m.entity.startswith("org/")]
        words = _title_of(text[piece.start : piece.end])
        whole = orgs and piece.start >= orgs[0].span.start - 4 and orgs[0].span.end >= piece.end
        if pending and whole:
            yield Found(
                mention.entity,
                pending[0],
                orgs[0].entity,
                Span(mention.span.start, piece.end),
                "roles/name-title-organisation",
            )
            pending = None
            continue
        if pending:
            yield _role_alone(reading, mention, pending, body)
            pending = None
        if whole:
            body = orgs[0].entity
            continue
        if belongs_on and high == limit:
            break
        if orgs and (read := _with_organisation(text, piece, orgs[0])):
            yield Found(
                mention.entity,
                read,
                orgs[0].entity,
                Span(mention.span.start, piece.end),
                "roles/name-title-at-organisation",
            )
        elif (not orgs or re.search(r"\sfor\s", words)) and is_role(words) and len(words) < 70:
            pending = (words, Span(mention.span.start, piece.end))
        else:
            break
    if pending:
        yield _role_alone(reading, mention, pending, body)


def _title_of(words: str) -> str:
    """A piece without an article before it, and without what is left of a bracket or a duty behind it."""
    bare = re.sub(r"^(?:as\s+)?(?:(?:an?|the|our|my|its|their)\s+)?", "", words.strip()).rstrip(" (")
    return bare if is_role(bare) else re.sub(r"\s+and\s+[a-z]+$", "", bare)


def _bounds(reading: Reading, start: int, limit: int) -> list[int]:
    """Where the pieces after a name begin: after commas, and after `and` where it does not stand inside a title."""
    text = reading.structure.text
    bounds = [start]
    for match in re.finditer(r"\s*,\s*(?:and\s+)?|\s+&\s+|\s+and\s+(?=[A-Z])", text[start:limit]):
        piece = Span(bounds[-1], start + match.start())
        if "," not in match.group():
            orgs = [m for m in reading.names_in(piece) if m.entity.startswith("org/")]
            if (
                is_role(text[piece.start : piece.end])
                and re.search(r"\s(?:of|for)\s", text[piece.start : piece.end])
                and not orgs
            ):
                continue
        bounds.append(start + match.end())
    return bounds


def _role_alone(reading: Reading, mention: Mention, pending: tuple[str, Span], body: str | None = None) -> Found:
    """A title without a body of its own: an office is the committee's, another that of the body named before it."""
    office = reading.committee if is_office(spelt(pending[0])) else None
    basis: Basis = "inferred" if office else "stated"
    return Found(mention.entity, pending[0], office or body, pending[1], "roles/name-title", 0.8, basis=basis)


def _with_organisation(text: str, piece: Span, org: Mention) -> str | None:
    """The title in a piece that names an organisation: `Clerk at Y`, `Y Clerk`, `Y's clerk`."""
    before, after = text[piece.start : org.span.start], text[org.span.end : piece.end]
    if (
        re.search(r"\sfor\s+(?:the\s+)?$", before)
        and is_role(before)
        and " " not in text[org.span.start : org.span.end]
    ):
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


def _before(reading: Reading, mention: Mention) -> Iterator[Found]:
    """`Y's policy manager Ann Ash`, `the Director of Nursing, Ann Ash`, `our clerk, Mrs Ann Ash`."""
    text = reading.structure.text
    low = max(0, mention.span.start - 110)
    before = text[low : mention.span.start]
    before = re.sub(
        r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Father|Cllr)\.?\s+)+$", "", before
    )
    close = re.search(r"(?P<comma>,)?\s+$", before)
    if not close:
        return
    if before[: close.start()].endswith((")", "]")):
        return
    end = low + close.start()
    named = [m.span.end - low for m in reading.names_in(Span(low, end)) if m.entity.startswith("person/")]
    stop = max(named, default=0)
    stop = (
        max((m.end() for m in re.finditer(r"[.;:!?,()\[\]][*_]*\s|\n|\s[-–—]\s", text[low:end])), default=stop)
        if not named
        else max(stop, *(m.end() for m in re.finditer(r"[.;:!?,()\[\]][*_]*\s|\n|\s[-–—]\s", text[low:end])), 0)
    )
    phrase = Span(low + stop, end)
    title = _title_ending(text[phrase.start : phrase.end])
    between = text[low + max(named) : phrase.start] if named else ""
    if title is None or (close.group("comma") and re.fullmatch(r"\s*,\s*", between)):
        return  # `Bob Birch, Clerk of Y, Ann Ash …` tells of Bob Birch
    start = phrase.end - len(title)
    lead = text[phrase.start : start]
    orgs = [m for m in reading.names_in(Span(phrase.start, end)) if m.entity.startswith("org/")]
    determiner = re.search(r"\b(our|my|the|their|its|The|Our|My|a|an|his|her)\s+$", lead)
    org = _organisation_beside(text, orgs, start, end)
    listed = _is_listed_title(title, lead)
    if org is None and not close.group("comma") and not determiner and not listed:
        return
    shown = _without_organisation(text, title, org, start, end)
    whose = (
        org.entity
        if org
        else reading.committee
        if (determiner and determiner.group(1).lower() in ("our", "my") and not is_elsewhere(shown)) or is_office(shown)
        else None
    )
    evidence = Span(min(start, org.span.start if org else start), mention.span.end)
    yield Found(mention.entity, shown, whose, evidence, "roles/title-name", 0.9, basis="stated" if org else "inferred")


def _is_listed_title(title: str, lead: str) -> bool:
    """`City Attorney Ann Ash, Police Chief Bo Bay`: a title of two capitalised words or more right before a name."""
    words = title.split()
    capital = all(word[0].isupper() or word in ("of", "and", "&", "for", "the") for word in words)
    return len(words) > 1 and capital and not re.search(r"[\w,]\s*$", lead.rstrip("|*_ "))


def _organisation_beside(text: str, orgs: list[Mention], start: int, end: int) -> Mention | None:
    """The organisation whose title stands at `[start, end)`: right before it, or inside it."""
    for org in orgs:
        if start <= org.span.start < end or re.fullmatch(r"(?:[’']s?)?\s+", text[org.span.end : start]):
            return org
    return None


def _without_organisation(text: str, title: str, org: Mention | None, start: int, end: int) -> str:
    if org is None or not start <= org.span.start < end:
        return title
    before = re.sub(r"\s+(?:of|at|for|to|in)\s+(?:the\s+)?$", "", text[start : org.span.start]).strip()
    after = re.sub(r"^[’']s?\s+|^\s+", "", text[org.span.end : end]).strip()
    return before or after or title


def _title_ending(phrase: str) -> str | None:
    """The longest end of `phrase` that is a title: `highways officer`, `Director of Nursing`, `Pier Programme Lead`."""
    words = list(_WORDS.finditer(phrase))[-9:]
    never = set(load_rules("roles")["title"]["never"])
    best: str | None = None
    for at in range(len(words) - 1, -1, -1):
        low = words[at].group().lower()
        if low in never or (
            low in ("the", "our", "my", "by", "with", "from", "to", "as", "that", "their", "its", "at")
            and at < len(words)
        ):
            if not (
                low in ("the", "our") and at + 1 < len(words) and words[at - 1].group().lower() in ("of", "for") and at
            ):
                break
            continue
        if low in ("of", "for", "a", "an", "in") or words[at].group().endswith(("’s", "'s")):
            if words[at].group().endswith(("’s", "'s")):
                break
            continue
        tail = phrase[words[at].start() :]
        if is_role(tail) and (best is None or _belongs(words[at].group(), low, best)):
            best = tail
    return best.strip() if best else None


def _belongs(word: str, low: str, title: str) -> bool:
    modifiers = load_rules("roles")["title"]["modifiers"]
    return word[0].isupper() or low in modifiers or is_role(low)
