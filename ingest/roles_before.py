"""Roles before a name: `Y's policy manager Ann Ash`, `the Director of Nursing, Ann Ash`, `the editor (Ann Ash)`."""

import re
from collections.abc import Iterator

from ingest.people_names import vocabulary
from ingest.reading import Mention, Reading
from ingest.roles_found import Found
from ingest.roles_lexicon import is_elsewhere, is_office, is_only_role, is_role, never, rank_of, stands_alone
from ingest.rules import load_rules
from kg.extraction import Span

_WORDS = re.compile(r"[^\W\d_][\w’'&-]*")
_LONGEST = 110
_PREFIX = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Revd|Father|Cllr|Capt|Cdr|Lt|Col|Hon)\.?\s+)+$"
)
_CLOSE = re.compile(r"(?P<comma>,)?(?P<gap>\s+)(?P<bracket>[(\[])?$")
_IN_BRACKETS = re.compile(r"(?P<comma>(?!))?(?P<gap>\s+)(?:\([A-Z][\w &]{2,30}\)\s+)(?P<bracket>[(\[])$")
"""Where a name in brackets begins behind an office and its field: `Vice-Provost (Education) (Ann Ash)`."""
_BRACKET_ENDS = re.compile(r"(?:\s*/[^()\[\]\n]{0,40})?[)\]]")
_STOPS = re.compile(r"[.;:!?,()\[\]|][*_]*\s|\n|\s[-–—]\s|\s{2,}")
_QUALIFIED = re.compile(
    r"(?:\b(?:our|my|the|their|its|an?|his|her)|[’']s?)\s+(?:(?:new|current|former|outgoing|own|then|previous|late|old)\s+)*"
    r"(?P<words>(?:(?!(?:new|current|former|outgoing|own|then|previous|late|old|other|of|for|to|in|on|at|by|and|as|is|was)\b)"
    r"[a-z][\w-]+\s+){1,2})$"
)
"""Small words between an article and a title, which belong to it: `the branch secretary`."""
_ENDS = frozenset(("the", "our", "my", "by", "with", "from", "to", "as", "that", "their", "its", "at"))
"""Words before which a title begins."""
_DETERMINER = re.compile(
    r"\b(our|my|the|their|its|a|an|his|her|your)\s+(?:new\s+|outgoing\s+|current\s+)?$", re.IGNORECASE
)


def title_before(reading: Reading, mention: Mention) -> Iterator[Found]:
    """The roles that the words right before a person's name give them, a rank such as `Senator` among them."""
    text = reading.structure.text
    yield from _rank(reading, mention)
    low = max(0, mention.span.start - _LONGEST)
    before = _PREFIX.sub("", text[low : mention.span.start])
    close = _IN_BRACKETS.search(before) or _CLOSE.search(before)
    if not close or before[: close.start()].endswith((")", "]", ".", ";", ":", "!", "?", "|")):
        return
    bracket = close["bracket"] is not None
    if bracket and (close["comma"] or not _BRACKET_ENDS.match(text, mention.span.end)):
        return
    end = low + close.start()
    named = [m.span.end - low for m in reading.names_in(Span(low, end)) if m.entity.startswith("person/")]
    stop = max([0, *named, *(m.end() for m in _STOPS.finditer(text[low:end]))])
    phrase = Span(low + stop, end)
    title = title_ending(text[phrase.start : phrase.end])
    between = text[low + max(named) : phrase.start] if named else ""
    if title is None or (close["comma"] and re.fullmatch(r"\s*,\s*", between)):
        return  # `Bob Birch, Clerk of Y, Ann Ash …` tells of Bob Birch
    start = phrase.end - len(title)
    if wider := _QUALIFIED.search(text[phrase.start : start]):
        start = phrase.start + wider.start("words")
        title = text[start : phrase.end]
    lead = text[phrase.start : start]
    orgs = [m for m in reading.names_in(Span(phrase.start, end)) if m.entity.startswith("org/")]
    determiner = _DETERMINER.search(lead)
    if re.search(r"\n|\s{3}", close["gap"]) and not (close["comma"] or determiner):
        return  # the line before is somebody else's
    org = _organisation_beside(text, orgs, start, end)
    if re.search(r"\s(?:at|from)\s", title) and not (org and start <= org.span.start and org.span.end >= end):
        return
    told = org is not None or close["comma"] or determiner or bracket
    if not told and not _is_listed_title(title, lead) and not _heads_a_name(reading, mention, title):
        return
    shown = _without_organisation(text, title, org, start, end)
    ours = determiner is not None and determiner[1].lower() in ("our", "my") and not is_elsewhere(shown)
    theirs = determiner is not None and determiner[1].lower() in ("their", "its", "his", "her")
    whose = org.entity if org else _whose(reading, start) if theirs else None
    whose = whose or (reading.committee if ours or (is_office(shown) and not theirs) else None)
    evidence = Span(min(start, org.span.start if org else start), mention.span.end)
    yield Found(mention.entity, shown, whose, evidence, "roles/title-name", 0.9, basis="stated" if org else "inferred")


def _whose(reading: Reading, start: int) -> str | None:
    """The body named last before `their chair`, which is not the committee itself."""
    before = [m for m in reading.names_in(Span(max(0, start - 2 * _LONGEST), start)) if m.entity.startswith("org/")]
    return before[-1].entity if before and before[-1].entity != reading.committee else None


def _rank(reading: Reading, mention: Mention) -> Iterator[Found]:
    """`Senator Ash`, `Inspector Ann Ash`: a rank or an outside office right before the name of no attendee."""
    text = reading.structure.text
    word = re.search(r"(?<![\w-])([A-Z][\w-]+)\s$", text[max(0, mention.span.start - 24) : mention.span.start])
    rank = rank_of(word[1]) if word else None
    if word is None or rank is None or (rank != "Mayor" and mention.entity in _attendees(reading)):
        return
    start = mention.span.start - len(word.group())
    if is_only_role(text[max(0, start - 20) : start].rpartition(" ")[0].rpartition(" ")[2] or "-"):
        return  # `Chief Inspector`: a longer title, which is read with its words
    yield Found(mention.entity, rank, None, Span(start, mention.span.end), "roles/rank", 0.8)


def _attendees(reading: Reading) -> frozenset[str]:
    return frozenset(
        m.entity for entry in reading.listed or () if entry.status != "guest" for m in reading.names_in(entry.name)
    )


def _heads_a_name(reading: Reading, mention: Mention, title: str) -> bool:
    """`CEO Ann Ash`, `branch secretary Ann Ash`: a title that cannot be anything else, right before a full name."""
    prefix = title[0].isupper() and title.lower() in vocabulary()["prefixes"]
    return " " in reading.text(mention.span) and stands_alone(title) and not prefix


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


def title_ending(phrase: str) -> str | None:
    """The longest end of `phrase` that is a title: `highways officer`, `Director of Nursing`, `Pier Programme Lead`."""
    words = list(_WORDS.finditer(phrase))[-9:]
    best: str | None = None
    for at in range(len(words) - 1, -1, -1):
        low = words[at].group().lower()
        if low in never() or low in _ENDS:
            before = words[at - 1].group().lower() if at else ""
            within = low in ("the", "our") and before in ("of", "for") and at + 1 < len(words)
            of_a_body = best is None and low in ("the", "at", "from") and before != "to"
            if not within and not of_a_body:
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
