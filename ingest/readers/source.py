"""What a reader makes of a file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text in Markdown conventions, and what the file itself says of the document.

    `properties` may hold `title`, `author`, `published` (a date its publisher states, never
    the one on which a file was saved), `language`, and `kind`.
    """

    text: str
    properties: dict[str, str] = field(default_factory=dict)
