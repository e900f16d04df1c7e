"""E-mails: subject, header fields, body, and attachments in formats that can be read."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from ingest.readers import SUFFIXES, markdown, read_source
from ingest.readers.html import read_page
from ingest.readers.source import SourceText
from ingest.readers.text import decoded
from kg.errors import DocumentError

_MOST_ATTACHMENTS = 20


def read(content: bytes, name: str) -> SourceText:
    """The mail as text: its subject as heading, who wrote to whom and when, the body, then each attachment.

    An attachment that cannot be read is named with the reason, and does not spoil the mail.
    """
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    fields = _fields(message, name)
    subject = fields.get("Subject", "")
    lines = [f"{field}: {value}" for field, value in fields.items() if field != "Subject"]
    blocks = [markdown.heading(subject, 1), "\n".join(lines), _body(message, name), *_attachments(message, name)]
    text = "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"
    author = "; ".join(written or address for written, address in getaddresses([fields.get("From", "")]))
    stated = {"kind": "email", "title": subject, "author": author, "published": _day(fields.get("Date", ""))}
    return SourceText(text, {field: value for field, value in stated.items() if value})


def _fields(message: EmailMessage, name: str) -> dict[str, str]:
    found = {}
    for field in ("From", "To", "Cc", "Date", "Subject"):
        try:
            value = message.get(field)
        except (ValueError, IndexError, AttributeError, MessageError) as problem:
            raise DocumentError(
                f"{name}: the header {field} cannot be read ({problem}); mend it in the file"
            ) from problem
        if value:
            found[field] = markdown.words(str(value))
    return found


def _day(written: str) -> str:
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _body(message: EmailMessage, name: str) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    text = decoded(payload if isinstance(payload, bytes) else b"", name, body.get_content_charset())
    text = text.replace("\r\n", "\n")
    return read_page(text, name).text if body.get_content_type() == "text/html" else text


def _attachments(message: EmailMessage, name: str) -> list[str]:
    blocks = []
    for number, part in enumerate(message.iter_attachments()):
        file = Path(part.get_filename() or "").name
        if number >= _MOST_ATTACHMENTS or Path(file).suffix.casefold() not in SUFFIXES:
            continue
        payload = part.get_payload(decode=True)
        try:
            text = read_source(payload if isinstance(payload, bytes) else b"", file).text
        except DocumentError as problem:
            text = f"(The attachment was not read: {problem})"
        blocks += [markdown.heading(f"Attachment {file}", 1), text]
    return blocks
