"""One row of the table of clinical trials, whose cells have run together."""

import re

_STATUSES = (
    "Active Not Recruiting|Approved for Marketing|Available|Completed|Enrolling by Invitation|No Longer Available|"
    "No Longer Recruiting|Not Yet Recruiting|Recruiting|Suspended|Temporarily Not Available|Terminated|Unknown Status|"
    "Withdrawn|Withheld|Not Available"
)
_PURPOSES = (
    "Basic Science|Device Feasibility|Diagnostic|ECT|Educational/Counseling/Training|Health Services Research|"
    "Not Available|Not Specified|Other|Prevention|Screening|Supportive Care|Treatment"
)
TRIAL = (
    rf"(?P<phase>Not Available|Early Phase 1|[0-4](?:, ?[0-4])?)\s*(?P<status>{_STATUSES})\s*"
    rf"(?P<purpose>{_PURPOSES})\s*"
    r"(?P<conditions>\S.{0,20000})"
)
_ROW = re.compile(TRIAL)
_COUNT = re.compile(r"\d{1,6}$")


def trial(text: str) -> dict[str, str | None] | None:
    """Cells of a row, None if the text is no row.

    The count is null where the last condition ends in a digit of its own ("Type 21" is type 2 once, or type twenty-one
    times): digits after a blank or a hyphen.
    """
    row = _ROW.fullmatch(text)
    if row is None:
        return None
    conditions = row["conditions"]
    digits = _COUNT.search(conditions)
    count: str | None = digits[0] if digits else None
    if digits and "\t" in conditions:
        conditions = conditions[: digits.start()]
    elif digits and digits.start() and conditions[digits.start() - 1] in " -":
        conditions, count = conditions[:-1], None
    elif digits:
        conditions = conditions[: digits.start()]
    return {
        "phase": row["phase"],
        "status": row["status"],
        "purpose": row["purpose"],
        "conditions": conditions.strip() or None,
        "count": count,
    }
