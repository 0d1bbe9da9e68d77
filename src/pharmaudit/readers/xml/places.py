"""Lines and columns of positions in a stream of which only a part is kept."""

_NO_CONTINUATION = bytes(byte for byte in range(256) if not 0x80 <= byte <= 0xBF)


class Places:
    """Counts on from the last position asked for: positions are asked for in rising order, but for a few."""

    def __init__(self) -> None:
        self._first = (0, 1, 1)  # the first byte of the buffer: position, line, column
        self._last = self._first

    def at(self, buffer: bytes, position: int) -> tuple[int, int]:
        """Line and column from 1 of a position; the column counts the characters of UTF-8."""
        place, line, column = self._last if self._last[0] <= position else self._first
        lines = buffer.count(b"\n", place, position)
        if lines:
            line += lines
            column = 1
            place = buffer.rfind(b"\n", place, position) + 1
        between = buffer[place:position]
        column += len(between) - len(between.translate(None, _NO_CONTINUATION))
        self._last = (position, line, column)
        return line, column

    def drop(self, buffer: bytes, count: int) -> None:
        """The first `count` bytes of the buffer are going to be dropped."""
        self._first = self._last = (0, *self.at(buffer, count))
