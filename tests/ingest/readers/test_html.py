"""Web pages and web archives."""

import json
from textwrap import dedent

from ingest.readers import read_source


def markdown(body: str, head: str = "") -> str:
    page = f"<!DOCTYPE html><html lang=en><head><title>T | Site</title>{head}</head><body>{body}</body></html>"
    return read_source(page.encode(), "page.html").text


def test_what_stands_around_the_article_is_left_out() -> None:
    text = markdown("""
        <header><h1>Site</h1></header><nav><ul><li>Home</li></ul></nav>
        <main><article><header><h1>Minutes</h1><p>By Ann Ash</p></header>
        <p>The <b>gate</b> was
           mended.</p><aside>Related posts</aside><div class="share-buttons">Share this</div>
        <p hidden>secret</p><p style="display: none">secret</p><footer>Tags</footer></article></main>
        <footer>Copyright</footer>
    """)
    assert text == "# Minutes\n\nBy Ann Ash\n\nThe gate was mended.\n"


def test_lists_keep_their_levels_and_numbers() -> None:
    text = markdown("<ul><li>Roads<ol start=3><li>one<li>two</ol><li><p>Water</p><p>clean</p></ul>")
    assert text == "* Roads\n    3. one\n    4. two\n* Water\n\n    clean\n"


def test_struck_words_ticks_and_line_breaks_are_kept() -> None:
    text = markdown("<p><s>Ann Ash</s><br>Bob <del>Birch</del></p><ul><li><input type=checkbox checked> paid</ul>")
    assert text == "~~Ann Ash~~\nBob ~~Birch~~\n\n* [x] paid\n"


def test_tables_are_rows_with_their_header() -> None:
    text = markdown("<table><tr><th>Action<th>Owner<tr><td>Mend|paint<td>Ann<br>Bob</table>")
    assert text == "| Action | Owner |\n| --- | --- |\n| Mend\\|paint | Ann Bob |\n"


def test_tables_that_only_place_things_are_no_tables() -> None:
    assert markdown("<table><tr><td><h2>News</h2><p>Words.</p></table>") == "## News\n\nWords.\n"


def test_definitions_and_bold_paragraphs_are_labels() -> None:
    text = markdown("<dl><dt>Present<dd>Ann, Bob<dt>Actions<dd>one<dd>two</dl><p><strong>Roads</strong></p>")
    assert text == "Present: Ann, Bob\n\n**Actions**\n\n* one\n* two\n\n**Roads**\n"


def test_the_head_tells_title_author_day_and_kind() -> None:
    head = """
        <meta property="og:title" content="A year"><meta property="og:type" content="article">
        <meta property="article:published_time" content="2023-12-08T10:00:00Z"><meta name="author" content="Ann Ash">
    """
    source = read_source(f"<html lang=en-GB><head>{head}</head><p>Words".encode(), "a.htm")
    assert source.properties == {
        "title": "A year",
        "author": "Ann Ash",
        "published": "2023-12-08",
        "kind": "article",
        "language": "en-GB",
    }


def test_structured_data_tells_it_too() -> None:
    posting = {"@type": "BlogPosting", "datePublished": "2023-12-08T10:00", "author": [{"name": "Ann Ash"}]}
    told = json.dumps({"@graph": [posting]})
    source = read_source(f'<html><script type="application/ld+json">{told}</script><p>Words'.encode(), "a.html")
    assert source.properties["author"] == "Ann Ash"
    assert source.properties["published"] == "2023-12-08"


def test_the_declared_encoding_is_used() -> None:
    page = "<html><meta charset=iso-8859-2><p>Łukasz Żak".encode("iso-8859-2")
    assert read_source(page, "a.html").text == "Łukasz Żak\n"


def test_a_web_archive_is_read_as_its_page() -> None:
    archive = dedent("""\
        From: <Saved by a browser>
        Subject: Minutes
        MIME-Version: 1.0
        Content-Type: multipart/related; type="text/html"; boundary="b"

        --b
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <html><body><nav>Home</nav><h1>Minutes</h1><p>Zo=C3=AB was pres=
        ent.</p></body></html>
        --b
        Content-Type: image/png
        Content-Transfer-Encoding: base64

        aaaa
        --b--
        """)
    assert read_source(archive.encode(), "minutes.mhtml").text == "# Minutes\n\nZoë was present.\n"
