"""Roles that a sentence tells: how somebody comes to one, holds it, and gives it up."""

import re
from collections.abc import Iterator

from ingest.dates import starts_on
from ingest.reading import Mention, Reading
from ingest.roles_found import Found, singular
from ingest.roles_lexicon import is_office, is_only_role, is_role, spelt, verbs
from kg.extraction import Basis, Span

_FIRST_PERSON = re.compile(r"\b(?:I|I[’']ve|I[’']m|me)\b")
_AS = re.compile(
    r"(?:,\s+|\s+)as\s+(?:the\s+|an?\s+|its\s+|our\s+)?(?P<title>[\w’' -]{3,60}?)"
    r"(?:\s+(?:of|at|for|on)\s+(?:the\s+)?(?:current\s+|new\s+)?|[,.;)]|\s+(?:on|in|from|since)\s|$)"
)


def held(reading: Reading) -> Iterator[Found]:
    """Sentences in which somebody comes to a role or holds it: `I was elected Chair of Y in May 2022`."""
    begin, hold = verbs("begin"), verbs("hold")
    for block in reading.structure.blocks:
        for sentence in reading.sentences(block):
            words = reading.text(sentence)
            yield from _as_title(reading, sentence)
            yield from _in_the_chair(reading, sentence)
            for verb in re.finditer(rf"\b(?:{begin}|{hold})\b", words):
                if one := _coming(reading, sentence, verb):
                    yield one
                    break


_FROM_TITLE = re.compile(
    r"\s*(?:down\s+)?(?:as|from(?:\s+(?:the|her|his|their)\s+(?:role|post|office|position)\s+(?:of|as))?|from)\s+"
    r"(?:the\s+|our\s+|its\s+)?(?P<title>[A-Za-z][\w’' -]*?)"
    r"(?=\s+(?:of|at|for|on|in|at|by|until|after|and|this|next|last|to)\b|[,.;)]|$)"
)


def endings(reading: Reading) -> Iterator[Found]:
    """Who gives up a role, with its end; the title is '' where none is told: `Ann stepped down in May`."""
    ends, terms = verbs("end"), verbs("term")
    for block in reading.structure.blocks:
        for sentence in reading.sentences(block):
            words = reading.text(sentence)
            for match in re.finditer(rf"\b(?:{ends}|(?P<term>{terms}))\b", words):
                person = _subject(reading, sentence, match.start())
                if person is None:
                    continue
                title = _FROM_TITLE.match(words, match.end())
                told = title.group("title") if title and is_role(title.group("title")) else ""
                dates = [d for d in reading.dates_in(sentence) if d.span.start >= sentence.start + match.end()]
                if told or dates:
                    office = reading.committee if told and is_office(told) else None
                    to_on = dates[0].when.edtf.rpartition("/")[2] if dates else None
                    if told and not dates and re.match(r"stood|stepped|retired|resigned", match.group()):
                        to_on = reading.held_on(sentence.start)
                    yield Found(person, spelt(told), office, sentence, "roles/giving-up", 0.85, None, to_on, "stated")
                    break


def _coming(reading: Reading, sentence: Span, verb: re.Match[str]) -> Found | None:
    words = reading.text(sentence)
    title_match = re.compile(
        r"(?:\s+(?:for|from)\s+(?:[A-Z][\w’'-]+\s+){0,2}[A-Z][\w’'-]+(?=\s+as\s))?"
        r"\s+(?:us\s+|me\s+)?(?:(?:now|currently|still|also|again)\s+)?(?:as\s+|to\s+be\s+|to\s+the\s+(?:office|post|role|position)\s+of\s+)?"
        r"(?:(?:the|an?|its|our|their)\s+)?(?:new\s+)?(?P<title>[A-Za-z][\w’' -]*?)"
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


def _chairing(reading: Reading, sentence: Span, verb: re.Match[str], person: str) -> Found | None:
    """`I've chaired the Y since March`: the verb tells the title."""
    start = sentence.start + verb.end()
    if not re.match(r"\s+(?:the|our|this)\s", reading.structure.text[start : start + 8]):
        return None
    title = "Chair" if verb.group().lower().startswith("chair") else "Convener"
    return _dated(reading, sentence, person, title, verb, start)


_AT_THE_MEETING = re.compile(r"(?:elected|appointed|co-?opted|chosen|named|made)", re.IGNORECASE)
"""How minutes tell that somebody came to an office at the meeting itself."""


_UNTIL = re.compile(r"\b(?:until|till|to|through|ending|expiring|(?:ends|expires)(?: on)?)\s+(?:in\s+)?(?:the\s+)?$")
"""What stands before the end of a term of office."""


def _dated(reading: Reading, sentence: Span, person: str, title: str, verb: re.Match[str], end: int) -> Found:
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
    until = near and _UNTIL.search(text[end : near[0].span.start])
    over = near and "/" in near[0].when.edtf and re.search(r"\bfor\s+(?:the\s+)?$", text[end : near[0].span.start])
    from_on = starts_on(near[0].when.edtf) if near and began and not until else None
    to_on = near[0].when.edtf.rpartition("/")[2] if until or over else None
    if (not dates or (until and len(dates) == 1)) and _AT_THE_MEETING.fullmatch(verb.group()):
        from_on = reading.held_on(sentence.start)
    last = max(
        [
            end,
            *([org.span.end] if org else []),
            *([near[0].span.end] if from_on and near and near[0].span.start >= end else []),
        ]
    )
    basis: Basis = "stated" if org else "inferred"
    return Found(person, title, whose, Span(sentence.start, last), "roles/coming-to-role", 0.9, from_on, to_on, basis)


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


_CHAIR_OF = re.compile(r"\bin the chair of\s+(?:the\s+)?")


def _in_the_chair(reading: Reading, sentence: Span) -> Iterator[Found]:
    """`After three years in the chair of X I am stepping down`."""
    for match in _CHAIR_OF.finditer(reading.text(sentence)):
        start = sentence.start + match.end()
        bodies = [m for m in reading.names_in(Span(start, start + 60)) if m.entity.startswith("org/")]
        authors = reading.document.authors
        first = _FIRST_PERSON.search(reading.text(sentence))
        person = _subject(reading, sentence, match.start()) or (authors[0] if first and len(authors) == 1 else None)
        if person and bodies:
            owned = len(bodies) > 1 and reading.text(Span(bodies[0].span.end, bodies[1].span.start)) in ("'s ", "’s ")
            body = bodies[1] if owned else bodies[0]
            yield Found(person, "Chair", body.entity, Span(sentence.start, body.span.end), "roles/in-the-chair", 0.85)


def _as_title(reading: Reading, sentence: Span) -> Iterator[Found]:
    """`A and B (both from X) as members of Y`; `Dr A, Dean, as vice-convener`."""
    text = reading.structure.text
    for match in _AS.finditer(text, sentence.start, sentence.end):
        title = match.group("title").strip()
        people = [m for m in reading.names_in(Span(sentence.start, match.start())) if m.entity.startswith("person/")]
        if not people or not is_only_role(singular(title)) or match.start() - people[-1].span.end > 70:
            continue
        if re.search(r"\b(?:attend|join|sat in)", text[people[-1].span.end : match.start()]):
            continue  # `attended as an observer` tells of one meeting
        orgs = [m for m in reading.names_in(Span(match.end(), match.end() + 12)) if m.entity.startswith("org/")]
        whose = orgs[0].entity if orgs else reading.committee if is_office(title) else None
        together = _coordinated(reading, people) if title.endswith("s") else people[-1:]
        end = orgs[0].span.end if orgs else match.end("title")
        for person in together:
            yield Found(person.entity, title, whose, Span(together[0].span.start, end), "roles/as-title", 0.85)


def _coordinated(reading: Reading, people: list[Mention]) -> list[Mention]:
    """The last people of a list joined by commas and `and`."""
    kept = [people[-1]]
    for person in reversed(people[:-1]):
        between = reading.text(Span(person.span.end, kept[0].span.start))
        if not re.fullmatch(r"\s*(?:\([^)]*\))?\s*(?:,|,?\s*and|&)\s*(?:\([^)]*\)\s*)?(?:\w+\.?\s+){0,2}", between):
            break
        kept.insert(0, person)
    return kept
