"""The page that shows any entry by its address, `entry.html#DB00001`: the same link in every report."""

from dataclasses import dataclass

from pharmaudit.report.pages.places import Places
from pharmaudit.report.pages.site import Site, site
from pharmaudit.report.result import Report


@dataclass(frozen=True)
class Viewer:
    """`data`: `files`, the names of all pages where each is a file; or `first`, the first name in every shard."""

    site: Site
    data: dict[str, list[str]]


def viewer(report: Report, places: Places) -> Viewer:
    """The page, with what its script needs to find an entry."""
    if shards := places.shards:
        return Viewer(site(report), {"first": [places.names[shard[0]] for shard in shards]})
    return Viewer(site(report), {"files": list(places.names)})
