"""Names turned into identifiers: slugs, name keys and ids, the same on every machine.

A local id (`person/robin-ginn`, `org/…`, `focus/…`, `doc/…`) is a path under a library's base
IRI. It is made of letters and digits of any script, so that it stays readable.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
"""Latin letters that Unicode does not take apart into a letter and an accent."""
_INSIDE_WORDS = re.compile(r"['’ʼ`´](?=\w)|(?<=\b[^\W\d])\.(?=[^\W\d]\b)")
_ACCENTS = re.compile(r"(?<=[a-zα-ω])[\u0300-\u036f]+")
_LONGEST = 120
"""Bytes in UTF-8: a slug with a suffix must still make a file name."""


@lru_cache(maxsize=1 << 16)
def _words(name: str) -> tuple[str, ...]:
    """Words of a name in lower case, without accents on Latin and Greek letters.

    Apostrophes inside a word and full stops between single letters are dropped: `O'Brien`
    is one word, as is `U.S.`.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = _ACCENTS.sub("", folded).translate(_LETTERS)
    joined = _INSIDE_WORDS.sub("", unicodedata.normalize("NFC", plain))
    kept = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in joined)
    return tuple(kept.split())


def name_key(name: str) -> str:
    """`name` as it is looked up: lower case, no accents, no punctuation, single blanks.

    '' where it has no letter or digit.
    """
    return " ".join(_words(name))


def slug(name: str) -> str:
    """`name` as one part of an IRI path: its words joined by hyphens, at most 120 bytes.

    A longer name is cut and told apart by a hash; one without letters or digits is a hash.
    `slug(slug(name)) == slug(name)`.
    """
    text = "-".join(_words(name))
    encoded = text.encode()
    if text and len(encoded) <= _LONGEST:
        return text
    from hashlib import sha256  # loads OpenSSL, which a question needs not

    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    start = unicodedata.normalize("NFC", encoded[: _LONGEST - 9].decode(errors="ignore")).strip("-")
    return f"{start}-{digest}" if start else digest


def person_id(name: str) -> str:
    """Local id of the person with this full name: `person/robin-ginn`."""
    return f"person/{slug(name)}"


def organisation_id(name: str) -> str:
    """Local id of the organisation with this name: `org/marine-safety-agency`."""
    return f"org/{slug(name)}"


def line_id(label: str) -> str:
    """Local id of a lasting line of work: `line/procurement`."""
    return f"line/{slug(label)}"


def focus_id(label: str, term: str | None) -> str:
    """Local id of a focus area in one term: `focus/procurement-2022`."""
    return f"focus/{slug(label)}-{slug(term)}" if term else f"focus/{slug(label)}"


def document_id(name: str) -> str:
    """Id of a document from its file's name without suffix: `2023-05-23`. The caller keeps ids unique."""
    return slug(name)


def document_iri(base: str, document: str) -> str:
    """IRI of a document in the library with this base IRI."""
    return f"{base}doc/{document}"
