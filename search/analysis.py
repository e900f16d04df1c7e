"""Text cut into terms: the same for what is indexed, what is asked and what is highlighted.

A word is a run of letters and digits; `R&D`, `O'Brien` and `3.5` are one word. Words are
compared without case, accents and endings (Snowball's English stemmer, "Porter 2"). Every
word is indexed: which ones to pass over is decided when a question is asked.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_WORD = re.compile(
    r"""\d+(?:[.,:]\d+)+                 # 3.5   10:30   1,000
      | [^\W_]+(?:&[^\W_]+)+             # R&D   AT&T
      | (?:[^\W\d_]\.){2,}               # U.S.  e.g.
      | [^\W_]+(?:['’ʼ][^\W\d_]+)*       # chair's  O'Brien""",
    re.VERBOSE,
)
_SHORTENED = re.compile(r"['’ʼ](?:s|ll|re|ve|d|m)$")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_KEPT_LENGTH = 3
"""Words of up to so many letters have no ending to lose."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word `[start, end)` of a text: its folded spelling and the term it is indexed under."""

    start: int
    end: int
    word: str
    term: str


def tokens(text: str) -> list[Token]:
    """The words of `text` in order."""
    return [Token(found.start(), found.end(), *_folded(found.group())) for found in _WORD.finditer(text)]


def terms(text: str) -> list[tuple[str, str]]:
    """The words of `text` in order as (folded spelling, term): what indexing needs, and no more."""
    return [_folded(word) for word in _WORD.findall(text)]


def fold(word: str) -> str:
    """`word` in lower case, without accents, dots, apostrophes and endings such as `'s` and `'ll`."""
    plain = _SHORTENED.sub("", word.casefold())
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter) and letter not in "’ʼ")
    return plain if plain[0].isdigit() else plain.replace("'", "").replace(".", "")


@lru_cache(maxsize=200_000)
def _folded(written: str) -> tuple[str, str]:
    word = fold(written)
    return word, stem(word)


def stem(word: str) -> str:
    """The term of a folded word: its stem, or itself where it is short or not made of letters alone."""
    return word if len(word) <= _KEPT_LENGTH or not word.isalpha() or not word.isascii() else _stemmer()(word)


@cache
def _stemmer() -> Callable[[str], str]:
    from whoosh.lang.snowball.english import EnglishStemmer

    stemmed: Callable[[str], str] = EnglishStemmer().stem
    return stemmed


@cache
def stop_words() -> frozenset[str]:
    """Folded words that a query passes over where it has others."""
    lines = Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_stop_word(written: str) -> bool:
    """Is this word of a query passed over? One in capitals is not: `IT` and `WHO` are names."""
    return written.lower() in stop_words() and not (len(written) > 1 and written.isupper())
