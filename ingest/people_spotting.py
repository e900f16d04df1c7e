"""Names of people in running text: by the grammar of names, titles, and the model's proposals."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.people_names import common_words, given_names, vocabulary
from ingest.people_text import Token, full_names, is_month
from ingest.roles_lexicon import titles
from kg.extraction import Span

LIKELY = 0.75


def names_in_text(text: str, words: Sequence[Token], proposed: Iterable[Span]) -> Iterator[tuple[Span, float]]:
    """Full names with how surely each is one, in text order; of equal starts the longest first."""
    spans = [(span, LIKELY) for span in (*full_names(text, words), *_with_prefix(words))]
    spans += filter(None, (_plausible(text, words, span) for span in proposed))
    if letters := _lettered(text):
        spans = [(span, surely) for span, surely in spans if span.start not in letters]
    return iter(sorted(spans, key=lambda item: (item[0].start, -item[0].end)))


def _lettered(text: str) -> frozenset[int]:
    """Where the letters of a list stand, `A. Roof` and `B. Pond`, which are nobody's initials."""
    found = list(re.finditer(r"^[ \t]*(?P<letter>[A-Z])\. ", text, re.MULTILINE))
    runs = {m["letter"] for m in found}
    return frozenset(m.start("letter") for m in found) if {"A", "B"} <= runs else frozenset()


def _with_prefix(words: Sequence[Token]) -> Iterable[Span]:
    """Names after a title: `Dr Ann Ash`; one word alone is left to the mentions."""
    rules = vocabulary()
    for number, word in enumerate(words[:-1]):
        if word.folded not in rules["surname_prefixes"] or not word.capital:
            continue
        end = number + 1
        while (
            end < len(words)
            and end - number < 5
            and words[end].joined
            and (words[end].capital or words[end].folded in rules["particles"])
        ):
            initial = len(words[end].folded) == 1 and words[end].capital
            if not initial and (
                words[end].folded in rules["not_in_names"] or any(c.isdigit() for c in words[end].folded)
            ):
                break
            if (
                not initial
                and words[end].folded in common_words()
                and end > number + 1
                and not (end == number + 2 and words[end - 1].folded in given_names())
            ):
                break
            end += 1
        while end - number > 2 and len(words[end - 1].folded) == 1:
            end -= 1
        if end - number > 2 and words[end - 1].capital:
            yield Span(words[number + 1].start, words[end - 1].end)


def _plausible(text: str, words: Sequence[Token], span: Span) -> tuple[Span, float] | None:
    """A span that the model proposes as a person, trimmed, with how far the rules believe it."""
    first = bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect_right(words, span.end, first, key=lambda word: word.end)
    inside = words[first:last] if span.end - span.start < 60 else []
    rules = vocabulary()
    folded = [w.folded for w in inside]
    if inside and is_month(words, first):
        inside, folded, first = inside[1:], folded[1:], first + 1
    if len(inside) < 2 or not _is_name_shaped(inside, text[inside[0].start : inside[-1].end]):
        return None
    behind = words[last] if last < len(words) else None
    if behind and behind.joined and behind.folded in rules["named_after"]:
        return None
    while (
        len(inside) > 2
        and folded[0] not in given_names()
        and (folded[0] in common_words() or folded[0] in rules["prefixes"])
    ):
        inside, folded = inside[1:], folded[1:]
    ordinary = [f for f in folded if f in common_words() or f in rules["place_words"]]
    if folded[0] in given_names() and not ordinary:
        return Span(inside[0].start, inside[-1].end), 0.8
    if (
        folded[0] in given_names() - rules["ambiguous"]
        and len(ordinary) == 1
        and len(folded) == 2
        and not folded[1].endswith("s")
        and not _is_bodys(folded[1])
        and folded[1] not in rules["place_words"]
    ):
        return Span(inside[0].start, inside[-1].end), 0.5
    whole = Span(inside[0].start, inside[-1].end)
    return (whole, 0.55) if not ordinary and _is_introduced(text, whole) else None


def _is_introduced(text: str, span: Span) -> bool:
    """Does the text use a name, none of whose words is a known given name, as it does those of people only?"""
    written = text[span.start : span.end]
    if _is_bodys(written.split()[0]) or _is_bodys(written.split()[-1]):
        return False
    before = text[max(0, span.start - 40) : span.start].rstrip("*_")
    behind = text[span.end : span.end + 40].lstrip("*_")
    office = re.search(r"([\w-]+),? $", before)
    first = re.escape(written.split()[0])
    opened = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return (
        "-" in written
        or (office is not None and office[1].lower() in titles())
        or _LEADS_TO_PERSON.search(before) is not None
        or _FOLLOWS_PERSON.match(behind) is not None
        or re.search(rf"^[ \t*+-]*(?:{first}:|@{first}\b)", text, re.MULTILINE) is not None
        or (re.fullmatch(r"[ \t]*[*+•-][ \t]+", opened) is not None and _ENDS_ITEM.match(behind) is not None)
    )


def _is_bodys(word: str) -> bool:
    """Whether a word ends as names of firms and things do: `Printwerk`, `Analytics`."""
    return word.lower().endswith(tuple(vocabulary()["body_endings"]))


_LEADS_TO_PERSON = re.compile(
    r"\b(?:thanked|thanks to|thank|welcomed|welcome|elected|appointed|co-?opted|seconded by|proposed by|moved by|led by"
    r"|chaired by|presented by|written by|given by|colleagues?|his|her|my|our|named|I am|I[’']m|and|[Aa]uthor)[,:]? $"
)
_ENDS_ITEM = re.compile(r"[ \t]*(?:\n|$|\()")
_FOLLOWS_PERSON = re.compile(
    r",? (?:who|whose|said|told|thanked|asked|joined|volunteered|explained|retired|stepped|spoke|chaired|is to|to)\b"
    r"|\s?\(|, (?:the |our |its )?(?:[A-Za-z]+ ){0,3}(?:of|at|for) |:\s"
)


def _is_name_shaped(inside: Sequence[Token], written: str) -> bool:
    rules = vocabulary()
    folded = [word.folded for word in inside]
    later = folded[1:]
    return (
        all(word.joined for word in inside[1:])
        and all(word.capital or word.folded in rules["particles"] for word in inside)
        and not any(f in rules["not_in_names"] for f in folded)
        and not any(f in rules["person_verbs"] or f in rules["named_after"] for f in later)
        and not any(f.endswith("es") and f[:-1] in common_words() for f in later)
        and not re.search(r"\d|\n|\b[^\W\d_a-z]{2,}\b", written)
    )


def acts_like_person(text: str, words: Sequence[Token], number: int, proposed: bool) -> bool:
    """Does a lone given name act like a person, by the model or by the words around it?"""
    word, rules = words[number], vocabulary()
    following = words[number + 1] if number + 1 < len(words) else None
    before = words[number - 1] if number else None
    if word.folded in rules["ambiguous"] or word.folded in common_words():
        return False
    if following and following.joined and following.capital and following.folded not in rules["person_verbs"]:
        return False
    if before and word.joined and before.capital and not before.opens:
        return False
    acts = (
        following is not None
        and following.joined
        and following.folded in rules["person_verbs"]
        and following.folded not in ("and", "is", "was", "has", "had", "not", "to", "will", "can")
    )
    strong = (
        following is not None
        and following.joined
        and following.folded in ("will", "to", "has", "can", "is", "was")
        and proposed
    )
    cued = before is not None and word.joined and before.folded in rules["person_cues"]
    surely = (
        before is not None
        and word.joined
        and before.folded in ("with", "ask", "ping", "thanks", "thank", "contact", "told", "or")
        and not before.capital
    )
    tail = text[word.end : word.end + 3]
    owns = re.match(r"[’']s\b", tail) is not None
    says = word.opens and re.match(r", [a-z]", tail) is not None
    office = re.match(r" \(([\w-]+)\) [a-z]", text[word.end : word.end + 30])
    holds = office is not None and office[1].lower() in titles()
    return acts or strong or says or surely or holds or ((cued or owns) and proposed)
