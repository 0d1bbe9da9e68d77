"""Lines for a terminal: wrapped to its width with hanging indents, never between a mark and its label."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

GAP = "  "


class Lines:
    """Prints texts of others as they are: no markup, no codes for the terminal, no blanks at the end of a line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def head(self, text: str, beside: str = "") -> None:
        """A headline after an empty line, with something plain beside it."""
        self._console.print()
        self.text(Text.assemble((shown(text), "bold"), f"{GAP}{shown(beside)}" if beside else ""))

    def pair(self, name: str, text: str, width: int = 15) -> None:
        """A name and what is to say of it, which hangs behind the name."""
        self.text(Text(f"{name:<{width}}{shown(text)}"), hang=width)

    def text(self, text: Text | str, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """A text in as many lines as it takes; lines after the first hang further in."""
        whole = Text(shown(text), style=style) if isinstance(text, str) else text
        first = whole.wrap(self._console, max(20, self._console.width - indent))[:1]
        rest = whole[len(first[0].plain) :] if first else Text()
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        width = max(20, self._console.width - indent - hang)
        for number, line in enumerate([*first, *(rest.wrap(self._console, width) if rest.plain else ())]):
            line.rstrip()
            self._put(" " * (indent + (hang if number else 0)), line)

    def flow(self, items: Iterable[str], indent: int = 2) -> None:
        """Items side by side, as many in a line as fit; none is broken unless it is longer than a line."""
        line = ""
        for item in map(shown, items):
            if line and cell_len(line + GAP + item) > self._console.width - indent:
                self.text(line, indent)
                line = ""
            line = f"{line}{GAP}{item}" if line else item
        if line:
            self.text(Text(line), indent, hang=2)

    def columns(self, rows: list[tuple[str, ...]], indent: int = 2) -> None:
        """Rows in columns: the first set to the left, the others to the right."""
        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        for first, *others in rows:
            cells = [first + " " * (widths[0] - cell_len(first))]
            cells += [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
            self.text(Text(GAP.join(cells)), indent, hang=2)

    def _put(self, indent: str, line: Text) -> None:
        self._console.print(Text(indent) + line if line.plain else "", soft_wrap=True, highlight=False)


def shown(text: str) -> str:
    """A text in one line, without what only a terminal or a reordered line would obey."""
    return "".join(letter for letter in text.replace("\n", " ") if letter.isprintable() or letter == "\u00a0")
