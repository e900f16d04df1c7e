"""Lists of people parted into the shares of each, with what is said of them: at commas, `and`, lines and columns."""

import re
from collections.abc import Iterator

from ingest.listed_people import ListedPerson
from ingest.people_names import common_words, fold, given_names, surname_first, vocabulary
from ingest.roles_lexicon import ends_in_role, is_only_role
from ingest.rules import load_rules
from kg.extraction import Span

_JOINT = re.compile(
    r"\s*(?:,\s*(?:and|&)\s+(?:from\s+)?|,|;|\s+and\s+(?:from\s+)?|\s+&\s+|\s+\+\s+|\s*/\s+|\s+/\s*|\s*\|\s*|<br\s*/?>|•)\s*",
    re.IGNORECASE,
)
_NEXT_COLUMN = re.compile(r"(?: {2,}(?P<mark>[*†‡])(?=[A-Z])| {3,}(?P<title>[A-Z]\w+)\.?(?= [A-Z]))")
_AFFILIATION = re.compile(r"\b(?:of|from|representing|at)\s+(?:the\s+)?[A-Z][^,;&\n]*&[^,;\n]*")


def shares(text: str, start: int, end: int, *, one_each: bool) -> list[tuple[int, int]]:
    """The stretches of `text[start:end]` that hold one person each, details included."""
    if surname_first(text[start:end].strip(" \t*_")):
        return [(start, end)]
    parts = _split(text, start, end)
    if len(parts) < 2 or _is_in_columns(text, start, end):
        return parts if len(parts) < 2 else [(start, end)]
    semicolons = ";" in _outside_brackets(text[start:end])
    dashed = re.match(r"[^,;]+\s[-–—]\s", text[slice(*parts[0])]) is not None
    apart = semicolons or ((one_each or dashed) and len(parts) == 2)
    merged: list[tuple[int, int]] = []
    several = False
    for low, high in parts:
        joint = text[merged[-1][1] : low] if merged else ";"
        if ";" in joint:
            several = _heads_several(text[low:high])
        if merged and _is_detail(text[low:high], after_comma="," in joint, one_each=apart and not several):
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def _is_in_columns(text: str, start: int, end: int) -> bool:
    """Whether a name stands in one column and what is said of its bearer in the next: `Ann Ash     Actuary, X & Y`."""
    line = text[start:end].strip()
    left, gap, right = (*re.split(r"(\t| {3,})", line, maxsplit=1), "", "")[:3]
    if not gap or re.search(r"[,;]| and | & ", left):
        return False
    return ListedPerson.of(left).is_person(True) and not ListedPerson.of(right).is_person(True) and ";" not in right


def _heads_several(words: str) -> bool:
    """Whether a title before a name is that of several people: `Council Members Ann Ash, Bela Birch`."""
    prefix = fold(ListedPerson.of(words).prefix or "")
    return prefix.endswith("s") and prefix not in ("mrs", "ms", "miss")


def _is_detail(words: str, *, after_comma: bool, one_each: bool) -> bool:
    """Does a part of a list belong to the person before it?"""
    piece = ListedPerson.of(words)
    if piece.text.startswith("@") or not piece.text:
        return not piece.text and after_comma
    folded = [word.strip(".,()") for word in fold(piece.text).split()]
    if piece.prefix:
        return False
    known = bool(folded) and (folded[0] in given_names() or len(folded[0]) == 1)
    if (
        is_only_role(piece.text)
        or (
            set(folded) & set(load_rules("attendance")["details"]["words"]) - {"head", "van"}
            and not (known and len(folded) == 2 and folded[1] not in common_words())
        )
        or _is_postnominal_list(words)
        or re.match(r"[^\W\d_][\w-]+[’']s? [A-Z]", piece.text)  # `Rector's Assessor`
        or (ends_in_role(piece.text) and not known and " " in piece.text)
    ):
        return True
    if one_each:
        return after_comma and not (known and piece.is_person(False))
    return after_comma and " " in piece.text and not known and folded[-1] in common_words()


def _is_postnominal_list(words: str) -> bool:
    return all(fold(word) in vocabulary()["postnominals"] for word in words.split()) and words.strip() != ""


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    masked = _AFFILIATION.sub(
        lambda match: match.group().replace("&", "·").replace(" and ", " ··· "), _outside_brackets(text[start:end])
    )
    parts, low = [], start
    for match in _JOINT.finditer(masked):
        parts.append((low, start + match.start()))
        low = start + match.end()
    parts.append((low, end))
    return [cell for a, b in parts if text[a:b].strip() for cell in _columns(text, a, b)]


def _columns(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """People who stand in columns of a line, told by a title or a mark before the next: `*Dr Ash    Dr Birch`."""
    low = start
    for match in _NEXT_COLUMN.finditer(text, start, end):
        if fold(match["title"] or "") in vocabulary()["surname_prefixes"] or match["mark"]:
            yield low, match.start()
            low = match.start("mark") if match["mark"] else match.start("title")
    yield low, end


def _outside_brackets(words: str) -> str:
    """`words` with everything in brackets blanked out, offset for offset."""
    out, depth = [], 0
    closing = words.count(")") + words.count("]")
    for character in words:
        if character in "([" and closing:
            depth += 1
        out.append("·" if depth else character)
        if character in ")]" and depth:
            depth -= 1
            closing -= 1
    return "".join(out)


def logical_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines of `text[start:end]`; a line that ends in a comma or `and` goes on in the next."""
    found: list[tuple[int, int]] = []
    low = start
    for match in re.finditer(r"<br\s*/?>|\n", text[start:end]):
        before = text[low : start + match.start()].rstrip()
        following = text[start + match.end() : end]
        goes_on = (
            breaks_a_name(before, following)
            or before.endswith((",", ";", " and", " &", " of", " of the", " for", " from"))
            or following.lstrip()[:4].lower().startswith(("and ", "& "))
        )
        if (
            goes_on
            and not re.match(r"\s*(?:[*_]{2})?[A-Z][\w ]{2,40}(?:[*_]{2})?:", following)
            and match.group() == "\n"
        ):
            continue
        found.append((low, start + match.start()))
        low = start + match.end()
    found.append((low, end))
    return [(a, b) for a, b in found if text[a:b].strip()]


_LAST_WORD = re.compile(r"(?:[,;:.)]|\band)\s+(?:(?:Mr|Mrs|Ms|Dr|Cllr|Prof)\.?\s)?(?P<word>[A-Z][\w’'-]+)$")


def breaks_a_name(before: str, following: str) -> bool:
    """Whether a full line of a list ends with a first name, and the next begins with the surname."""
    last = _LAST_WORD.search(before) if len(before) > 50 else None
    known = last is not None and (fold(last["word"]) in given_names() or last.group()[0] == ";")
    return known and re.match(r"\s*[A-Z][\w’'-]+(?:[ ][A-Z][\w’'-]+)?\s*(?:[,;.(]|$|\n)", following) is not None


def is_prose(line: str) -> bool:
    """Is a line a sentence rather than a list of names?"""
    line = re.split(r"\t| {3,}", line.strip())[0]
    if re.search(r"[(@]", line):
        return False
    for part in re.split(r"[,;]|\s(?:and|&)\s", line):
        words = part.split()
        if len(words) > 4 and sum(word[:1].islower() for word in words) > 2:
            return True
    return False


def trimmed(text: str, low: int, high: int) -> Span:
    words = text[low:high]
    return Span(low + len(words) - len(words.lstrip()), high - len(words) + len(words.rstrip()))
