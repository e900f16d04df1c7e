"""Documents sent from a page. Reading them loads the trained model."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.library import Library
from tests.webapp.conftest import settings
from webapp import create_app

MINUTES = b"""# Quay Committee, 8 January 2025

Present: Ada Byrne (Chair), Tom Reid

* ACTION: Tom Reid to count the zeppelins by 1 March 2025
"""


@pytest.fixture
def writer(own: Path) -> FlaskClient:
    return create_app(own, settings()).test_client()


def send(client: FlaskClient, *files: tuple[bytes, str]) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/upload").text)
    assert token
    sent = {"csrf_token": token[1], "files": [(io.BytesIO(content), name) for content, name in files]}
    return client.post("/upload", data=sent, content_type="multipart/form-data")


@pytest.mark.model
def test_minutes_that_are_sent_are_read_and_seen(writer: FlaskClient) -> None:
    assert send(writer, (MINUTES, "2025-01-08.md")).status_code == 200
    assert "zeppelins" in writer.get("/docs/2025-01-08").text
    assert writer.get("/search.json?q=zeppelins").get_json()["total"] >= 1
    assert writer.get("/commitments.json", query_string={"by": "Tom Reid"}).get_json()["total"] == 1


@pytest.mark.model
def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_the_others_are_kept(
    writer: FlaskClient, own: Path
) -> None:
    response = send(writer, (b"\0\1\2 garbage", "broken.docx"), (b"", "empty.md"), (MINUTES, "2025-01-08.md"))
    assert response.status_code == 400
    assert response.text.count("refused") == 2 and "added" in response.text
    assert len(Library.open(own).records.ids()) == 15


@pytest.mark.model
@pytest.mark.parametrize("name", ["../../outside.md", "..\\outside.md", "/etc/outside.md", "outside\u202e.md"])
def test_nothing_is_written_outside_the_library(writer: FlaskClient, own: Path, name: str) -> None:
    send(writer, (MINUTES, name))
    assert not list(own.parent.glob("outside*"))
    assert writer.get("/docs/outside").status_code == 200


def test_a_public_site_takes_no_documents(skerrow: Path) -> None:
    client = create_app(skerrow, settings(public_read_only=True, hosts=("localhost",))).test_client()
    assert client.get("/upload").status_code == 403
    assert "/upload" not in client.get("/").text
