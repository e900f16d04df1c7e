"""What is kept from an audience: nothing of it is in what they see, not even a gap where it was."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import Library
from kg.errors import ConfigurationError, JudgementError, LibraryError
from kg.extraction import Person
from kg.forgetting import forget_document, forget_person
from kg.judgements import Fact, line_of
from kg.records import record
from search.catch_up import open_index, refresh
from search.engine import SearchRequest
from tests.kg.extractions import BASE, minutes

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
OPEN = {"2023-01-10": ("Ada Byrne", "Tom Reed"), "2023-02-14": ("Ada Byrne", "Robin Lowe"), "2023-03-14": ("Uma Vane",)}
CLOSED = {"2023-02-20": ("Ada Byrne", "Zora Quill"), "2023-04-01": ("Tom Reed", "Quentin Vole")}
PEOPLE = "SELECT ?name WHERE { ?person a foaf:Person ; skos:prefLabel ?name } ORDER BY ?name"


def stored(folder: Path, documents: dict[str, tuple[str, ...]]) -> Library:
    library = Library.create(folder, name="Trees", base=BASE)
    library.store(
        {
            day: record(minutes(day, names, action=f"{names[0]} to write"), day, library.base, day.ljust(64, "0"))
            for day, names in documents.items()
        }
    )
    return library


@pytest.fixture
def whole(tmp_path: Path) -> Library:
    library = stored(tmp_path / "whole", OPEN | CLOSED)
    library.restrict({f"{day}.md": ["board"] for day in CLOSED})
    return library


def graph(library: Library) -> list[str]:
    """Every quad of the graph, sorted."""
    return sorted(str(library.snapshot().store).split("\n"))  # type: ignore[attr-defined]


def people(library: Library) -> list[object]:
    return [row[0] for row in library.select(PEOPLE)]


def never_held(folder: Path, log: Iterable[bytes]) -> Library:
    """A library that was never given the closed documents, with this log of judgements."""
    library = stored(folder, OPEN)
    (folder / "judgements.jsonl").write_bytes(b"".join(line + b"\n" for line in log))
    return library


def test_others_see_a_library_that_never_held_what_is_kept_from_them(whole: Library, tmp_path: Path) -> None:
    public = whole.seen_by([])
    assert people(public) == ["Ada Byrne", "Robin Lowe", "Tom Reed", "Uma Vane"]
    assert graph(public) == graph(never_held(tmp_path / "never", []))
    assert public.verify(open_index(public).stamps()) == [] and whole.verify() == []
    assert public.status().documents == {"minutes": 3}


def test_members_of_the_group_see_the_library_itself(whole: Library) -> None:
    assert whole.seen_by(["board", "press"]) is whole


def test_what_is_kept_from_somebody_is_to_them_as_what_does_not_exist(whole: Library) -> None:
    public = whole.seen_by(["press"])
    with pytest.raises(LibraryError) as closed:
        public.document("2023-04-01")
    with pytest.raises(LibraryError) as missing:
        public.document("2023-04-02")
    assert str(closed.value).replace("04-01", "04-02") == str(missing.value)


@st.composite
def judgements(draw: st.DrawFn) -> list[tuple[str, dict[str, object]]]:
    """A few judgements about people of open and closed documents, some undone."""
    names = ["ada-byrne", "tom-reed", "robin-lowe", "zora-quill", "quentin-vole"]
    person = st.sampled_from(names).map(f"{BASE}person/{{}}".format)
    made: list[tuple[str, dict[str, object]]] = []
    for _ in range(draw(st.integers(1, 6))):
        action = draw(st.sampled_from(["rename", "same", "split", "add", "undo", "add-alias", "not-same"]))
        target, other = draw(person), draw(person)
        about: dict[str, object] = {"target": target}
        match action:
            case "rename" | "add-alias":
                about["text"] = draw(st.sampled_from(["Ada B.", "The Chair"]))
            case "same" | "not-same":
                about["other"] = other
            case "split":
                about["documents"] = (draw(st.sampled_from(sorted(OPEN | CLOSED))),)
            case "add":
                about = {"text": "They met.", "fact": Fact(kind="engagement", by=(target,), engaged=(other,))}
            case "undo":
                about = {"undoes": draw(st.integers(1, 6))}
        made.append((action, about))
    return made


def log(library: Library, made: Iterable[tuple[str, dict[str, object]]]) -> None:
    for action, about in made:
        try:
            library.judgements.append(action, who="ada", at=NOON, **about)  # type: ignore[arg-type]
        except JudgementError:
            continue


@settings(max_examples=60, deadline=None)
@given(judgements())
def test_whatever_people_judge_the_same_holds(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, dict[str, object]]]
) -> None:
    folder = tmp_path_factory.mktemp("seen")
    library = stored(folder / "whole", OPEN | CLOSED)
    library.restrict({f"{day}.md": ["board"] for day in CLOSED})
    log(library, made)
    public = library.seen_by([])
    shown = public.judgements.read()
    assert [one.number for one in shown] == list(range(1, len(shown) + 1))
    assert not any(name in line_of(one).decode() for one in shown for name in ("zora", "quentin", *CLOSED))
    never = never_held(folder / "never", map(line_of, shown))
    assert never.judgements.read() == shown
    assert public.state().stamps() == never.state().stamps()


def test_a_judgement_in_what_a_group_sees_is_taken_in_the_whole_library(whole: Library) -> None:
    whole.judge("rename", who="ada", at=NOON, target="person/zora-quill", text="Zora")
    public = whole.seen_by([])
    assert public.judgements.read() == ()
    made = public.judge("rename", who="tom", at=NOON, target="person/tom-reed", text="Thomas Reed")
    assert made.number == 1
    assert "Thomas Reed" in people(public) and "Thomas Reed" in people(whole)
    assert [one.number for one in whole.judgements.read()] == [1, 2]
    public.judge("undo", who="tom", at=NOON, undoes=1)
    assert "Thomas Reed" not in people(whole) and "Zora" in people(whole)


def test_a_judgement_on_a_namesake_or_a_told_fact_reaches_the_one_that_is_seen(whole: Library) -> None:
    whole.judge("rename", who="ada", at=NOON, target="person/zora-quill", text="Zora")
    whole.judge("split", who="ada", at=NOON, target="person/ada-byrne", documents=("2023-02-14",))
    fact = Fact(kind="commitment", by=("person/tom-reed",), what="plant oaks")
    whole.judge("add", who="ada", at=NOON, text="Tom Reed plants oaks.", fact=fact)
    public = whole.seen_by([])
    public.judge("rename", who="tom", at=NOON, target="person/ada-byrne~1", text="Ada Byrne the younger")
    told = public.select("SELECT ?fact WHERE { ?fact mb:what 'plant oaks' }").rows[0][0]
    public.judge("close-action", who="tom", at=NOON, target=str(told), status="done")
    for library in (public, whole):
        assert "Ada Byrne the younger" in people(library)
        assert library.ask("ASK { ?fact mb:what 'plant oaks' ; mb:commitmentStatus mb:commitment-done }")


def test_what_is_not_seen_cannot_be_judged(whole: Library) -> None:
    public = whole.seen_by([])
    for target in ("person/zora-quill", "person/nobody"):
        with pytest.raises(JudgementError, match="there is no"):
            public.judge("rename", who="tom", at=NOON, target=target, text="Z")
    with pytest.raises(LibraryError, match="whole library"):
        public.store({})


def test_a_fact_told_by_hand_can_be_kept_from_others(whole: Library, tmp_path: Path) -> None:
    whole.restrict({"judgement~1": ["board"]})
    fact = Fact(kind="commitment", by=("person/tom-reed",), what="resign")
    whole.judge("add", who="ada", at=NOON, text="Tom Reed will resign.", fact=fact)
    assert graph(whole.seen_by([])) == graph(never_held(tmp_path / "never", []))


def test_a_document_that_was_open_leaves_nothing_behind(tmp_path: Path) -> None:
    library = stored(tmp_path / "whole", OPEN | CLOSED)
    library.restrict({"2023-04-01.md": ["board"]})
    public = library.seen_by([])
    index = open_index(public)
    assert "Zora Quill" in people(public) and index.complete("zor")
    library.restrict({"2023-02-20.md": ["board"]})
    refresh(public, index)
    assert "Zora Quill" not in people(public) and not index.complete("zor")
    never = never_held(tmp_path / "never", [])
    other = open_index(never)
    for query in ("reed", "byrne", "zora", "write"):
        assert index.search(SearchRequest(query)) == other.search(SearchRequest(query))
        assert index.complete(query[:2]) == other.complete(query[:2])
    assert graph(public) == graph(never)


def test_while_another_process_writes_nothing_newly_kept_is_shown(tmp_path: Path) -> None:
    library = stored(tmp_path / "whole", OPEN | CLOSED).with_settings(lock_seconds=0.1)
    library.restrict({"2023-04-01.md": ["board"]})
    public = library.seen_by([])
    index = open_index(public)
    assert "Zora Quill" in people(public)
    library.restrict({"2023-02-20.md": ["board"]})
    with Library.open(library.folder).lock():
        with pytest.raises(LibraryError, match="being written"):
            people(public)
        with pytest.raises(LibraryError, match="being written"):
            refresh(public, index)
    assert "Zora Quill" not in people(public)


def test_rules_by_the_path_of_a_file(whole: Library) -> None:
    path = whole.folder / "minutebook.toml"
    path.write_text(path.read_text() + '\n[restricted]\n"Board/*" = "board"\n"*-draft.md" = ["board", "clerk"]\n')
    rules = whole.restrictions()
    for source in ("board/a.md", "minutes/BOARD/2023/a.md", "2023-draft.md", "x/2023-draft.md"):
        assert rules.hides(source, frozenset({"press"}))
        assert not rules.hides(source, frozenset({"board"}))
    assert rules.hides("board/x-draft.md", frozenset({"clerk"}))
    assert not rules.hides("surfboard/a.md", frozenset())


@pytest.mark.parametrize("line", ["restricted = 3", "[restricted]\n'a' = 3", "[restricted]\n'a' = []"])
def test_a_rule_that_names_no_group_is_refused(whole: Library, line: str) -> None:
    path = whole.folder / "minutebook.toml"
    path.write_text(path.read_text() + f"\n{line}\n")
    with pytest.raises(ConfigurationError, match="restricted"):
        Library.open(whole.folder)


def test_failures_of_what_is_kept_from_others_are_kept_from_them(whole: Library) -> None:
    whole.restrict({"secret.pdf": ["board"]})
    whole.note_failures({"secret.pdf": "is damaged", "other.pdf": "is damaged"})
    assert list(whole.seen_by([]).failures()) == ["other.pdf"]
    assert len(whole.failures()) == 2


def test_forgetting_somebody_opens_nothing(tmp_path: Path) -> None:
    library = stored(tmp_path / "whole", OPEN)
    closed = minutes("2023-05-01", ("Zora Quill", "Ida Holm"))
    closed = replace(closed, document=replace(closed.document, source="with Zora Quill.md"))
    library.store({"2023-05-01": record(closed, "2023-05-01", library.base, "9" * 64)})
    library.restrict({"with Zora Quill.md": ["board"]})
    public = library.seen_by([])
    assert forget_person(library, f"{library.base}person/zora-quill") == []
    assert "Ida Holm" in people(library) and "Ida Holm" not in people(public)


def test_forgetting_a_document_takes_it_out_of_what_every_group_sees(whole: Library) -> None:
    whole.restrict({"2023-01-10.md": ["clerk"]})
    board = whole.seen_by(["board"])
    assert "Zora Quill" in people(board)
    forget_document(whole, "2023-02-20")
    assert "Zora Quill" not in people(board)
    assert "2023-02-20.md" not in whole.restrictions().sources


def test_an_audience_that_there_is_no_more_leaves_no_folder(whole: Library) -> None:
    people(whole.seen_by([]))
    assert len(whole.audiences()) == 1
    whole.restrict({f"{day}.md": None for day in CLOSED})
    assert whole.audiences() == [] and list((whole.cache / "audiences").iterdir()) == []


def test_a_partial_name_is_not_explained_by_what_is_kept(tmp_path: Path) -> None:
    library = stored(tmp_path / "whole", {"2023-01-10": ("Ada Byrne",)})
    tom = Person("person/tom", "Tom", partial=True)
    library.store(
        {
            "open": record(minutes("2023-01-20", (tom,)), "open", library.base, "1" * 64),
            "closed": record(minutes("2023-01-25", ("Tom Vole",)), "closed", library.base, "2" * 64),
        }
    )
    assert people(library) == ["Ada Byrne", "Tom Vole"]
    library.restrict({"2023-01-25.md": ["board"]})
    assert people(library.seen_by([])) == ["Ada Byrne", "Tom"]
