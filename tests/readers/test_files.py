"""Which files are read: itself, a folder, a pattern; links, closed folders, names that look like patterns."""

import os
from pathlib import Path

import pytest

from pharmaudit.engine import serial
from pharmaudit.errors import SourceError, UsageError
from pharmaudit.readers.files import find_files, left_out
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import SUFFIXES, read_sources
from tests.xmlwriter import drug, export, ids

READING = Reading(None, serial)
FILES = ("a.xml", "b.yaml", "sub/c.xml", "sub/deep/d.xml", "sub/deep/e.png", "sub/.git/f.xml", ".g.xml", "[1].xml")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "tree"


def names(tree: Path, path: Path) -> str:
    return " ".join(file.relative_to(tree).as_posix() for file in find_files(path, SUFFIXES))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", "[1].xml a.xml b.yaml sub/c.xml sub/deep/d.xml"),
        ("sub", "sub/c.xml sub/deep/d.xml"),
        ("a.xml", "a.xml"),
        (".g.xml", ".g.xml"),  # hidden, but named
        ("sub/deep/e.png", "sub/deep/e.png"),  # its content decides
        ("*.xml", "[1].xml a.xml"),
        ("?.xml", "a.xml"),
        ("[ab].*", "a.xml b.yaml"),
        ("[!a].*", "b.yaml"),
        ("**/*.xml", "[1].xml a.xml sub/c.xml sub/deep/d.xml"),
        ("**/d.*", "sub/deep/d.xml"),
        ("s*/d*", "sub/deep/d.xml"),  # a folder that matches is read as a folder
        ("s*", "sub/c.xml sub/deep/d.xml"),
        ("**", "[1].xml a.xml b.yaml sub/c.xml sub/deep/d.xml"),
        ("sub/.g*/*.xml", "sub/.git/f.xml"),
        ("[1].xml", "[1].xml"),  # a file of that very name
    ],
)
def test_finds(tree: Path, asked: str, found: str) -> None:
    assert names(tree, tree / asked) == found


def test_a_relative_pattern(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "sub")
    assert find_files(Path("*.xml"), SUFFIXES) == [Path("c.xml")]
    assert find_files(Path("../?.xml"), SUFFIXES) == [Path("../a.xml")]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("none.xml", "there is no such file or folder"),
        ("*.csv", "no file or folder matches this pattern"),
        ("none/*.xml", "no file or folder matches this pattern"),
        ("**none", "cannot be read|matches"),
        ("[2].xml", "no file or folder matches this pattern"),
        ("x" * 300, "there is no such file or folder"),
        ("x" * 300 + "*", "no file or folder matches this pattern"),
        ("a\nb", "the name cannot be shown as text"),
    ],
)
def test_what_is_not_there_gets_one_sentence(tree: Path, asked: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as raised:
        find_files(tree / asked, SUFFIXES)
    assert "\n" not in str(raised.value)


def test_links_in_a_circle_end(tree: Path) -> None:
    for name in ("one", "two", "three"):
        (tree / "sub" / name).symlink_to(tree)
    (tree / "dead.xml").symlink_to(tree / "nowhere")
    found = {Path(os.path.realpath(file)).name for file in find_files(tree, SUFFIXES)}
    assert found == {"a.xml", "b.yaml", "c.xml", "d.xml", "[1].xml"}
    assert len(find_files(tree, SUFFIXES)) == 5
    assert names(tree, tree / "**" / "d.xml") == "sub/deep/d.xml"


def test_a_folder_behind_a_link_is_read(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "to").symlink_to(tree / "sub")
    assert [file.name for file in find_files(tmp_path / "other", SUFFIXES)] == ["c.xml", "d.xml"]


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.xml").write_text(export(drug(1), drug(2)))
    (tmp_path / "link.xml").symlink_to(tmp_path / "f.xml")
    monkeypatch.chdir(tmp_path)
    asked = [tmp_path / "f.xml", Path("f.xml"), tmp_path, tmp_path / "*.xml", tmp_path / "link.xml"]
    tables = read_sources(asked, READING)
    assert ids(tables) == ["DB90001", "DB90002"]
    assert [source.path for source in tables.sources] == [str(tmp_path / "f.xml")]
    assert len(tables["origins"]) == 0


def test_an_id_goes_with_one_file(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.xml").write_text(export(drug(1)))
    with pytest.raises(UsageError, match="--id names the entry of one page, but 2 files are to be read"):
        read_sources([tmp_path], Reading("DB90001", serial))
    read_sources([tmp_path / "a.xml", tmp_path / "a.xml"], Reading("DB90001", serial))


@pytest.mark.parametrize("closed", ["a.xml", "sub"])
def test_what_may_not_be_read_costs_nothing_else(tmp_path: Path, closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    for number, name in enumerate(("a.xml", "b.xml", "sub/c.xml"), 1):
        (tmp_path / name).write_text(export(drug(number)))
    refuse(tmp_path / closed, monkeypatch)
    tables = read_sources([tmp_path], READING)
    assert len(tables.entries) == 2
    [damage] = tables.damages
    assert (damage.source, damage.fatal) == (str(tmp_path / closed), True)
    assert damage.reason == "it may not be read; ask for the right to read it"


def refuse(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system does to all but the superuser, who may run the tests."""
    scan, open_ = os.scandir, Path.open

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def opened(path: Path, mode: str = "r") -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return open_(path, mode)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", ".png (1), .odt (1), no suffix (1)"), ("sub/deep", ".png (1)"), ("a.xml", ""), ("*.xml", ""), ("none", "")],
)
def test_what_a_folder_holds_beside_is_told(tree: Path, asked: str, told: str) -> None:
    for name in ("README", "sub/x.ODT", ".hidden.odt", "sub/.git/x.odt"):
        (tree / name).touch()
    reason = left_out(tree / asked, SUFFIXES)
    assert sorted(reason.partition("that is read: ")[2].partition(";")[0].split(", ")) == sorted(told.split(", "))


def test_files_of_no_format_are_one_line_and_no_loss(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(export(drug(1)))
    (tmp_path / "notes.odt").touch()
    (damage,) = read_sources([tmp_path], READING).damages
    assert ".odt (1)" in str(damage)
    assert not damage.grave


def test_a_pipe_is_never_waited_for(tree: Path) -> None:
    os.mkfifo(tree / "pipe.xml")
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        find_files(tree / "pipe.xml", SUFFIXES)
    with pytest.raises(SourceError, match="cannot be read"):
        find_files(tree / "pipe.*", SUFFIXES)
    assert "pipe" not in names(tree, tree)


def test_a_name_of_several_lines_is_told_in_one(tmp_path: Path) -> None:
    (tmp_path / "a\n\x1b[31mb.xml").write_text("<html/>")
    (tmp_path / "good.xml").write_text(export(drug(1)))
    (damage,) = read_sources([tmp_path], READING).damages
    assert r"/a\n\x1b[31mb.xml: this is no" in str(damage)
