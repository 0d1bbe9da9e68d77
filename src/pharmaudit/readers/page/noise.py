"""What a page prints that is never data: banner, adverts, fixed disclaimers, buttons."""

import re
from collections.abc import Sequence

BANNER = "This drug entry is a stub and has not been fully annotated"

ACTIONS = frozenset({"See how", "Learn more", "See the data", "See a data sample", "See more", "Learn More"})
"""Buttons that close an advert: what stands between an advert's first line and its button is the advert."""

PHRASES = (
    BANNER,
    "You are using an unsupported browser",
    "This information should not be interpreted without the help of a healthcare provider",
    "Reduce drug development failure rates",
    "Build, train, & validate",
    "Build, predict & validate",
    "with evidence-based and structured datasets",
    "with structured datasets",
    "Accelerate your drug discovery research",
    "Prevent Adverse Drug Events Today",
    "Tap into our Clinical API",
    "Avoid life-threatening adverse drug events",
    "Improve decision support & research outcomes",
    "With structured adverse effects data",
    "Integrate drug-drug",
    "interactions in your software",
    "Comprehensive structured data on drug contraindications",
    "Unlock Additional Data",
    "Additional Data Available",
    "Download FASTA Format",
    "Provided by Classyfire",
)
"""Beginnings of lines."""

_COLUMNS = re.compile(
    r"(?:(?:Name|Dosage|Strength|Route|Labeller|Marketing Start|Marketing End|Region|Image|Ingredients|Company"
    r"|Packaging|Form|Unit description|Cost|Unit|Patent Number|Pediatric Extension|Approved|Expires \(estimated\)"
    r"|Country|Property|Value|Source|Phase|Status|Purpose|Conditions|Count|Drug|Interaction|Pathway|Category|UNII|CAS"
    r"|InChI Key|Ingredient|Interacting Gene/Enzyme|Allele name|Genotype\(s\)|Defining Change\(s\)"
    r"|Type\(s\)\t?Description|Details|Start Date|Why Stopped|Uni[Pp]rot ID)\t?){2,12}"
)

_MORE = re.compile(r"(?i:show (?:\d{1,4} )?(?:more|less)(?: \w{1,20})?)")


def is_column_header(text: str) -> bool:
    """Whether a line holds nothing but names of table columns, run together or with tabs between."""
    return len(text) < 200 and _COLUMNS.fullmatch(text) is not None


def is_noise(text: str) -> bool:
    return text in ACTIONS or text.startswith(PHRASES) or is_column_header(text) or bool(_MORE.fullmatch(text))


def advert_lines(texts: Sequence[str], under_advert_heading: bool) -> set[int]:
    """Indexes of the lines of one run (lines without a blank between them) that belong to adverts.

    An advert reaches from its first known line, or from a heading that the public site fills with adverts only, to the
    last button of the run: a new wording between the two needs no new phrase.
    """
    known = [index for index, text in enumerate(texts) if is_noise(text)]
    buttons = [index for index, text in enumerate(texts) if text in ACTIONS]
    if not buttons:
        return set(known)
    first = 0 if under_advert_heading else min(known)
    return set(known) | set(range(first, buttons[-1] + 1))
