"""Adding documents from a page."""

import re
from pathlib import PurePath

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import FileStorage

from search.catch_up import open_all
from webapp.application import holder, may_add
from webapp.contexts.upload import Tried, UploadPage, upload_page
from webapp.formats import respond

adding = Blueprint("adding", __name__)
MOST_FILES = 50
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@adding.get("/upload")
def form() -> Response:
    """The form."""
    refuse_others()
    return respond("upload.html", UploadPage())


@adding.post("/upload")
def upload() -> Response:
    """Reads the files sent, one by one; what is refused changes nothing and is told with its reason."""
    refuse_others()
    sent = [each for each in request.files.getlist("files") if each.filename]
    if len(sent) > MOST_FILES:
        abort(413, f"At most {MOST_FILES} files can be sent at once; use “minutebook ingest” for more.")
    page = upload_page([_read(each) for each in sent])
    open_all(holder().library).close()  # here, so that no reader waits for it
    return respond("upload.html", page, status=200 if all(each.document for each in page.tried) else 400)


def _read(sent: FileStorage) -> Tried:
    from ingest.batch import add

    name = _UNSAFE.sub("", PurePath((sent.filename or "").replace("\\", "/")).name).strip(". ")
    if not name:
        return Tried("", "failed", reason="The file has no name.")
    outcome = add(holder().library, sent.read(), name)
    return Tried(name, outcome.result, outcome.document_id, outcome.reason)


def refuse_others() -> None:
    """Aborts where the visitor does not see the whole library."""
    if not may_add():
        abort(403, "Some documents are kept from you: only who sees them all may add and forget documents.")
