"""Which files are read, and which document each of them is."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import assign_ids, find_files

SOURCES = st.lists(st.from_regex(r"\A[ab](/[ab]){0,2}/[xy]\.(md|txt)\Z"), max_size=8, unique=True)


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")


def test_folders_are_walked_in_order_and_what_cannot_be_read_is_counted(tmp_path: Path) -> None:
    write(
        tmp_path,
        "minutes/b.md",
        "minutes/a/c.txt",
        "minutes/.hidden.md",
        "minutes/.git/x.md",
        "minutes/x.png",
        "minutes/~$b.docx",
    )
    found = find_files([tmp_path / "minutes"])
    assert [file.source for file in found.files] == ["minutes/a/c.txt", "minutes/b.md"]
    assert found.skipped == 3


def test_a_file_is_read_once_and_by_the_name_of_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "minutes/b.md")
    found = find_files([tmp_path / "minutes/b.md", tmp_path / "minutes", tmp_path / "minutes" / "." / "b.md"])
    assert [file.source for file in found.files] == ["minutes/b.md"]


def test_equal_names_under_two_folders_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "one/minutes/b.md", "two/minutes/b.md")
    found = find_files([tmp_path / "one/minutes", tmp_path / "two/minutes"])
    assert len({file.source for file in found.files}) == 2


def test_the_library_itself_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "library/records/x.md")
    assert len(find_files([tmp_path], without=tmp_path / "library").files) == 1


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "absent.md"
    assert "is not there" in find_files([path]).unreadable[str(path)]


def test_a_document_is_called_after_its_file_then_its_folders() -> None:
    assert assign_ids(["a/2023/05.md", "a/2024/05.md", "b/2024/05.md"], {}) == {
        "a/2023/05.md": "05",
        "a/2024/05.md": "2024-05",
        "b/2024/05.md": "b-2024-05",
    }


def test_the_same_file_under_a_longer_or_shorter_path_is_the_same_document() -> None:
    assert assign_ids(["minutes/2023/05.md"], {"may": "2023/05.md"}) == {"minutes/2023/05.md": "may"}
    assert assign_ids(["2023/05.md"], {"may": "minutes/2023/05.md"}) == {"2023/05.md": "may"}
    assert assign_ids(["2024/05.md"], {"05": "2023/05.md"}) == {"2024/05.md": "2024-05"}


def test_where_two_documents_could_be_meant_neither_is() -> None:
    assert assign_ids(["05.md"], {"a": "2023/05.md", "b": "2024/05.md"}) == {"05.md": "05"}


@given(SOURCES, st.randoms(use_true_random=False), st.data())
def test_ids_are_unique_and_the_same_after_an_interruption(
    sources: list[str], order: object, data: st.DataObject
) -> None:
    assigned = assign_ids(sources, {})
    assert len(set(assigned.values())) == len(sources)
    done = data.draw(st.integers(0, len(sources)))
    stored = {assigned[source]: source for source in sorted(sources)[:done]}
    assert assign_ids(list(reversed(sources)), stored) == assigned


def test_a_file_without_an_ending_is_read_where_its_name_holds_a_number(tmp_path: Path) -> None:
    for name in ("2024-03-14", "2024.05.20", "LICENSE", "minutes.bin"):
        (tmp_path / name).write_text("Present: Ada Moss\n", "utf-8")
    found = find_files([tmp_path])
    assert [file.path.name for file in found.files] == ["2024-03-14", "2024.05.20"]
    assert found.skipped == 2
