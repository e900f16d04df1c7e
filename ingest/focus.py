"""Areas of work a committee sets itself: their labels, terms, status and where they come from.

A sentence introduces them ("we agreed the following priorities") before a list, a table or an
enumeration. What the text says later about each label gives its status; likeness of labels,
and sentences that say so, give the lineage between terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.focus_lists import Area, introduced
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import FocusArea, FocusStatus, Span
from kg.identifiers import focus_id, name_key

_SMALL = frozenset("a an and the of for in on to our its with by from at or".split())


@dataclass(eq=False, slots=True)
class _Draft:
    """A focus area being put together from its list and from what is said of it later."""

    area: Area
    term: str | None
    id: str
    status: FocusStatus = "active"
    evidence: list[Span] = field(default_factory=list)
    derived_from: dict[str, None] = field(default_factory=dict)
    led_by: dict[str, None] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    listed: bool = True

    @property
    def words(self) -> frozenset[str]:
        return label_words(self.area.label)


def label_words(label: str) -> frozenset[str]:
    """The telling words of a label, folded, without endings of the plural."""
    return frozenset(
        word.rstrip("s") if len(word) > 3 else word for word in name_key(label).split() if word not in _SMALL
    )


def find_focus_areas(reading: Reading) -> tuple[FocusArea, ...]:
    """The focus areas of one document, in the order in which they are introduced."""
    drafts = [_draft(area) for area in introduced(reading)]
    drafts = _distinct(drafts)
    drafts += list(_mentioned(reading, drafts))
    for draft in drafts:
        draft.evidence.append(draft.area.span)
    places = FocusPlaces(reading, drafts)
    for draft in drafts:
        _follow(reading, draft, drafts, places)
    _descend(reading, drafts)
    _lead(reading, drafts)
    return tuple(_finished(draft) for draft in drafts)


def _draft(area: Area) -> _Draft:
    draft = _Draft(area, area.term, focus_id(area.label, area.term))
    draft.led_by = dict.fromkeys(area.led_by)
    return draft


def _distinct(drafts: list[_Draft]) -> list[_Draft]:
    seen: dict[str, _Draft] = {}
    for draft in drafts:
        if draft.id in seen:
            seen[draft.id].evidence.append(draft.area.span)
        else:
            seen[draft.id] = draft
    return list(seen.values())


def _finished(draft: _Draft) -> FocusArea:
    return FocusArea(
        id=draft.id,
        label=draft.area.label,
        term=draft.term,
        status=draft.status,
        derived_from=tuple(draft.derived_from),
        led_by=tuple(draft.led_by),
        description=draft.area.description,
        evidence=tuple(dict.fromkeys(draft.evidence)),
        rule=draft.area.rule,
        confidence=0.9 if draft.listed else 0.7,
    )


class FocusPlaces:
    """Which focus area a place of the text speaks of: by the label used in its paragraph."""

    def __init__(self, reading: Reading, drafts: "list[_Draft] | list[FocusArea]") -> None:
        self.reading = reading
        self._found: list[tuple[int, int, str]] = []
        self._described: list[tuple[str, str]] = []
        for entry in drafts:
            described = entry.area.description if isinstance(entry, _Draft) else entry.description
            self._described.append((entry.id, " ".join((described or "").lower().split())))
            identifier = entry.id
            label = entry.area.label if isinstance(entry, _Draft) else entry.label
            first = entry.area.span.start if isinstance(entry, _Draft) else entry.evidence[0].start
            for match in _label_pattern(label).finditer(reading.structure.text):
                if match.start() >= first:
                    self._found.append((match.start(), first, identifier))
        self._found.sort()

    def labels_in(self, span: Span) -> list[tuple[int, str]]:
        """(offset, id) of the labels used inside `span`; of equal labels the one introduced last before it."""
        best: dict[int, tuple[int, str]] = {}
        for start, first, identifier in self._found:
            if span.start <= start < span.end and (start not in best or first > best[start][0]):
                best[start] = (first, identifier)
        return [(start, identifier) for start, (_, identifier) in sorted(best.items())]

    def at(self, span: Span, block: int) -> str | None:
        """The area that a sentence speaks of.

        Named in it, else before it in its block, else in the heading; else the one whose description alone
        holds a capitalised phrase used there (`Digital Skills`); else the first named after it there.
        """
        here = self.labels_in(span)
        if here:
            return here[0][1]
        content = self.reading.structure.blocks[block].content
        before = self.labels_in(Span(content.start, span.start))
        if before:
            return before[-1][1]
        section = self.reading.structure.blocks[block].section
        if section and (named := self._named_by(section[-1])):
            return named
        if described := self._described_by(Span(content.start, span.end)):
            return described
        after = self.labels_in(Span(span.end, content.end))
        return after[0][1] if after else None

    def _described_by(self, span: Span) -> str | None:
        for phrase in reversed(re.findall(r"\b[A-Z][\w-]+ [A-Z][\w-]+", self.reading.text(span))):
            fits = [identifier for identifier, described in self._described if phrase.lower() in described]
            if len(fits) == 1:
                return fits[0]
        return None

    def _named_by(self, heading: str) -> str | None:
        key = label_words(heading)
        fits = [
            i for _, _, i in self._found if key and i.split("/", 1)[1].startswith("-".join(name_key(heading).split()))
        ]
        return fits[-1] if fits else None


def _label_pattern(label: str) -> re.Pattern[str]:
    """Places that use a label: its words in order, with any signs and `and` between them."""
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", label) if word.lower() not in ("and", "the", "a")]
    if len(words) == 1 and len(words[0]) < 4:
        return re.compile(rf"(?<!\w){words[0]}(?!\w)")
    joint = r"(?:[\s“”\"'’/&–—,-]|\band\b|\bthe\b)*"
    case = "" if label[:1].isupper() and len(words) == 1 else "(?i)"
    return re.compile(rf"{case}(?<!\w){joint.join(words)}(?!\w)") if words else re.compile(r"(?!)")


@cache
def _compiled() -> dict[str, Any]:
    rules = load_rules("focus")
    noun = "|".join(rules["introduction"]["nouns"])
    return {
        "status": {
            status: re.compile("|".join(rules["status"][status]), re.IGNORECASE) for status in rules["status"]["order"]
        },
        "of": re.compile(rules["mention"]["of"].replace("{noun}", noun)),
        "dated": re.compile(rules["mention"]["dated"].replace("{noun}", noun)),
        "ended": re.compile(rules["mention"]["ended"]),
        "ago": re.compile(rules["mention"]["ago"], re.IGNORECASE),
        "renamed": re.compile(rules["lineage"]["renamed"]),
        "latter": re.compile(rules["lineage"]["latter"]),
        "led": re.compile(rules["lineage"]["led"]),
    }


def _sentences(reading: Reading) -> Iterator[tuple[int, Span]]:
    for number, block in enumerate(reading.structure.blocks):
        if block.kind != "heading":
            for sentence in reading.sentences(block):
                yield number, sentence


def _mentioned(reading: Reading, drafts: list[_Draft]) -> Iterator[_Draft]:
    """Older areas outside the lists, and areas that a sentence renames an older one to."""
    rules = _compiled()
    known = {draft.words for draft in drafts}
    for _, sentence in _sentences(reading):
        words = reading.text(sentence)
        for kind in ("of", "dated", "ended"):
            for match in rules[kind].finditer(words) if drafts else ():
                label = match.group("label").strip()
                span = Span(sentence.start + match.start("label"), sentence.start + match.end("label"))
                if label_words(label) in known or len(label) < 4 or reading.dates_in(span) or _is_name(reading, span):
                    continue
                known.add(label_words(label))
                term = match.groupdict().get("term") or _year_before(drafts)
                draft = _Draft(
                    Area(label, span, term, rule=f"focus/mentioned-{kind}"),
                    term,
                    focus_id(label, term),
                    "unknown",
                    listed=False,
                )
                yield draft


def _is_name(reading: Reading, span: Span) -> bool:
    """Does somebody's name stand in `span`? One that is doubted is none."""
    doubted = {person.id for person in reading.people if person.confidence < 0.5}
    doubted |= {organisation.id for organisation in reading.organisations if organisation.confidence < 0.5}
    return any(mention.entity not in doubted for mention in reading.names_in(span))


def _year_before(drafts: list[_Draft]) -> str | None:
    """The year before the earliest term that the lists tell."""
    years = [int(d.term[:4]) for d in drafts if d.term and d.term[:4].isdigit()]
    return str(min(years) - 1) if years else None


def _follow(reading: Reading, draft: _Draft, drafts: list[_Draft], places: FocusPlaces) -> None:
    """Reads what the text says later about an area: its status, and that it goes on under another name."""
    rules = _compiled()
    for number, sentence in _sentences(reading):
        if (
            reading.structure.blocks[number].kind in ("row", "item")
            and sentence.start <= draft.area.span.start < sentence.end
            and draft.listed
            and draft.area.rule != "focus/enumeration"
        ):
            continue
        words = reading.text(sentence)
        about = {identifier for _, identifier in places.labels_in(sentence)}
        leading = places.at(sentence, number)
        own = draft.id in about or (leading == draft.id and not about and _points_back(words))
        for status, pattern in rules["status"].items():
            match = pattern.search(words)
            if match and own and _is_about(reading, sentence, match, draft, places):
                draft.status = status
                draft.evidence.append(sentence)
                break
            if (
                match
                and status == "business-as-usual"
                and not about
                and (alias := _alias_before(words, match))
                and _speaks_of(reading, draft, alias, places)
            ):
                draft.status = status
                draft.evidence.append(sentence)
                draft.aliases.append(alias)
                break
        match = rules["renamed"].search(words)
        if match and (own or leading == draft.id) and label_words(match.group("label")) != draft.words:
            _renamed(
                draft,
                drafts,
                match.group("label"),
                Span(sentence.start + match.start("label"), sentence.start + match.end("label")),
                reading,
                sentence,
            )


_BACK = re.compile(
    r"(?:It|This|That|The (?:theme|priority|goal|workstream|work|area|aim|objective|forum|project|topic|strand))\b"
    r"|(?:However|But|Unfortunately|Sadly)?,?\s*(?:we|the (?:focus )?(?:team|group))\b"
)


def _points_back(words: str) -> bool:
    return _BACK.match(words) is not None


def _is_about(reading: Reading, sentence: Span, match: re.Match[str], draft: _Draft, places: FocusPlaces) -> bool:
    """Does a status word belong to this label: the nearest label of the clause before it, or the only one?"""
    at = sentence.start + match.start()
    labels = places.labels_in(sentence)
    before = [identifier for start, identifier in labels if start < at]
    if before:
        return before[-1] == draft.id or (before[0] == draft.id and match.group().lower().startswith("merged"))
    if labels:
        inside = [identifier for start, identifier in labels if start - at < 130]
        return bool(inside) and inside[0] == draft.id
    return True


def _alias_before(words: str, match: re.Match[str]) -> str | None:
    """The capitalised words that a status is told of where they are no label: `with the X and Y now considered BAU`."""
    found = list(re.finditer(r"[A-Z][\w’'-]+(?:\s+(?:(?:and|&|of)\s+)?[A-Z][\w’'-]+)+", words[: match.start()]))
    return found[-1].group() if found and match.start() - found[-1].end() < 60 else None


def _speaks_of(reading: Reading, draft: _Draft, alias: str, places: FocusPlaces) -> bool:
    """Does a paragraph about this area use the words of `alias`?"""
    wanted = label_words(alias)
    for block in reading.structure.blocks:
        if (
            block.kind == "paragraph"
            and block.content.start > draft.area.span.end
            and wanted <= label_words(reading.structure.content(block))
        ):
            labels = places.labels_in(block.content)
            return bool(labels) and labels[0][1] == draft.id
    return False


def _renamed(draft: _Draft, drafts: list[_Draft], label: str, span: Span, reading: Reading, sentence: Span) -> None:
    newer = next((d for d in drafts if d is not draft and d.words == label_words(label)), None)
    if newer is None:
        dates = reading.dates_in(sentence)
        term = dates[0].when.edtf if dates else None
        newer = _Draft(
            Area(label, span, term, rule="focus/renamed"), term, focus_id(label, term), evidence=[span, sentence]
        )
        drafts.append(newer)
    newer.derived_from[draft.id] = None


def _descend(reading: Reading, drafts: list[_Draft]) -> None:
    """Lineage: what sentences say, then labels that agree between an earlier and a later list."""
    for draft in drafts:
        for older in drafts:
            if older is not draft and _older(older, draft) and _said(reading, draft, older):
                draft.derived_from[older.id] = None
    _latter(reading, drafts)
    for draft in drafts:
        if draft.derived_from or not draft.listed:
            continue
        fits = [(likeness(draft, older), older) for older in drafts if _older(older, draft) and older.listed]
        best = max(fits, key=lambda fit: fit[0], default=(0.0, draft))
        if best[0] >= 0.6:
            draft.derived_from[best[1].id] = None


def _older(older: _Draft, newer: _Draft) -> bool:
    if older.term and newer.term and older.term != newer.term:
        return older.term < newer.term
    return older.area.list_number < newer.area.list_number and older.term != newer.term


def likeness(newer: _Draft, older: _Draft) -> float:
    """How surely a newer label goes on with an older one, 0 to 1: equal, contained, or named in its description."""
    if newer.words == older.words:
        return 1.0
    if newer.words <= older.words or (older.words <= newer.words and len(older.words) > 1):
        return 0.9
    shared = len(newer.words & older.words) / max(1, len(newer.words | older.words))
    described = label_words(f"{older.area.rest} {older.area.description or ''}")
    if len(newer.words) > 0 and newer.words <= described | older.words and (len(newer.words) > 1 or shared):
        return 0.7
    return 0.6 if shared >= 0.5 else 0.0


def _said(reading: Reading, newer: _Draft, older: _Draft) -> bool:
    """Does a sentence say that `newer` comes from `older`?"""
    lineage = load_rules("focus")["lineage"]
    a, b = _label_pattern(newer.area.label).pattern, _loose(older.area.label)
    for template in [*lineage["newer_first"], *lineage["older_first"]]:
        pattern = re.compile(
            template.replace("{A}", f"(?:{_plain(a)})").replace("{B}", f"(?:{_plain(b)})"), re.IGNORECASE
        )
        for _, sentence in _sentences(reading):
            if pattern.search(reading.text(sentence)):
                newer.evidence.append(sentence)
                return True
    return False


def _plain(pattern: str) -> str:
    return pattern.removeprefix("(?i)")


def _loose(label: str) -> str:
    """A label, or its last two words: `our work on Church Lane` means `Speeding on Church Lane`."""
    words = re.findall(r"[^\W_]+", label)
    short = rf"|(?<!\w){re.escape(words[-2])}\s+{re.escape(words[-1])}(?!\w)" if len(words) > 2 else ""
    return f"{_plain(_label_pattern(label).pattern)}{short}"


def _latter(reading: Reading, drafts: list[_Draft]) -> None:
    """`two aims, namely A and B. The latter grows out of the hostel.`"""
    for number, sentence in _sentences(reading):
        match = _compiled()["latter"].search(reading.text(sentence))
        if not match:
            continue
        lists = [d for d in drafts if d.area.span.start < sentence.start and d.area.block == number]
        if not lists:
            continue
        newest = [d for d in lists if d.area.list_number == lists[-1].area.list_number]
        place = {"former": 0, "first": 0, "second": 1, "third": 2}.get(match.group("which"), len(newest) - 1)
        wanted = label_words(match.group("from"))
        older = [d for d in drafts if _older(d, newest[0]) and d.words & wanted]
        if older and place < len(newest):
            best = max(older, key=lambda d: len(d.words & wanted))
            newest[place].derived_from[best.id] = None
            newest[place].evidence.append(sentence)


def _lead(reading: Reading, drafts: list[_Draft]) -> None:
    """Who leads an area: `Ann Ash will lead the garden project and Bob Bay road safety`."""
    for _, sentence in _sentences(reading):
        words = reading.text(sentence)
        match = _compiled()["led"].search(words)
        people = reading.names_in(sentence)
        if not match or not people:
            continue
        for draft in drafts:
            named = [
                sentence.start + m.start()
                for m in re.finditer("|".join(re.escape(w) for w in draft.words if len(w) > 3) or "(?!)", words.lower())
            ]
            if not named or draft.led_by:
                continue
            before = [p for p in people if p.span.end <= named[0] and p.entity.startswith("person/")]
            newest = max((d.term or "" for d in drafts if d.words & draft.words), default="")
            if before and (draft.term or "") == newest and named[0] - before[-1].span.end < 60:
                draft.led_by[before[-1].entity] = None


def status_sentence(reading: Reading, area: FocusArea) -> Span | None:
    """The sentence that tells the status of an area, None where it is only presumed."""
    pattern = _compiled()["status"].get(area.status)
    return next((span for span in area.evidence if pattern and pattern.search(reading.text(span))), None)
