"""Names without a word that tells a body, as the capitals of a sentence show them: `Quillbank`, `Elm & Hart`.

Each is a candidate only: what is said around it, in all its places, decides (`ingest.organisations_evidence`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.organisations_acting import is_of_calendar
from ingest.organisations_evidence import is_compound, is_ordinary, is_plain, surroundings
from ingest.organisations_lexicon import kind_of, lexicon
from ingest.organisations_spotting import Candidate, is_event, opens
from ingest.organisations_words import Word, is_short
from ingest.people_names import fold, given_names, vocabulary
from ingest.roles_lexicon import ends_in_role, titles
from kg.extraction import Span

_BESIDE_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+(?: \(|, )$")
_JOINING = ("&", "+")
_SMALL = frozenset("di de du des der del della dos da van von y et und".split())


def named(text: str, stretches: Iterable[list[Word]], taken: Sequence[Span]) -> Iterator[Candidate]:
    """Those `stretches` of capitals, and parts of them, that may name an organisation, in order; no part of `taken`."""
    for run in stretches:
        for words in _cut(run):
            kept = _trimmed(text, words)
            if kept and _can_name(text, kept, taken):
                span = Span(kept[0].start, kept[-1].end)
                name = " ".join(text[span.start : span.end].split())
                yield Candidate(span, name, "named", kind_of(name))


def firms(text: str, stretches: Iterable[list[Word]]) -> Iterator[Candidate]:
    """Those that are firms by what stands around them, before any person is known: no person is looked for inside."""
    for candidate in named(text, stretches, ()):
        first, trading = candidate.name.split()[0], candidate.name.split()[-1].lower() in lexicon()["trade"]
        if (fold(first) in given_names() and not trading) or not first[0].isupper() or is_ordinary(candidate.name):
            continue
        around = surroundings(text, candidate.span)
        placed = _BESIDE_NAME.search(around.before) is not None and around.after[:1] in (")", ",", ";")
        compound = is_compound(candidate.name) and (placed or around.speaks(plainly=True) >= 2)
        if compound or around.calls_a_firm():
            yield replace(candidate, shape="acting")


def _cut(run: list[Word]) -> Iterator[list[Word]]:
    """A run cut at small words and after possessives; `&` joins, and so do the small words of other languages."""
    part: list[Word] = []
    for at, word in enumerate(run):
        low = word.text.lower()
        small = low in lexicon()["connectors"] and not word.text[0].isupper() and low not in _SMALL
        if small and word.text not in _JOINING and not _goes_through(part, low, run[at + 1 :]):
            yield part
            part = []
            continue
        part.append(word)
        if word.owns and not word.text.endswith("s"):
            yield part
            part = []
    yield part


def _goes_through(part: list[Word], small: str, rest: list[Word]) -> bool:
    """`Women in Compilers`: people and what they are in."""
    return small == "in" and len(part) == 1 and part[0].text.lower() in lexicon()["gathered"] and bool(rest)


def _trimmed(text: str, words: list[Word]) -> list[Word]:
    """Without what is capitalised only because a sentence begins, and small or joining words at the ends."""
    kept = list(words)
    dropped = _any_of("leading", "connectors", "generic", "orders")
    while kept and (
        (kept[0].text.lower() in dropped and (len(kept) == 1 or opens(text, kept[0].start))) or kept[0].text in _JOINING
    ):
        kept = kept[1:]
    while kept and (kept[-1].text in _JOINING or kept[-1].text[0].islower()):
        kept = kept[:-1]
    return kept


def _can_name(text: str, words: list[Word], taken: Sequence[Span]) -> bool:
    """No person's title, month, event or document, and not only words for bodies of all kinds."""
    vocabulary = lexicon()
    low = [word.text.lower().rstrip(".") for word in words if word.text not in _JOINING]
    general = _any_of("generic", "head", "opening", "weak")
    name = " ".join(word.text for word in words)
    first, last = words[0], words[-1]
    before, after = text[max(0, first.start - 12) : first.start], text[last.end : last.end + 12]
    if (
        len(words) > 6
        or any(_NO_WORD.search(word.text) for word in words if word.text not in _JOINING)
        or all(word in general or word in titles() for word in low)
        or low[-1] in _any_of("not", "buildings")
        or (low[-1].endswith("s") and low[-1][:-1] in _any_of("head", "not"))
        or ends_in_role(name)
        or low[0] in titles()
        or any(word in _people_words() for word in low)
        or any(word.text in vocabulary["never"] or is_of_calendar(word.text) or is_event(word.text) for word in words)
        or (len(words) > 1 and name.isupper())
        or any(word in vocabulary["feasts"] for word in low)
        or name.lower() in _any_of("countries", "peoples")
        or any(_LETTER.fullmatch(word.text) for word in (words if "&" not in name else words[1:]))
        or _CUT_BEHIND.match(after)
        or _CUT_BEFORE.search(before)
        or any(span.start - 2 <= last.end < span.end for span in taken)
    ):
        return False
    if len(words) == 1:
        lone = opens(text, first.start) or name.isupper()
        ordinary = is_plain(name) and (lone or _PAIRED.match(after) is not None)
        return not (is_short(name) or ordinary or fold(name) in given_names())
    if is_short(first.text) and all(word in vocabulary["unit"] for word in low[1:]):
        return False
    firm = "&" in name and len(words) == 3
    trading = len(words) > 1 and low[-1] in vocabulary["trade"]
    couple = firm and fold(last.text) in given_names()
    surname = not firm and not any(is_plain(word) for word in low[1:])
    person = not trading and fold(first.text) in given_names() and (couple or surname)
    inner = "&" not in name and any(fold(word) in given_names() and not is_plain(word) for word in low[1:-1])
    known = len(words) == 2 and is_plain(low[0]) and fold(low[1]) in given_names()
    return not (person or inner or known)


_LETTER = re.compile(r"[A-Z]\.?|[IVX]+\.")
"""What numbers a part of a paper: `Annex A`, `II. Executive`."""
_CUT_BEHIND = re.compile(
    r"[ -]?\d|[@/]\w|\.\w|[ ](?:[A-Z][\w-]* )?(?:Meetup|Conference|Summit|Award|Prize|Street|Road|Lane|Room)\b"
)
"""What tells that a name is part of something else: `Utrecht Data Meetup`, `Year 9`."""
_CUT_BEFORE = re.compile(r"[#@/`<“\"]$|(?<!\d)\d{1,5} $|[A-Z][\w’'-]+ at $")
_PAIRED = re.compile(r" (?:and|or|&|of) [A-Z]")
_NO_WORD = re.compile(r"[’'](?:re|ve|ll|d|m|t)$|-[a-z]+$|-?\d+$|^.$")
"""What ends words that are no names: `They've`, `Kobori-san`, `PSF-like`, `JP-11`."""


@cache
def _any_of(*kinds: str) -> frozenset[str]:
    """The words of several lists of the lexicon."""
    return frozenset().union(*(lexicon()[kind] for kind in kinds))


@cache
def _people_words() -> frozenset[str]:
    """What people are called before or for their names: `Cllr`, `Commodore`."""
    words: dict[str, frozenset[str]] = vocabulary()
    return words["prefixes"] | words["surname_prefixes"] | words["office_prefixes"] | lexicon()["persons"]
