"""Finds what the tool reads at run time but is not Python: rules, report templates, seeds."""

from pathlib import Path
from typing import Literal

from pharmaudit.errors import PharmauditError

PACKAGE = Path(__file__).resolve().parent


def data_dir(name: Literal["rules", "reports", "seeds"]) -> Path:
    """Return the folder of that name; `reports` holds `templates` and `static`.

    A wheel carries the folders inside the package. An editable install runs from the checkout, which has them at its
    root. Raises PharmauditError where neither does: the installation is broken.
    """
    checkout = PACKAGE.parents[1]
    places = [PACKAGE / "_data" / name]
    if (checkout / "pyproject.toml").is_file():  # not just any folder two levels above site-packages
        places.append(checkout / name)
    for place in places:
        if place.is_dir():
            return place
    looked = " or ".join(str(place) for place in places)
    raise PharmauditError(f"the folder '{name}' is missing from this installation (expected {looked}): reinstall it")
