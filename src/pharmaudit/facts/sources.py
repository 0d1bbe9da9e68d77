"""The sources that were read, as a report names them."""

from collections.abc import Iterable

from pharmaudit.readers.tables import Tables


def source_names(tables: Tables) -> dict[str, str]:
    """Path -> the part of it that tells the sources apart: nothing may depend on where they lay."""
    return short_paths(dict.fromkeys([one.path for one in tables.sources] + [one.source for one in tables.damages]))


def short_paths(paths: Iterable[str]) -> dict[str, str]:
    """Path -> what is left of it without the folders that all paths share."""
    split = {path: path.replace("\\", "/").split("/") for path in paths}
    parts = list(split.values())
    same = 0
    while parts and all(len(one) > same + 1 and one[same] == parts[0][same] for one in parts):
        same += 1
    return {path: "/".join(one[same:]) for path, one in split.items()}
