"""Addresses of what the pages load."""

from pathlib import Path

from webapp.assets import STATIC, assets


def test_an_address_changes_with_the_content_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "page.css").write_text("a {}")
    (tmp_path / "vendor" / "library.js").write_text("1")
    before = assets(tmp_path)
    assert before.keys() == {"page.css", "library.js"}
    assert before["library.js"].startswith("/static/vendor/library.js?v=")
    (tmp_path / "page.css").write_text("b {}")
    after = assets(tmp_path)
    assert after["page.css"] != before["page.css"] and after["library.js"] == before["library.js"]


def test_our_own_files_are_always_there_and_a_library_may_be_absent(tmp_path: Path) -> None:
    assert {"minutebook.css", "minutebook.js", "network.js", "console.js", "favicon.svg"} <= assets(STATIC).keys()
    assert "htmx.min.js" not in assets(tmp_path)
