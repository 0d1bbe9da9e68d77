"""Repetition: a text that says the same thing twice."""

import re

import numpy as np
import pandas as pd

from pharmaudit.checks.base import NamedCheck

SENTENCE = 40
"""Characters from which a sentence counts; shorter ones may well come twice."""
_MARKS = r"\[[^\]]*\]"
"""Citation tags, which may differ between two copies of a sentence."""


def _says_it_once(values: pd.Series) -> pd.Series:
    once = np.ones(len(values), dtype=bool)
    several = np.flatnonzero((values.str.len() > 2 * SENTENCE).to_numpy(dtype=bool))
    plain = values.iloc[several].str.replace(_MARKS, "", regex=True).str.lower()
    once[several] = [len(long) == len(set(long)) for long in map(_long_sentences, plain)]
    return pd.Series(once, index=values.index)


def _long_sentences(text: str) -> list[str]:
    parts = [part.strip(" .\r") for line in text.split("\n") for part in line.split(". ")]
    return [part for part in parts if len(part) >= SENTENCE]


def repeated_sentence(text: str) -> str:
    """The first sentence that stands in the text for the second time, without citation tags; '' if none does."""
    seen: set[str] = set()
    for sentence in _long_sentences(re.sub(_MARKS, "", text)):
        if sentence.lower() in seen:
            return sentence
        seen.add(sentence.lower())
    return ""


REPETITION = (
    NamedCheck(
        "no-repeated-sentence",
        _says_it_once,
        (
            "Examplamine lowers the blood pressure of most patients. It does not lower the heart rate.",
            "Take it twice. Take it twice.",
            "Examplamine is a beta blocker that lowers the blood pressure.",
        ),
        (
            "Examplamine lowers the blood pressure of nearly all. Examplamine lowers the blood pressure of nearly all.",
            "It is excreted unchanged in the urine within two days. It binds albumin.\n"
            "It is excreted unchanged in the urine within two days.",
            "Examplamine lowers the blood pressure of most patients.[A1] Examplamine lowers the blood pressure of most "
            "patients.",
        ),
        "A sentence of 40 characters or more stands twice in a text, whatever its case and citation tags.",
        tell=repeated_sentence,
    ),
)
