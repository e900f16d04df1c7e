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


_JOINT = re.compile(r"[*_\"”’]*\s*(?:work|themes?)?\s*(?:,|;|&|\band\b|,\s*and\b)\s*(?:the\s+)?[*_\"“]*")
_OBJECT = re.compile(r"\s*(?:the\s+)?[*_\"“]*")
_DECIDED = re.compile(r"agreed|resolved|decided|voted", re.IGNORECASE)
_ACTING = re.compile(r"\b(?:we|they|committee|council|board|group|trustees|members|to)\b|up on$", re.IGNORECASE)


def _is_about(reading: Reading, sentence: Span, match: re.Match[str], draft: Draft, places: FocusPlaces) -> bool:
    """Does a status word belong to this label: to what it drops, else to the labels side by side before it?"""
    at, end = sentence.start + match.start(), sentence.start + match.end()
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
        first = runs[0][0][1] == draft.id and match.group().lower().startswith("merged")
        return first or any(identifier == draft.id for _, identifier in before[-1])
    return runs[0][0][0].start - at < 130 and runs[0][0][1] == draft.id


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
        newer = Draft(
            Area(label, span, term, rule="focus/renamed"), term, focus_id(label, term), evidence=[span, sentence]
        )
        drafts.append(newer)
    newer.derived_from[draft.id] = None
