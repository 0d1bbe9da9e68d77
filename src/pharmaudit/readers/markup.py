"""What stands around the elements of XML and HTML: comments, instructions, the document type; and the first element."""

import re

_NOISE = re.compile(rb"<!--|<\?|<!DOCTYPE", re.IGNORECASE)
_NOISE_ENDS = {b"<!--": b"-->", b"<?": b"?>", b"<!DOCTYPE": b">"}
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")


def root_element(text: str) -> str:
    """Local name of the first element, 'unknown' if none is in sight; '' for a text that is no markup."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    found = _ROOT.search(without_noise(text.encode(errors="replace")))
    return found.group(1).decode() if found else "unknown"


def without_noise(data: bytes) -> bytes:
    """What stands between entries, without comments, instructions and the document type; in one pass."""
    kept, place = [], 0
    while found := _NOISE.search(data, place):
        kept.append(data[place : found.start()])
        end = _NOISE_ENDS[found.group().upper()]
        close = data.find(end, found.end())
        if close < 0:
            kept.append(data[found.start() :])
            place = len(data)
            break
        place = close + len(end)
    kept.append(data[place:])
    return b"".join(kept).strip()
