"""Pictures of every page of the web app on the samples: light, dark, phone and wide.

    python docs/screenshots.py [FOLDER]

Writes PNG files into FOLDER (docs/pictures by default), one a page and look, and says which page
scrolls sideways or complains in the console. Documents refer to the pictures as `pictures/NAME-LOOK.png`.
Needs Debian's chromium.
"""

import argparse
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kg.library import Library

REPOSITORY = Path(__file__).parent.parent
SAMPLES = REPOSITORY / "samples" / "skerrow"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
TODAY = date(2025, 1, 10)
"""A day on which the samples have something due."""

PAGES: Mapping[str, str] = {
    "home": "/",
    "answer": "/ask?q=What+did+Hana+Kobayashi+promise%3F",
    "no-answer": "/ask?q=Who+engaged+the+Ministry+of+Magic%3F",
    "search": "/search?q=quay+power",
    "saved": "/search?q=quay&kind=blog>.keep button",
    "document": "/docs/2024-03-13",
    "evidence": "/commitments>.proof a",
    "person": "/people/hana-kobayashi",
    "organisations": "/orgs",
    "people": "/people",
    "organisation": "/orgs/department-for-coastal-affairs",
    "focus-areas": "/focus",
    "focus-area": "/focus>.ledger td:nth-child(2) a",
    "engagements": "/engagements",
    "matrix": "/engagements/matrix",
    "timeline": "/timeline?entity=person/hana-kobayashi",
    "commitments": "/commitments",
    "decisions": "/decisions",
    "meetings": "/meetings",
    "meeting": "/meetings>.ledger td a",
    "documents": "/docs",
    "statement": "/commitments>.proof a[href^='/facts/']",
    "terms": "/terms",
    "handover": "/handover/2024",
    "comparison": "/compare/2023/2024",
    "network": "/network",
    "net": "/network>[data-explore]",
    "review": "/review",
    "changes": "/changes",
    "status": "/status",
    "sparql": "/sparql>.examples li:last-child a",
    "questions": "/questions",
    "ontology": "/ontology",
    "guide": "/guide",
    "upload": "/upload",
    "not-found": "/docs/nowhere",
}
"""Name of the picture to the page; what follows `>` is a link on it to follow."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is taken."""

    name: str
    width: int
    height: int
    scheme: str
    whole: bool = False


LOOKS = (
    Look("light", 1280, 900, "light", whole=True),
    Look("dark", 1280, 900, "dark"),
    Look("phone", 390, 844, "light"),
    Look("wide", 1920, 1080, "light"),
)


def main() -> int:
    """Takes all pictures; 1 where a page has something to mend."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "docs" / "pictures")
    folder: Path = parser.parse_args().folder
    if not CHROMIUM.exists():
        sys.exit(f"There is no chromium at {CHROMIUM}; install Debian's package “chromium”.")
    folder.mkdir(parents=True, exist_ok=True)
    problems = 0
    with tempfile.TemporaryDirectory() as place, served(library_of_samples(Path(place) / "skerrow")) as address:
        for look in LOOKS:
            for complaint in take(address, look, folder):
                problems += 1
                print(complaint, file=sys.stderr)
    print(f"{len(PAGES) * len(LOOKS)} pictures in {folder}")
    return 1 if problems else 0


def library_of_samples(folder: Path) -> Path:
    """A new library that holds the samples."""
    from ingest.batch import ingest

    library = Library.create(folder, name="Skerrow harbour")
    ingest(library, [SAMPLES])
    at, who = datetime(2025, 1, 9, 20, tzinfo=UTC), "Hana Kobayashi"
    library.judge(
        "rename", who=who, at=at, why="as she signs", target="person/leilani-kealoha", text="Captain Leilani Kealoha"
    )
    mistaken = library.judge(
        "not-same", who=who, at=at, why="", target="person/hana-kobayashi", other="person/amara-diallo"
    )
    library.judge("undo", who=who, at=at, why="nobody had said so", undoes=mistaken.number)
    return folder


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address at which the library can be seen while the block runs."""
    from waitress.server import create_server

    from webapp import create_app
    from webapp.settings import Settings

    server: Any = create_server(create_app(library, Settings(today=lambda: TODAY)), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def take(address: str, look: Look, folder: Path) -> Iterator[str]:
    """Takes the pictures of one look; yields what is to be mended."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(
            base_url=address,
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,  # type: ignore[arg-type]
            device_scale_factor=1,
        )
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for name, path in PAGES.items():
            start, _, link = path.partition(">")
            page.goto(start)
            if link:
                page.locator(link).first.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{look.name}.png", full_page=look.whole)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > look.width:
                yield f"{name}, {look.name}: {width - look.width} pixels too wide"
        yield from (text for text in said if not re.search(r"status of 40\d", text))
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
