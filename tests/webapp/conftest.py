"""A library ingested from the samples, an app on it, a running server, and a real browser."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.library import Library
from kg.records import record
from tests.kg.extractions import everything
from webapp import create_app
from webapp.settings import Settings

TODAY = date(2025, 1, 10)
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()


def settings(**given: Any) -> Settings:
    """Settings with a clock that stands still."""
    return Settings(today=lambda: TODAY, now=lambda: datetime(2025, 1, 10, 9, tzinfo=UTC), **given)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever reads the samples' library loads the trained model."""
    for item in items:
        if "skerrow" in getattr(item, "fixturenames", ()):
            item.add_marker("model")


@pytest.fixture(scope="session")
def skerrow(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A library that holds the samples. Tests that change it copy it first."""
    from ingest.batch import ingest

    folder = tmp_path_factory.mktemp("libraries") / "skerrow"
    library = Library.create(folder, name="Skerrow harbour")
    ingest(library, [samples])
    return folder


@pytest.fixture
def own(skerrow: Path, tmp_path: Path) -> Path:
    """A copy of the samples' library that a test may change."""
    folder = tmp_path / "library"
    shutil.copytree(skerrow, folder, ignore=shutil.ignore_patterns("cache", ".lock*"))
    return folder


@pytest.fixture(scope="session")
def app(skerrow: Path) -> Flask:
    """The app on the samples' library."""
    return create_app(skerrow, settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without a browser."""
    return app.test_client()


@pytest.fixture(scope="session")
def trees(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client on a small library with every kind of statement, an engagement among them."""
    library = Library.create(tmp_path_factory.mktemp("trees") / "library", name="Trees")
    library.store({"2023-03-14": record(everything(), "2023-03-14", library.base, "0" * 64)})
    return create_app(library.folder, settings()).test_client()


def _run(server: Any) -> None:
    with suppress(OSError):  # closing it at the end takes its sockets from under its loop
        server.run()


@pytest.fixture(scope="session")
def running() -> Iterator[Callable[[Flask], str]]:
    """Starts an app under waitress and gives its address; all are stopped at the end."""
    from waitress.server import create_server

    servers = []

    def start(app: Flask) -> str:
        server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=_run, args=[server], daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.effective_port}"

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def site(app: Flask, running: Callable[[Flask], str]) -> str:
    """The address of the samples' library."""
    return running(app)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser; the test is skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    """A page of the browser on the site, which fails the test if anything is written to its console."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []
