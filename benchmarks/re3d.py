"""Named mentions of people and organisations in the UK Government part of dstl's re3d: ours beside the bare model.

    python benchmarks/re3d.py FOLDER

FOLDER holds `documents.json` and `entities.json`, one JSON object a line. re3d labels nominals too
("the Prime Minister", "troops"): only mentions that hold a capitalised word that is no title or
article count as named; the others are neither rewarded nor punished. A mention is found where a
span of ours overlaps it (relaxed). No rule names a word of
this data; it was scored, and its scores were looked at, while rules were written.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingest.language import analyse, load_model
from ingest.organisations import body_spans, find_organisations, spot_all
from ingest.people import read_people
from ingest.structure import read_structure
from kg.extraction import Span

KINDS = {"Person": "people", "Organisation": "organisations"}
MODEL = {"PERSON": "people", "ORG": "organisations"}
TITLES = re.compile(
    r"\b(?:the|a|an|his|her|our|their|this|prime|foreign|minister|ministers|secretary|president|king|queen|prince|ambassador|chancellor|"
    r"state|defence|home|chief|general|director|spokesman|spokesperson|special|envoy|representative|government|governments|for|of|and|to|"
    r"mr|mrs|ms|sir|dr|middle|east|permanent|deputy|under|affairs|office)\b",
    re.IGNORECASE,
)
PRONOUNS = re.compile(r"\b(?:we|they|my|i|you|he|she|it|all|those|people|who)\b", re.IGNORECASE)
Mentions = dict[str, list[Span]]


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    documents = {each["_id"]: each["text"] for each in lines(folder / "documents.json")}
    named, nominal = gold(folder / "entities.json", documents)
    nlp = load_model()
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for identifier, text in documents.items():
        for reader, found in (("minutebook", ours(text, nlp)), ("bare model", bare(text, nlp))):
            for kind in KINDS.values():
                tally(counts[reader, kind], named[identifier][kind], nominal[identifier], found[kind])
    print(f"{'':14}{'':16}{'P':>7}{'R':>7}{'F1':>7}")
    for (reader, kind), (right, spurious, missed) in sorted(counts.items(), key=lambda each: each[0][::-1]):
        precision, recall = right / max(1, right + spurious), right / max(1, right + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{kind:16}{reader:14}{precision:7.3f}{recall:7.3f}{f1:7.3f}   {right}/{spurious}/{missed}")
    return 0


def lines(path: Path) -> Iterator[Any]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def gold(path: Path, documents: dict[str, str]) -> tuple[dict[str, Mentions], dict[str, list[Span]]]:
    """Named mentions by document and kind, and all labelled spans by document, which punish nobody."""
    named: dict[str, Mentions] = defaultdict(lambda: defaultdict(list))
    labelled: dict[str, list[Span]] = defaultdict(list)
    for entity in lines(path):
        span = Span(entity["begin"], entity["end"])
        kind = KINDS.get(entity["type"])
        words = documents[entity["documentId"]][span.start : span.end]
        if kind and is_named(words):
            named[entity["documentId"]][kind].append(span)
        elif kind:
            labelled[entity["documentId"]].append(span)
    return named, labelled


def is_named(words: str) -> bool:
    rest = TITLES.sub(" ", PRONOUNS.sub(" ", words))
    return re.search(r"[A-Z][\w’'-]+|[A-Z]{2,}", rest) is not None


def tally(count: list[int], named: list[Span], nominal: list[Span], found: list[Span]) -> None:
    """Adds right, spurious and missed, one found span to one mention."""
    free = list(found)
    for mention in named:
        hit = next((span for span in free if overlap(span, mention)), None)
        count[0 if hit else 2] += 1
        if hit:
            free.remove(hit)
    count[1] += sum(not any(overlap(span, other) for other in (*named, *nominal)) for span in free)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def ours(text: str, nlp: Any) -> Mentions:
    structure = read_structure(text)
    doc = analyse(nlp, structure)
    proposed = [Span(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == "PERSON"]
    people = read_people(structure, proposed=proposed, bodies=body_spans(structure, spot_all(structure)))
    bodies, _ = find_organisations(structure, people.mentions, doc)
    sure = [span for person in people.people if person.confidence >= 0.5 for span in person.mentions]
    return {
        "people": sorted(sure),
        "organisations": sorted(span for body in bodies if body.confidence >= 0.5 for span in body.mentions),
    }


def bare(text: str, nlp: Any) -> Mentions:
    found: Mentions = {"people": [], "organisations": []}
    for entity in nlp(text).ents:
        if entity.label_ in MODEL:
            found[MODEL[entity.label_]].append(Span(entity.start_char, entity.end_char))
    return found


if __name__ == "__main__":
    sys.exit(main())
