"""How many attributes the tags of an HTML text have, counted in one pass before it is parsed."""

import re

_NAME = r"[^\s/>][^\s/>=]*+"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = rf"[\s/]*+{_NAME}(?:\s*+=\s*+{_VALUE}?+)?+"
_TAG = re.compile(rf"<[A-Za-z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE})*+)")
"""As the HTML Living Standard cuts them (tokenization); no step is ever taken back."""

_EACH = re.compile(_ATTRIBUTE)


def widest_tag(text: str, enough: int) -> int:
    """The largest number of attributes of a tag, if over `enough`; otherwise 0. Scripts and comments count too."""
    long = (found["attributes"] for found in _TAG.finditer(text) if found.end() - found.start() > 2 * enough)
    widest = max((sum(1 for _ in _EACH.finditer(attributes)) for attributes in long), default=0)
    return widest if widest > enough else 0
