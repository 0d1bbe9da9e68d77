"""The style sheet: every text stands out from its ground as WCAG 2.2 AA demands, by day and by night."""

import re

import pytest

TEXT = 4.5
SHAPE = 3.0
WORDS = ("ink", "muted", "accent", "error", "warning", "info", "settled")
PAIRS = [
    *((text, ground, TEXT) for text in WORDS for ground in ("paper", "raised")),
    *(("on-low", ground, TEXT) for ground in ("q1", "q2", "q3")),
    *(("on-high", ground, TEXT) for ground in ("q4", "q5")),
    ("ink", "accent-soft", TEXT),
    ("accent", "accent-soft", TEXT),
    ("line", "paper", SHAPE),
    ("focus", "paper", SHAPE),
    ("q4", "paper", SHAPE),
]


@pytest.fixture(scope="module")
def themes(repo_root):
    css = (repo_root / "reports" / "static" / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    day, night = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return {"day": day, "night": day | night}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(themes, theme, text, ground, least):
    colours = themes[theme]
    light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_nothing_comes_from_elsewhere(repo_root):
    static = repo_root / "reports" / "static"
    foreign = r"url\(|@import|\bfetch\(|XMLHttpRequest|innerHTML|document\.write|https?:(?!//www\.w3\.org/2000/svg)"
    for path in (static / "report.css", static / "report.js"):
        assert not re.search(foreign, path.read_text(encoding="utf-8"))
