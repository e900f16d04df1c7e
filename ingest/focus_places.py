"""Which focus area a place of the text speaks of."""

import re

from ingest.focus_drafts import Draft, label_words
from ingest.reading import Reading
from kg.extraction import FocusArea, Span
from kg.identifiers import name_key


class FocusPlaces:
    """Which focus area a place of the text speaks of: by the label used in its paragraph."""

    def __init__(self, reading: Reading, drafts: "list[Draft] | list[FocusArea]") -> None:
        self.reading = reading
        self._found: list[tuple[int, int, str]] = []
        self._ends: dict[tuple[int, str], int] = {}
        self._described: list[tuple[str, str]] = []
        for entry in drafts:
            described = entry.area.description if isinstance(entry, Draft) else entry.description
            self._described.append((entry.id, " ".join((described or "").lower().split())))
            identifier = entry.id
            label = entry.area.label if isinstance(entry, Draft) else entry.label
            first = entry.area.span.start if isinstance(entry, Draft) else entry.evidence[0].start
            for match in label_pattern(label).finditer(reading.structure.text):
                if match.start() >= first:
                    self._found.append((match.start(), first, identifier))
                    self._ends[match.start(), identifier] = match.end()
        self._found.sort()

    def labels_in(self, span: Span) -> list[tuple[int, str]]:
        """(offset, id) of the labels used inside `span`; of equal labels the one introduced last before it."""
        best: dict[int, tuple[int, str]] = {}
        for start, first, identifier in self._found:
            if span.start <= start < span.end and (start not in best or first > best[start][0]):
                best[start] = (first, identifier)
        return [(start, identifier) for start, (_, identifier) in sorted(best.items())]

    def spans_in(self, span: Span) -> list[tuple[Span, str]]:
        """(place, id) of the labels used inside `span`, in text order; a label inside a longer one is none."""
        found: list[tuple[Span, str]] = []
        for start, identifier in self.labels_in(span):
            if not found or start >= found[-1][0].end:
                found.append((Span(start, self._ends[start, identifier]), identifier))
        return found

    def at(self, span: Span, block: int) -> str | None:
        """The area that a sentence speaks of.

        Named in it, else before it in its block, else in the heading; else the one whose description alone
        holds a capitalised phrase used there (`Water Safety`); else the first named after it there.
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
        heading = re.sub(r"^(?:\d+|[ivx]+)[.):]\s+", "", heading)
        key = label_words(heading)
        fits = [
            i for _, _, i in self._found if key and i.split("/", 1)[1].startswith("-".join(name_key(heading).split()))
        ]
        return fits[-1] if fits else None


def label_pattern(label: str) -> re.Pattern[str]:
    """Places that use a label: its words in order, with any signs and `and` between them."""
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", label) if word.lower() not in ("and", "the", "a")]
    if len(words) == 1 and len(words[0]) < 4:
        return re.compile(rf"(?<!\w){words[0]}(?!\w)")
    joint = r"(?:[\s“”\"'’/&–—,-]|\band\b|\bthe\b)*"
    case = "" if label[:1].isupper() and len(words) == 1 else "(?i)"
    return re.compile(rf"{case}(?<!\w){joint.join(words)}(?!\w)") if words else re.compile(r"(?!)")
