"""What a text says of its focus areas after their list: what became of each, and under which name it goes on."""

import re

from ingest.focus_drafts import Draft, compiled, label_words, told_sentences, year_told
from ingest.focus_entries import Area
from ingest.focus_places import FocusPlaces
from ingest.reading import Reading
from kg.extraction import Span
from kg.identifiers import focus_id


def follow(reading: Reading, draft: Draft, drafts: list[Draft], places: FocusPlaces) -> None:
    """Reads what the text says later about an area: its status, and that it goes on under another name."""
    rules = compiled()
    for number, sentence in told_sentences(reading):
        if (
            reading.structure.blocks[number].kind in ("row", "item")
            and sentence.start <= draft.area.span.start < sentence.end
            and draft.listed
            and draft.area.rule != "focus/enumeration"
        ):
            continue
        agreed = _agreed_above(reading, number)
        words = agreed + reading.text(sentence)
        about = {identifier for _, identifier in places.labels_in(sentence)}
        leading = places.at(sentence, number)
        if about and _IT_JOINS.search(words):
            leading = _named_before(reading, sentence, number, places)
            about = set()
        own = draft.id in about or (leading == draft.id and not about and _points_back(words))
        for status, pattern in rules["status"].items():
            match = pattern.search(words)
            if match and _DOUBTED.search(words, 0, match.start()) and not _DECIDED.search(words, 0, match.end()):
                continue
            if match and own and not about and status == "merged":
                draft.status = status
                draft.evidence.append(sentence)
                break
            if match and own and _is_about(reading, sentence, match, draft, places, len(agreed)):
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
                _place(sentence, match, "label", len(agreed)),
                reading,
                sentence,
            )


_DOUBTED = re.compile(
    r"\b(?:whether|suggest\w*|propos\w+|could|might|may|considering|discuss\w*|if|asked|unless)\b",
    re.IGNORECASE,
)
_AGREED_ABOVE = re.compile(r"\b(?:agreed|resolved|decided|voted)\b[^.;]{0,60}:\s*$", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:to )?(?:drop|abandon|close|discontinue|wind up|shelve|pause|retire|park|stop|merge|fold)\b", re.IGNORECASE
)


def _agreed_above(reading: Reading, number: int) -> str:
    """What goes in front of a list item that tells what was agreed in the line above its list, `` elsewhere."""
    blocks = reading.structure.blocks
    if blocks[number].kind != "item":
        return ""
    above = blocks[number].parent
    if above is None:
        above = next((n for n in range(number - 1, -1, -1) if blocks[n].kind != "item"), None)
    if above is None or not _AGREED_ABOVE.search(reading.structure.content(blocks[above])):
        return ""
    order = _ORDER.match(reading.structure.content(blocks[number]))
    return "" if order and order.group()[:2] == "to" else "agreed to " if order else "agreed that "


_BACK = re.compile(
    r"(?:It|This|That|The (?:theme|priority|goal|workstream|work|area|aim|objective|forum|project|topic|strand))\b"
    r"|The \w+(?: \w+)? (?:agreed|decided|resolved|voted)\b"
    r"(?=.*\b(?:it|the (?:program(?:me)?|work ?stream|theme|priority|strand|pillar|initiative|project|goal))\b)"
    r"|[A-Z][^.;:,]{2,40},\s+we (?:agreed|decided|resolved|chose)\b"
    r"|(?:However|But|Unfortunately|Sadly)?,?\s*(?:we|the (?:focus )?(?:team|group))\b"
)


_IT_JOINS = re.compile(
    r"\b(?:it|this) (?:(?:will |should )?be|was|is|has been) (?:merged|combined|folded|absorbed|rolled|subsumed)\b",
    re.IGNORECASE,
)
"""Where what the sentence before spoke of joins the area that this one names."""


def _named_before(reading: Reading, sentence: Span, number: int, places: FocusPlaces) -> str | None:
    """The area named last before a sentence in its block."""
    before = places.labels_in(Span(reading.structure.blocks[number].content.start, sentence.start))
    return before[-1][1] if before else None


def _points_back(words: str) -> bool:
    return _BACK.match(words) is not None


_JOINT = re.compile(r"[*_\"”’]*\s*(?:work|themes?)?\s*(?:,|;|&|\band\b|,\s*and\b)\s*(?:the\s+)?[*_\"“]*")
_OBJECT = re.compile(r"\s*(?:the\s+)?[*_\"“]*")
_DECIDED = re.compile(r"agreed|resolved|decided|voted", re.IGNORECASE)
_ACTING = re.compile(r"\b(?:we|they|committee|council|board|group|trustees|members|to)\b|up on$", re.IGNORECASE)


def _place(sentence: Span, match: re.Match[str], group: str | int, before: int) -> Span:
    """Where a match in a sentence stands in the text; `before` words were put in front of the sentence."""
    return Span(sentence.start + match.start(group) - before, sentence.start + match.end(group) - before)


def _is_about(
    reading: Reading, sentence: Span, match: re.Match[str], draft: Draft, places: FocusPlaces, prefix: int
) -> bool:
    """Does a status word belong to this label: to what it drops, else to the labels side by side before it?"""
    place = _place(sentence, match, 0, prefix)
    at, end = place.start, place.end
    runs: list[list[tuple[Span, str]]] = []
    for span, identifier in places.spans_in(sentence):
        joined = runs and _JOINT.fullmatch(reading.text(Span(runs[-1][-1][0].end, span.start)))
        if joined:
            runs[-1].append((span, identifier))
        else:
            runs.append([(span, identifier)])
    if not runs:
        return True
    object_ = next((run for run in runs if run[0][0].start >= end), None)
    if object_ and _ACTING.search(match.group()) and _OBJECT.fullmatch(reading.text(Span(end, object_[0][0].start))):
        return any(identifier == draft.id for _, identifier in object_)
    decided = _DECIDED.match(match.group())
    before = [run for run in runs if run[0][0].start < (end if decided else at)]
    if before:
        if _ANOTHER.search(reading.text(Span(before[-1][-1][0].end, max(at, before[-1][-1][0].end)))):
            return False
        first = runs[0][0][1] == draft.id and match.group().lower().startswith("merged")
        return first or any(identifier == draft.id for _, identifier in before[-1])
    return runs[0][0][0].start - at < 130 and runs[0][0][1] == draft.id


_ANOTHER = re.compile(r"\b(?:and|while|but)\s+(?:that\s+)?(?:the\s+)?[*_\"“]*[A-Z]\w+\s+(?:is|was|be|were|has|become)")
"""Where another thing that is no area takes over as what a sentence tells of."""


def _alias_before(words: str, match: re.Match[str]) -> str | None:
    """The capitalised words that a status is told of where they are no label: `with the X and Y now considered BAU`."""
    found = list(re.finditer(r"[A-Z][\w’'-]+(?:\s+(?:(?:and|&|of)\s+)?[A-Z][\w’'-]+)+", words[: match.start()]))
    return found[-1].group() if found and match.start() - found[-1].end() < 60 else None


def _speaks_of(reading: Reading, draft: Draft, alias: str, places: FocusPlaces) -> bool:
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


def _renamed(draft: Draft, drafts: list[Draft], label: str, span: Span, reading: Reading, sentence: Span) -> None:
    newer = next((d for d in drafts if d is not draft and d.words == label_words(label)), None)
    if newer is None:
        dates = reading.dates_in(sentence)
        number = next(n for n, block in enumerate(reading.structure.blocks) if sentence.end <= block.span.end)
        term = dates[0].when.edtf if dates else year_told(reading, number, sentence.start)
        term = max(term or "", draft.term or "") or None
        newer = Draft(
            Area(label, span, term, rule="focus/renamed"), term, focus_id(label, term), evidence=[span, sentence]
        )
        drafts.append(newer)
    newer.derived_from[draft.id] = None
