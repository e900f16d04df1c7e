"""Names in questions: which people, organisations and focus areas the words can mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.identifiers import name_key
from kg.questions import Reader, bind, load_question
from search.understanding_grammar import Token, vocabulary

_LONGEST = 9
"""Words of the longest name that is looked for."""
_CANDIDATES = 6
_LONGEST_KEY = 60
"""Letters of the longest name that initials stand for."""
_JOINED = 2
"""Small words that stand between two words of one name."""
_JOINING = frozenset("of the and for de van von der la le".split())
_VOWELS = frozenset("aeiouy")
_TYPES = {"Person": "person", "Organization": "organisation", "FocusArea": "focus"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name can mean. `exact` is False where only a part of its name was given."""

    iri: str
    type: str
    """`person`, `organisation` or `focus`."""
    label: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Name:
    """Words `[start, end)` of the question that name somebody or something, and whom they can mean.

    `found` says how: `exact`, `part` of a name, or `like` it in spelling.
    """

    start: int
    end: int
    words: str
    candidates: tuple[Candidate, ...]
    found: str = "exact"

    def of_type(self, *types: str) -> tuple[Candidate, ...]:
        """The candidates of these types, the exact ones alone where there are any."""
        fitting = [candidate for candidate in self.candidates if candidate.type in types]
        return tuple([candidate for candidate in fitting if candidate.exact] or fitting)


def names_in(reader: Reader, words: Sequence[Token], taken: Sequence[bool]) -> list[Name]:
    """The names in a question by exact look-up of every run of words, longest first, without overlaps.

    Words that are `taken` (by a date) are left alone. A single word that also belongs to the
    vocabulary counts only where a capital inside the sentence says that it is a name.
    """
    runs = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            if taken[end - 1]:
                break
            if _may_be_name(words, start, end):
                runs[start, end] = " ".join(word.key for word in words[start:end])
    known = _look_up(reader, sorted(set(runs.values())))
    found: list[Name] = []
    used = [False] * len(words)
    for (start, end), key in sorted(runs.items(), key=lambda run: (run[0][0] - run[0][1], run[0][0])):
        if key in known and not any(used[start:end]):
            used[start:end] = [True] * (end - start)
            found.append(_name(words, start, end, known[key], "exact"))
    kept = sorted((name for name in found if not _torn(words, name, used)), key=lambda name: name.start)
    return _rejoined(reader, words, kept)


def _rejoined(reader: Reader, words: Sequence[Token], names: list[Name]) -> list[Name]:
    """Names with two single words side by side put together where they are one longer name, a little misspelt.

    Where they are not, and no one goes by both, they are somebody's who is not on record, and neither is a name.
    """
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if before and before.end == name.start and name.end - before.start == 2 and words[name.start].text.istitle():
            keys = _alike(reader, f"{words[before.start].key} {words[name.start].key}")
            known = _look_up(reader, keys[:_CANDIDATES])
            candidates = [candidate for key in sorted(known) for candidate in known[key]]
            if candidates:
                joined[-1] = _name(words, before.start, name.end, candidates, "like")
                continue
            if words[before.start].text.istitle() and _are_strangers(before, name):
                joined.pop()
                continue
        joined.append(name)
    return joined


def _are_strangers(one: Name, other: Name) -> bool:
    """Do two names side by side name people, and nobody in common?"""
    people, others = ({candidate.iri for candidate in name.of_type("person")} for name in (one, other))
    return bool(people and others) and people.isdisjoint(others)


def _torn(words: Sequence[Token], name: Name, used: Sequence[bool]) -> bool:
    """Is a name of one ordinary word part of a longer name that is not on record, as capitals beside it say?"""
    if name.end - name.start > 1 or not words[name.start].text.istitle():
        return False
    beside = [place for place in (name.start - 1, name.end) if 0 < place < len(words) and not used[place]]
    return any(words[place].capital and not vocabulary().explains(words[place].key) for place in beside)


def runs_of_capitals(words: Sequence[Token], taken: Sequence[bool]) -> list[tuple[int, int]]:
    """Where capitals say that a name stands: `[start, end)` of words with capitals, joined by `of` and the like.

    None where all words of the question have them; words `taken` by a date are none. The first word counts only
    beside another such, unless it is an ordinary word.
    """
    capitals = [
        word.capital and not taken[place] and not (place == 0 and _is_ordinary(word))
        for place, word in enumerate(words)
    ]
    if all(word.capital for word in words):
        return []
    runs: list[tuple[int, int]] = []
    for place in (place for place, capital in enumerate(capitals) if capital):
        between = words[runs[-1][1] : place] if runs else ()
        if runs and len(between) <= _JOINED and all(word.key in _JOINING for word in between):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return [(start, end) for start, end in runs if start > 0 or end > 1]


def _is_ordinary(word: Token) -> bool:
    return vocabulary().explains(word.key) or bool(vocabulary().at((word.key,), 0))


def partial_names_in(reader: Reader, words: Sequence[Token], free: Sequence[bool], taken: Sequence[bool]) -> list[Name]:
    """Names among the words left over: runs that stand whole inside a longer name, then runs spelt alike.

    A part of what capitals say is one name names nobody: `England` in `Bank of England`.
    """
    capitals = runs_of_capitals(words, taken)
    found = list(_without_small_words(reader, words, free, capitals))
    free = [is_free and not any(name.start <= n < name.end for name in found) for n, is_free in enumerate(free)]
    for start, end in _runs(free):
        for low, high in _subruns(start, end):
            phrase = " ".join(word.key for word in words[low:high])
            if any(_cuts(words, free, run, low, high) for run in capitals):
                continue
            keys = _keys(reader, inside=phrase) if high - low > 1 or len(phrase) > 3 else []
            how = "part"
            if not keys and (shortened := _initials(words[low:high])):
                every = _keys(reader, initial=shortened[0], shortest=len(shortened), longest=_LONGEST_KEY)
                keys = [key for key in every if _stand_for(shortened, key)]
            if not keys and _spellable(words[low:high], phrase, words):
                keys, how = _alike(reader, phrase), "like"
            if keys and len(keys) <= 4 * _CANDIDATES:
                known = _look_up(reader, sorted(keys)[: 4 * _CANDIDATES])
                every_type = (candidate for key in sorted(known) for candidate in known[key])
                candidates = tuple(one for one in every_type if one.type == "person" or not _initials(words[low:high]))
                if candidates:
                    found.append(_name(words, low, high, candidates, how))
                    break
    return found


def _without_small_words(
    reader: Reader, words: Sequence[Token], free: Sequence[bool], capitals: Sequence[tuple[int, int]]
) -> Iterator[Name]:
    """Names that are known without the small words of the question: `David and Goliath` for `David/Goliath`."""
    for start, end in capitals:
        parts = [word.key for word in words[start:end] if word.key not in _JOINING]
        if len(parts) < end - start and len(parts) > 1 and free[start] and free[end - 1]:
            known = _look_up(reader, _keys(reader, inside=" ".join(parts))[:_CANDIDATES])
            if candidates := [candidate for key in sorted(known) for candidate in known[key]]:
                yield _name(words, start, end, candidates, "part")


def _cuts(words: Sequence[Token], free: Sequence[bool], run: tuple[int, int], low: int, high: int) -> bool:
    """Do the words `[low, high)` leave out some of a run of capitals that they take part of?"""
    if run[1] <= low or high <= run[0]:
        return False
    return any(free[place] and words[place].capital for place in range(*run) if not low <= place < high)


def candidates(reader: Reader, key: str) -> tuple[Candidate, ...]:
    """The entities that go by a name key, the exact ones first; none where it is nobody's."""
    return _look_up(reader, [key]).get(key, ())


def nearest(reader: Reader, phrase: str) -> list[str]:
    """Labels of up to three known names that are spelt most like a phrase."""
    keys = _alike(reader, name_key(phrase), strict=False)
    known = _look_up(reader, keys[:3])
    return list(dict.fromkeys(candidate.label for key in keys[:3] for candidate in known.get(key, ())))[:3]


def _name(words: Sequence[Token], start: int, end: int, candidates: Sequence[Candidate], how: str) -> Name:
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.iri not in merged or candidate.exact:
            merged[candidate.iri] = candidate if how == "exact" else replace(candidate, exact=False)
    text = " ".join(word.text for word in words[start:end])
    return Name(start, end, text, tuple(merged.values())[: 2 * _CANDIDATES], how)


def _may_be_name(words: Sequence[Token], start: int, end: int) -> bool:
    run = words[start:end]
    if run[0].key == "the" and len(run) == 2 and run[1].text.islower():
        return not {"body", "own_body", "committee"} & vocabulary().at((run[1].key,), 0).keys()
    if all(vocabulary().explains(word.key) for word in run):
        return any(word.capital for word in run) and start > 0 and (len(run) > 1 or run[0].text != "I")
    if len(run) > 1:
        return True
    ordinary = bool(vocabulary().at((run[0].key,), 0))
    return (start > 0 and run[0].capital) or run[0].text.isupper() or not ordinary


def _look_up(reader: Reader, keys: Sequence[str]) -> dict[str, tuple[Candidate, ...]]:
    """For each key the entities that go by it; those known by part of a name only where nobody else is."""
    found: dict[str, dict[str, Candidate]] = {}
    partial: dict[str, dict[str, Candidate]] = {}
    if not keys:
        return {}
    for row in reader.query(bind(load_question("_names"), {"key": list(keys)})):
        key, iri = row["key"].value, row["entity"].value
        label = row["label"].value if row["label"] is not None else iri
        full = " " in key or key in (
            name_key(label),
            name_key(row["known_as"].value if row["known_as"] is not None else ""),
        )
        kind = _TYPES[row["class"].value.rpartition("#")[2].rpartition("/")[2]]
        into = partial if row["partial"] is not None else found
        known = into.setdefault(key, {})
        known[iri] = Candidate(iri, kind, label, full or (iri in known and known[iri].exact))
    merged = {key: {**partial.get(key, {})} if key not in found else found[key] for key in {*found, *partial}}
    return {
        key: tuple(sorted(known.values(), key=lambda one: (not one.exact, one.label, one.iri)))
        for key, known in merged.items()
    }


def _keys(reader: Reader, **values: str | int) -> list[str]:
    return [row["key"].value for row in reader.query(bind(load_question("_keys"), values))]


def _spellable(run: Sequence[Token], phrase: str, words: Sequence[Token]) -> bool:
    """May it be a name with a slip of the pen? Its capital says so, where the question has any."""
    return len(phrase) >= 5 and (any(word.capital for word in run) or not any(word.capital for word in words))


def _initials(run: Sequence[Token]) -> str:
    """The letters of somebody's initials: `RL`; '' where a word is none."""
    return run[0].key if len(run) == 1 and run[0].text.isupper() and len(run[0].text) in (2, 3) else ""


def _stand_for(initials: str, key: str) -> bool:
    return "".join(part[0] for part in key.split()) == initials


def _alike(reader: Reader, phrase: str, *, strict: bool = True) -> list[str]:
    """Known keys at a small edit distance: one edit for each five letters, at most three; the nearest only.

    Strictly, only those that the phrase can be by a slip of the pen.
    """
    allowed = min(3, max(1, len(phrase) // 5))
    if len(phrase) < 4:
        return []
    keys = _keys(reader, initial=phrase[0], shortest=len(phrase) - allowed, longest=len(phrase) + allowed)
    distances = {key: distance(phrase, key, allowed) for key in keys if not strict or _may_be_misspelt(phrase, key)}
    least = min(distances.values(), default=allowed + 1)
    return sorted(key for key, edits in distances.items() if edits == least and edits <= allowed)


def _may_be_misspelt(phrase: str, key: str) -> bool:
    """Can the phrase be the name with a slip of the pen, and not somebody else's name?

    Each word begins with the same letter, and a first name does not differ by its ending alone: Paul is not Paula.
    """
    words, others = phrase.split(), key.split()
    if len(words) != len(others):
        return phrase.replace(" ", "") == key.replace(" ", "")
    if any(word[0] != other[0] for word, other in zip(words, others, strict=True)):
        return False
    one, other = sorted((words[0], others[0]), key=len)
    same_start = one != other and one[:-1] == other[: len(one) - 1]
    return len(words) == 1 or not same_start or not _VOWELS.intersection((one[-1], other[-1])) or one[-1] == other[-1]


def distance(one: str, other: str, most: int) -> int:
    """Edits that turn one string into the other, a swap of neighbours counting as one; `most + 1` where more.

    Optimal string alignment distance (Boytsov 2011, section 2.2).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return min(row[-1], most + 1)


def _runs(free: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for position, is_free in enumerate([*free, False]):
        if is_free and start is None:
            start = position
        elif not is_free and start is not None:
            yield start, position
            start = None


def _subruns(start: int, end: int) -> Iterator[tuple[int, int]]:
    """All runs inside `[start, end)`, longest first."""
    for length in range(end - start, 0, -1):
        for low in range(start, end - length + 1):
            yield low, low + length
