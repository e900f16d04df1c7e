"""Web archives: the page that a browser saved with all its parts in one file."""

from email import message_from_bytes, policy

from ingest.readers.html import read_page
from ingest.readers.source import SourceText
from ingest.readers.text import decoded
from kg.errors import DocumentError


def read(content: bytes, name: str) -> SourceText:
    """The archived page, read as a web page; pictures and frames are left out."""
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            page = decoded(payload if isinstance(payload, bytes) else b"", name, part.get_content_charset())
            return read_page(page, name)
    raise DocumentError(f"{name}: the web archive holds no page; save the page again")
