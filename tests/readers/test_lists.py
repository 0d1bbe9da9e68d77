"""Lists of retractions and of DOIs that were looked up: what is read of them, and what is said of bad ones."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.errors import UsageError
from pharmaudit.model import Damage
from pharmaudit.readers.lists import DOI_CACHE, RETRACTIONS, ReadLists, read_lists, understood

WATCH = (
    "Record ID,Title,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n"
    '1,"A title,\nin two lines",10.1000/notice,3,10.1000/EX.1,11,Retraction\n'
    "2,Another,10.1000/notice,0,unavailable,0,Retraction\n"
    "3,Doubted,,,10.1000/ex.3,13,Expression of concern\n"
    "4,Mended,,,10.1000/ex.4,14,Correction\n"
    "5,Back again,,,10.1000/ex.5,15,Retraction\n"
    "6,Back again,,,10.1000/ex.5,15,Reinstatement\n"
)


def read(folder: Path, name: str, data: str | bytes) -> ReadLists:
    file = folder / "list.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_lists({name: file})


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("pmid\n11\n12\n", {"11", "12"}),
        ("doi\nhttps://doi.org/10.1000/A\ndoi: 10.1000/2\ndoi.org/10.1000/3\n", {f"10.1000/{i}" for i in "a23"}),
        ("PMID;DOI;note\r\n11;10.1000/ex.1;x\r\n;10.1000/ex.2\r\n12\r\n", {"11", "12", "10.1000/ex.1", "10.1000/ex.2"}),
        ("\ufeffpubmed_id\tdoi\n11\t\n", {"11"}),
        (WATCH, {"11", "10.1000/ex.1"}),
    ],
)  # fmt: skip
def test_retractions_are_read(tmp_path: Path, text: str, known: set[str]) -> None:
    found = read(tmp_path, RETRACTIONS, text)
    assert found.known == {RETRACTIONS: dict.fromkeys(known, False)}
    assert found.damages == ()
    [file] = found.files
    assert (file.path, file.format, file.entries) == (str(tmp_path / "list.csv"), "list: retractions", len(known))
    assert len(file.sha256) == 64


def test_a_doi_that_ever_resolved_resolves(tmp_path: Path) -> None:
    text = "resolved,doi\n0,10.1000/ex.1\n1,10.1000/EX.2\n0,10.1000/ex.2\n1,10.1000/ex.3\n0,10.1000/ex.3\n"
    found = read(tmp_path, DOI_CACHE, text)
    assert found.known == {DOI_CACHE: {"10.1000/ex.1": False, "10.1000/ex.2": True, "10.1000/ex.3": True}}


@pytest.mark.parametrize(
    ("name", "text", "known", "damages"),
    [
        (
            RETRACTIONS,
            "pmid,doi\nPMC11,10.1000/ex.1\n12,ten\n",
            {"10.1000/ex.1", "12"},
            [(2, "what stands in the column pmid is no PMID"), (3, "what stands in the column doi is no DOI")],
        ),
        (RETRACTIONS, '"pmid"\n"x\ny"\nz\n', set(), [(2, "no PMID"), (4, "no PMID")]),
        (DOI_CACHE, "doi,resolved\n10.1000/ex.1,yes\n10.1000/ex.2\n", set(), [(2, "0 or 1"), (3, "0 or 1")]),
    ],
)
def test_bad_rows_are_told_with_their_lines_and_the_rest_goes_on(
    tmp_path: Path, name: str, text: str, known: set[str], damages: list[tuple[int, str]]
) -> None:
    found = read(tmp_path, name, text)
    assert found.known[name].keys() == known
    assert [one.line for one in found.damages] == [line for line, _ in damages]
    assert all(said in one.reason for one, (_, said) in zip(found.damages, damages, strict=True))
    assert not any(one.grave for one in found.damages)


def test_many_bad_rows_are_counted(tmp_path: Path) -> None:
    damages = read(tmp_path, RETRACTIONS, "pmid\n" + "x\n" * 1000).damages
    assert len(damages) < 20
    assert "more lines of this sort" in damages[-1].reason


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, RETRACTIONS, b"pmid,title\n11,\xe9t\xe9\n")
    assert found.known[RETRACTIONS] == {"11": False}
    assert [type(one) for one in found.damages] == [Damage]
    assert "UTF-8" in found.damages[0].reason


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (RETRACTIONS, "", r"list.csv:1: the list needs a column pmid or doi, or both; its header is empty"),
        (RETRACTIONS, "id,title\n1,x\n", r"list.csv:1: .* its header is id, title"),
        (DOI_CACHE, "doi\n10.1000/182\n", r"list.csv:1: the list needs the columns doi and resolved"),
        (DOI_CACHE, "pmid,resolved\n1,1\n", r"list.csv:1: the list needs the columns doi and resolved"),
        (RETRACTIONS, "pmid,doi\n,unavailable\n", r"list.csv: the list holds no PMID and no DOI"),
        (RETRACTIONS, 'pmid\n1\n"2\n', r"list.csv:3: the row cannot be read .*; export the list as CSV anew"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(tmp_path, name, text)


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_a_list_that_cannot_be_opened_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError, match=r"the list cannot be read: \w"):
        read_lists({RETRACTIONS: tmp_path / path})


def test_without_files_nothing_is_known() -> None:
    assert read_lists({RETRACTIONS: None, DOI_CACHE: None}) == ReadLists()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for head in (b"", b"doi,resolved\n", b"pmid\n"):
        for name in (RETRACTIONS, DOI_CACHE):
            with suppress(UsageError):
                assert read(folder, name, head + data).known.keys() == {name}


@given(st.lists(st.tuples(st.sampled_from(["10.1000/a", "10.1000/b"]), st.sampled_from("01"))))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, str]]) -> None:
    there = [(0, {"doi": doi, "resolved": resolved}) for doi, resolved in rows]
    assert understood(DOI_CACHE, there)[0] == understood(DOI_CACHE, reversed(there))[0]
