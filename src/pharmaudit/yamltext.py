"""Strict YAML for files that people write: positions are kept, surprises are refused.

Words stay words (`NO` is text, a date is text); only `true`, `false`, `null`, whole numbers and decimals are typed.
Duplicate keys, aliases, tags, and files beyond a size or depth are errors with file, line and column.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pharmaudit.errors import RuleError

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_UNQUOTED = (
    "did not find expected key",
    "mapping values are not allowed in this context",
    "found character that cannot start any token",
)
"""What the parser says where a value ought to stand in quotation marks."""
_SPECIAL = "{[\"'@%`"
_SHOWN = 12

Where = tuple[str | int, ...]
"""A place inside a document: keys and list indexes from the top."""


@dataclass(frozen=True)
class Document:
    """The plain data of a YAML file, and the position of every place in it (line and column from 1)."""

    file: str
    data: object
    marks: dict[Where, tuple[int, int]] = field(default_factory=dict)

    def at(self, where: Where) -> str:
        """`file:line:column` of a place, or of the nearest place around it."""
        while where not in self.marks and where:
            where = where[:-1]
        line, column = self.marks.get(where, (1, 1))
        return f"{self.file}:{line}:{column}"


def read(path: Path) -> Document:
    """Read a YAML file. Raises RuleError with file:line:column."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise RuleError(f"{path}:1:1: cannot be read: it is no regular file")  # a pipe would be waited for
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RuleError(f"{path}:1:1: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise RuleError(f"{path}:1:1: the file is larger than {MAX_BYTES >> 10} KiB")
    return parse(decode(data, str(path)), str(path))


def decode(data: bytes, file: str) -> str:
    """The text of a YAML file. Raises RuleError where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"{file}:1:1: the file is not UTF-8 (byte {error.start})") from None


def parse(text: str, file: str) -> Document:
    """Parse YAML text; `file` names it in messages. Raises RuleError with file:line:column."""
    try:
        loader = yaml.CSafeLoader(text)
    except UnicodeEncodeError as error:
        raise RuleError(f"{file}:1:1: half of a surrogate pair is no character (character {error.start})") from None
    try:
        _refuse_aliases(text, file)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RuleError(f"{file}:{line}:{column}: {error.problem or error.context}{_hint(error, text)}") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{file}:1:1: {' '.join(str(error).split())}") from None
    finally:
        loader.dispose()
    document = Document(file, None)
    data = None if node is None else _build(node, (), document)
    return Document(file, data, document.marks)


def _hint(error: yaml.MarkedYAMLError, text: str) -> str:
    """What to do about a value that YAML takes for something else, as it does with one that begins with a brace."""
    lines, mark = text.split("\n"), error.problem_mark
    if mark is None or mark.line >= len(lines) or str(error.problem) not in _UNQUOTED:
        return ""
    value = lines[mark.line].partition(": ")[2].strip()
    if not value or (value[0] not in _SPECIAL and ": " not in value):
        return ""
    why = f"begins with {value[0]}" if value[0] in _SPECIAL else "holds a colon and a blank"
    quote = '"' if "'" in value else "'"
    return f"; a text that {why} is written in quotation marks as a whole, such as {quote}{value[:_SHOWN]}…{quote}"


def _refuse_aliases(text: str, file: str) -> None:
    """Aliases and deep nesting are found among the events, before anything could be expanded or recursed into."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RuleError(f"{file}:{line}:{column}: anchors and aliases are not allowed; write the value out")
        if tag := getattr(event, "tag", None):
            raise RuleError(f"{file}:{line}:{column}: tags such as {tag} are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RuleError(f"{file}:{line}:{column}: nested deeper than {MAX_DEPTH} levels")


def _build(node: yaml.Node, where: Where, document: Document) -> object:
    document.marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            position = f"{document.file}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            if not isinstance(key_node, yaml.ScalarNode):
                raise RuleError(f"{position}: a key must be a word")
            if key in result:
                raise RuleError(f"{position}: the key {key!r} is given twice")
            result[key] = _build(value_node, (*where, key), document)
            document.marks[(*where, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*where, index), document) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and not (len(text) > 1 and text.lstrip("+-").startswith("0")):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean ...?' for the nearest known word, or '' where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""
