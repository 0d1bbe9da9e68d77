"""Strict YAML: words stay words, positions are kept, and every refusal says where."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.errors import RuleError
from pharmaudit.yamltext import MAX_BYTES, MAX_DEPTH, Document, did_you_mean, parse, read

VALUES = [
    ("NO", "NO"),
    ("yes", "yes"),
    ("on", "on"),
    ("True", "True"),
    ("true", True),
    ("false", False),
    ("null", None),
    ("~", None),
    ("", None),
    ('""', ""),
    ("'true'", "true"),
    ("'1'", "1"),
    ("1", 1),
    ("-1", -1),
    ("0", 0),
    ("007", "007"),
    ("0x10", "0x10"),
    ("1_000", "1_000"),
    ("1e5", "1e5"),
    ("1.5", 1.5),
    (".5", ".5"),
    (".inf", ".inf"),
    ("12:30:45", "12:30:45"),
    ("2024-01-02", "2024-01-02"),
    ("50-78-2", "50-78-2"),
    ("=", "="),
    ("<<", "<<"),
    ("9" * 30, "9" * 30),
    ("|\n  1\n", "1\n"),
    (">-\n  a\n  b\n", "a b"),
    ("[a, {b: 1}]", ["a", {"b": 1}]),
    ("{}", {}),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_typed_by_how_it_is_written(text: str, value: object) -> None:
    data = parse(f"key: {text}", "f.yaml").data
    assert data == {"key": value}
    assert isinstance(data, dict)
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_document_is_null(text: str) -> None:
    assert parse(text, "f.yaml").data is None


REFUSED = [
    ("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key 'a' is given twice"),
    ("a: {b: 1, b: 2}", "f.yaml:1:11: the key 'b' is given twice"),
    ("a: 1\n'a': 2", "f.yaml:2:1: the key 'a' is given twice"),
    ("a: &x 1\nb: *x", "f.yaml:1:4: anchors and aliases"),
    ("b: *x", "f.yaml:1:4: anchors and aliases"),
    ("a: !!python/object/apply:os.system [id]", "f.yaml:1:4: tags such as"),
    ("a: !!str 1", "f.yaml:1:4: tags such as"),
    ("[a]: 1", "f.yaml:1:1: a key must be a word"),
    ("? {a: 1}\n: 2", "f.yaml:1:3: a key must be a word"),
    ("a: [1", "f.yaml:2:1: "),
    ("a: 1\n b: 2", "f.yaml:2:3: "),
    ("\ta: 1", "f.yaml:1:1: "),
    ("a: 1\n---\nb: 2", "f.yaml:2:1: "),
    ("a: \x00", "f.yaml:1:1: "),
    ("a: \ud800", "f.yaml:1:1: "),
    ("[" * (MAX_DEPTH + 1), f"f.yaml:1:{MAX_DEPTH + 1}: nested deeper"),
    ("{a: " * 100_000, f"f.yaml:1:{4 * MAX_DEPTH + 1}: nested deeper"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refuses_with_a_position(text: str, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse(text, "f.yaml")
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_nesting_is_allowed_up_to_the_limit() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yaml").data


PLACES = [
    ((), "f.yaml:1:1"),
    (("a",), "f.yaml:1:1"),
    (("a", 1), "f.yaml:3:5"),
    (("a", 1, "b"), "f.yaml:3:5"),
    (("a", 9), "f.yaml:1:1"),
    (("z", "y", 3), "f.yaml:1:1"),
]


@pytest.mark.parametrize(("where", "position"), PLACES)
def test_knows_the_position_of_every_place(where: tuple[str | int, ...], position: str) -> None:
    assert parse("a:\n  - 1\n  - b: 2\n", "f.yaml").at(where) == position


FILES = [
    (b"a: \xff", "the file is not UTF-8 (byte 3)"),
    ("a: 1".encode("utf-16"), "the file is not UTF-8"),
    (b"#" * (MAX_BYTES + 1), "larger than 1024 KiB"),
    (b"a: b: c", ""),
]


@pytest.mark.parametrize(("data", "message"), FILES)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(data)
    with pytest.raises(RuleError) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}:1:")
    assert message in str(raised.value)


def test_reads_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9")
    assert read(path).data == {"a": "é"}


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(RuleError, match="cannot be read"):
            read(path)


def refusal(function: Callable[..., Document], *arguments: object) -> str:
    """The message with which a text is refused, '' where it is not."""
    try:
        function(*arguments)
    except RuleError as error:
        return str(error)
    return ""


@given(st.text(st.characters(codec=None), max_size=60) | st.text("{}[]:,-?&*!|>'\"%@`#~\n\t ab1", max_size=40))
def test_any_text_parses_or_is_refused(text: str) -> None:
    message = refusal(parse, text, "f.yaml")
    assert not message or message.startswith("f.yaml:")


@given(st.binary(max_size=40))
def test_any_bytes_parse_or_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    message = refusal(read, path)
    assert not message or message.startswith(f"{path}:")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("indicaton", " Did you mean 'indication'?"), ("xyz", ""), ("", "")],
)
def test_suggests_the_nearest_word(word: str, hint: str) -> None:
    assert did_you_mean(word, ["indication", "toxicity"]) == hint
