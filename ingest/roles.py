"""Roles of people: title, organisation, and since or until when, where the text says so.

Read from what stands beside a name (`Ann Ash, Head of X at Y`, `Y's clerk, Ann Ash`,
`Ann Ash (Treasurer)`), and from sentences of coming to a role (`elected Chair of Y in May`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.dates import starts_on
from ingest.parties import owners
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role, is_elsewhere, is_office, is_only_role, is_role, verbs
from ingest.rules import load_rules
from kg.extraction import Basis, Role, Span

_LONGEST = 220
_STOPS = re.compile(
    r"[.;:!?](?=\s|$)|\n|\b(?:who|which|that|was|were|is|are|has|have|had|will|joined|said|gave|spoke|led)\b|\s[-–—]\s|[|]"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I[’']ve|I[’']m|me)\b")
_AS = re.compile(
    r"(?:,\s+|\s+)as\s+(?:the\s+|an?\s+|its\s+|our\s+)?(?P<title>[\w’' -]{3,60}?)"
    r"(?:\s+(?:of|at|for|on)\s+(?:the\s+)?(?:current\s+|new\s+)?|[,.;)]|\s+(?:on|in|from|since)\s|$)"
)
_WORDS = re.compile(r"[^\W\d_][\w’'&-]*")


@dataclass(frozen=True, slots=True)
class _Found:
    person: str
    title: str
    organisation: str | None
    evidence: Span
    rule: str
    confidence: float = 0.9
    from_on: str | None = None
    basis: Basis = "stated"


def find_roles(reading: Reading) -> Iterator[tuple[str, Role]]:
    """(id of the person, role) for each role the text gives somebody, in text order, each once."""
    found: list[_Found] = []
    for mention in reading.mentions:
        if mention.entity.startswith("person/"):
            found += _after(reading, mention)
            found += _before(reading, mention)
    found += _held(reading)
    found += _groups(reading, found)
    seen: dict[tuple[str, str, str | None], _Found] = {}
    for one in sorted(found, key=lambda f: f.evidence):
        key = (one.person, _singular(one.title).lower(), one.organisation)
        if key not in seen or (one.from_on and not seen[key].from_on):
            seen[key] = one
    for one in sorted(seen.values(), key=lambda f: f.evidence):
        if one.organisation or not any(
            o.person == one.person and o.title.lower() == one.title.lower() and o.organisation for o in seen.values()
        ):
            yield (
                one.person,
                Role(
                    title=_singular(one.title),
                    organisation=one.organisation,
                    from_on=one.from_on,
                    evidence=(one.evidence,),
                    rule=one.rule,
                    confidence=one.confidence,
                    basis=one.basis,
                ),
            )


def _singular(title: str) -> str:
    return re.sub(r"\b(member|officer|director|trustee|governor|colleague)s\b", r"\1", title)


def _limit(reading: Reading, mention: Mention) -> int:
    """Where what belongs to a name on its right must have ended: the next person, or the end of the line."""
    text = reading.structure.text
    after = reading.names_in(Span(mention.span.end, mention.span.end + _LONGEST))
    limit = next((m.span.start for m in after if m.entity.startswith("person/")), mention.span.end + _LONGEST)
    newline = text.find("\n\n", mention.span.end)
    return min(limit, len(text), newline if newline >= 0 else limit)


def _after(reading: Reading, mention: Mention) -> Iterator[_Found]:
    """`Ann Ash, Head of X at Y, Z & W Coordinator`; `Ann Ash (Clerk to Y)`; `Inspector Ann Ash of Y`."""
    text, start = reading.structure.text, mention.span.end
    limit = _limit(reading, mention)
    yield from _of_rank(reading, mention)
    if bracket := re.compile(r"\s*\(([^()\n]*)\)").match(text, start, limit):
        yield from _pieces(reading, mention, bracket.start(1), bracket.end(1))
        start = bracket.end()
    if opening := re.compile(r"\s*,\s*|\s+[-–—]\s+").match(text, start, limit):
        stop = _STOPS.search(text, opening.end(), limit)
        yield from _pieces(reading, mention, opening.end(), stop.start() if stop else limit)


def _pieces(reading: Reading, mention: Mention, start: int, limit: int) -> Iterator[_Found]:
    """Titles and organisations in turn between `start` and `limit`; the first piece that is neither ends them."""
    text = reading.structure.text
    bounds = _bounds(reading, start, limit)
    pending: tuple[str, Span] | None = None
    for number, low in enumerate(bounds):
        high = bounds[number + 1] if number + 1 < len(bounds) else limit
        piece = Span(low, low + len(re.sub(r"(?:\s*,\s*(?:and\s+)?|\s+&\s+|\s+and\s+)$", "", text[low:high])))
        orgs = [m for m in reading.names_in(piece) if m.entity.startswith("org/")]
        words = re.sub(r"^as\s+", "", text[piece.start : piece.end].strip())
        whole = orgs and piece.start >= orgs[0].span.start - 4 and orgs[0].span.end >= piece.end
        if pending and whole:
            yield _Found(
                mention.entity,
                pending[0],
                orgs[0].entity,
                Span(mention.span.start, piece.end),
                "roles/name-title-organisation",
            )
            pending = None
            continue
        if pending:
            yield _role_alone(reading, mention, pending)
            pending = None
        if orgs and (read := _with_organisation(text, piece, orgs[0])):
            yield _Found(
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
        yield _role_alone(reading, mention, pending)


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


def _role_alone(reading: Reading, mention: Mention, pending: tuple[str, Span]) -> _Found:
    office = reading.committee if is_office(pending[0]) else None
    basis: Basis = "inferred" if office else "stated"
    return _Found(mention.entity, pending[0], office, pending[1], "roles/name-title", 0.8, basis=basis)


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


def _of_rank(reading: Reading, mention: Mention) -> Iterator[_Found]:
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
        yield _Found(
            mention.entity,
            rank.group(1),
            following[0].entity,
            Span(start, following[0].span.end),
            "roles/rank-name-of-organisation",
        )


def _before(reading: Reading, mention: Mention) -> Iterator[_Found]:
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
        max((m.end() for m in re.finditer(r"[.;:!?,()\[\]]\s|\n|\s[-–—]\s", text[low:end])), default=stop)
        if not named
        else max(stop, *(m.end() for m in re.finditer(r"[.;:!?,()\[\]]\s|\n|\s[-–—]\s", text[low:end])), 0)
    )
    phrase = Span(low + stop, end)
    title = _title_ending(text[phrase.start : phrase.end])
    if title is None:
        return
    start = phrase.end - len(title)
    lead = text[phrase.start : start]
    orgs = [m for m in reading.names_in(Span(phrase.start, end)) if m.entity.startswith("org/")]
    determiner = re.search(r"\b(our|my|the|their|its|The|Our|My|a|an|his|her)\s+$", lead)
    org = _organisation_beside(text, orgs, start, end)
    if org is None and not close.group("comma") and not determiner:
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
    yield _Found(mention.entity, shown, whose, evidence, "roles/title-name", 0.9, basis="stated" if org else "inferred")


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
    """The longest end of `phrase` that is a title: `highways officer`, `Director of Nursing`, `JES Programme Lead`."""
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


def _held(reading: Reading) -> Iterator[_Found]:
    """Sentences in which somebody comes to a role or holds it: `I was elected Chair of Y in May 2022`."""
    begin, hold = verbs("begin"), verbs("hold")
    for block in reading.structure.blocks:
        for sentence in reading.sentences(block):
            words = reading.text(sentence)
            yield from _as_title(reading, sentence)
            for verb in re.finditer(rf"\b(?:{begin}|{hold})\b", words):
                if one := _coming(reading, sentence, verb):
                    yield one
                    break


def _coming(reading: Reading, sentence: Span, verb: re.Match[str]) -> _Found | None:
    words = reading.text(sentence)
    title_match = re.compile(
        r"\s+(?:us\s+|me\s+)?(?:as\s+|to\s+be\s+|to\s+the\s+(?:office|post|role|position)\s+of\s+)?"
        r"(?:the\s+|an?\s+|its\s+|our\s+)?(?P<title>[A-Za-z][\w’' -]*?)"
        r"(?=\s+(?:of|at|for|on|in|since|from|to|until|by|and|when|after)\b|[,.;:)]|$)"
    ).match(words, verb.end())
    person = _subject(reading, sentence, verb.start())
    if not title_match or person is None:
        return None
    if verb.group().lower().startswith(("chair", "conven")):
        return (
            None
            if re.search(r"\bby\b", words[verb.end() : verb.end() + 4])
            else _chairing(reading, sentence, verb, person)
        )
    title = title_match.group("title")
    if re.match(rf"(?:{verbs('begin')})\b", title):
        return None
    if not (is_only_role(title) or (is_role(title) and title[0].isupper())):
        return None
    end = sentence.start + title_match.end("title")
    return _dated(reading, sentence, person, title, verb, end)


def _chairing(reading: Reading, sentence: Span, verb: re.Match[str], person: str) -> _Found | None:
    """`I've chaired the Y since March`: the verb tells the title."""
    start = sentence.start + verb.end()
    if not re.match(r"\s+(?:the|our|this)\s", reading.structure.text[start : start + 8]):
        return None
    title = "Chair" if verb.group().lower().startswith("chair") else "Convener"
    return _dated(reading, sentence, person, title, verb, start)


def _dated(reading: Reading, sentence: Span, person: str, title: str, verb: re.Match[str], end: int) -> _Found:
    text = reading.structure.text
    tail = Span(end, min(sentence.end, end + 90))
    org = next(
        (
            m
            for m in reading.names_in(tail)
            if m.entity.startswith("org/")
            and re.fullmatch(r"\s+(?:of|at|for|on|to)?\s*(?:the\s+|our\s+|this\s+)?", text[end : m.span.start])
        ),
        None,
    )
    whose = org.entity if org else reading.committee if is_office(title) else None
    began = verb.group().lower() not in ("is", "am", "are") or "since" in text[tail.start : tail.end]
    dates = reading.dates_in(Span(sentence.start, sentence.end))
    near = [d for d in dates if d.span.start >= end] or dates
    from_on = starts_on(near[0].when.edtf) if near and began else None
    last = max(
        [end, *([org.span.end] if org else []), *([near[0].span.end] if from_on and near[0].span.start >= end else [])]
    )
    basis: Basis = "stated" if org else "inferred"
    return _Found(person, title, whose, Span(sentence.start, last), "roles/coming-to-role", 0.9, from_on, basis)


def _subject(reading: Reading, sentence: Span, offset: int) -> str | None:
    """Who does or undergoes the verb `offset` characters into a sentence: the nearest person or `I` before it."""
    before = Span(sentence.start, sentence.start + offset)
    people = [m for m in reading.names_in(before) if m.entity.startswith("person/")]
    first = list(_FIRST_PERSON.finditer(reading.text(before)))
    authors = reading.document.authors
    if first and len(authors) == 1 and (not people or sentence.start + first[-1].start() > people[-1].span.start):
        return authors[0]
    if not people or re.search(
        r"\b(?:by|from|with)\s+(?:\w+\.?\s+){0,2}$", reading.text(Span(sentence.start, people[-1].span.start))
    ):
        return None
    return people[-1].entity


def _as_title(reading: Reading, sentence: Span) -> Iterator[_Found]:
    """`A and B (both from X) as members of Y`; `Dr A, Dean, as vice-convener`."""
    text = reading.structure.text
    for match in _AS.finditer(text, sentence.start, sentence.end):
        title = match.group("title").strip()
        people = [m for m in reading.names_in(Span(sentence.start, match.start())) if m.entity.startswith("person/")]
        if not people or not is_only_role(_singular(title)) or match.start() - people[-1].span.end > 70:
            continue
        orgs = [m for m in reading.names_in(Span(match.end(), match.end() + 12)) if m.entity.startswith("org/")]
        whose = orgs[0].entity if orgs else reading.committee if is_office(title) else None
        together = _coordinated(reading, people) if title.endswith("s") else people[-1:]
        end = orgs[0].span.end if orgs else match.end("title")
        for person in together:
            yield _Found(person.entity, title, whose, Span(together[0].span.start, end), "roles/as-title", 0.85)


def _coordinated(reading: Reading, people: list[Mention]) -> list[Mention]:
    """The last people of a list joined by commas and `and`."""
    kept = [people[-1]]
    for person in reversed(people[:-1]):
        between = reading.text(Span(person.span.end, kept[0].span.start))
        if not re.fullmatch(r"\s*(?:\([^)]*\))?\s*(?:,|,?\s*and|&)\s*(?:\([^)]*\)\s*)?(?:\w+\.?\s+){0,2}", between):
            break
        kept.insert(0, person)
    return kept


def _groups(reading: Reading, known: list[_Found]) -> Iterator[_Found]:
    """`Ann's colleagues - B, C and D`: they share the body of the one who is named."""
    text = reading.structure.text
    words = "|".join(load_rules("roles")["group"]["words"])
    pattern = re.compile(rf"[’']s?\s+(?P<group>{words})\s*(?:[-–—:,(]|\bare\b|\bwere\b)\s*")
    owned = owners(reading)
    for mention in reading.mentions:
        match = pattern.match(text, mention.span.end)
        if not match:
            continue
        following = reading.names_in(Span(match.end(), match.end() + 200))
        people = _listed(reading, match.end(), [m for m in following if m.entity.startswith("person/")])
        person = mention.entity.startswith("person/")
        whose = (
            next((f.organisation for f in known if f.person == mention.entity and f.organisation), None)
            if person
            else mention.entity
        )
        whose = owned.get(whose or "", whose)
        colleagues = person and match.group("group").startswith("colleague")
        title = (
            f"colleague of {_name(reading, mention.entity)}"
            if colleagues
            else "team member"
            if person
            else _singular(match.group("group"))
        )
        for one in people:
            yield _Found(
                one.entity,
                title,
                whose,
                Span(mention.span.start, people[-1].span.end),
                "roles/group",
                0.7,
                basis="inferred",
            )


def _listed(reading: Reading, start: int, people: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    last = start
    for person in people:
        if not re.fullmatch(
            r"\s*(?:,|,?\s*and|&)?\s*(?:\([^)]*\)\s*)?(?:[A-Z]\w+\.?\s+)?",
            reading.structure.text[last : person.span.start],
        ):
            break
        kept.append(person)
        last = person.span.end
    return kept


def _name(reading: Reading, identifier: str) -> str:
    return next((person.name for person in reading.people if person.id == identifier), identifier)
