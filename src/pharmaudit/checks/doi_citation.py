"""DOIs that stand in the text of a citation."""

import numpy as np
import pandas as pd

# A label in small letters, as PubMed prints it, introduces a DOI however malformed, if it holds a digit. "DOI" is
# also a drug (and Doi a surname): in other spellings the label counts only before something that starts like a DOI.
_DOI = (
    r"(?:\bdoi:\s*|\b(?i:doi)\b\W{0,3}?(?=(?i:https?://|doi:|10\.\d)))(\S*\d\S*)"
    r"|\b(?i:https?://(?:dx\.)?doi\.org/)(\S+)"
    r"|(?<![\w./])(10\.\d{4,9}/\S+)"
)


def extract_doi(citations: pd.Series) -> pd.Series:
    """The first DOI of each citation, as it stands there but for one sentence dot; null where there is none.

    Takes and returns text with nulls, on the same index. A citation that is nothing but a DOI is no sentence: there a
    dot at its end is part of it. A closing bracket that was opened before the DOI is dropped.
    """
    # Few citations have one, and Arrow finds them faster than the expression that Python must run.
    likely = citations.str.contains(r"(?i)doi|10[.][0-9]{4}").fillna(False).to_numpy(dtype=bool)
    parts = citations[likely].str.extract(_DOI)
    found = parts[0].fillna(parts[1]).fillna(parts[2])
    alone = (found == citations[likely].str.strip()).fillna(False).astype(bool)
    found = found.mask(~alone, found.str.replace(r"[.]$", "", regex=True))
    for opened, closed in (("(", ")"), ("[", "]")):
        outside = found.str.endswith(closed) & (found.str.count(rf"\{closed}") > found.str.count(rf"\{opened}"))
        found = found.mask(outside.fillna(False).astype(bool), found.str.slice(0, -1))
    values = np.full(len(citations), None, dtype=object)
    values[likely] = found.astype(object).where(found.notna(), None)
    return pd.Series(values, index=citations.index, dtype="str", name=citations.name)
