"""The manifest of a folder of tables: its version, how many rows each table has, where the entries came from."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage, Source
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.streams import whole
from pharmaudit.yamltext import did_you_mean

VERSION = 1

Suffix = Literal["parquet", "jsonl"]


class Manifest(BaseModel):
    """What stands in the manifest. `tables`: name -> number of rows; a table without rows has no file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: int
    suffix: Suffix
    tables: dict[str, int]
    sources: tuple[Source, ...]
    damages: tuple[Damage, ...]

    def text(self) -> str:
        data = self.model_dump(mode="json")
        for source in data["sources"]:
            source["carries"] = sorted(source["carries"]) if source["carries"] is not None else None
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: Path) -> Manifest:
    """Raises SourceError for what is no manifest, is of a later version, or names a table that does not exist."""
    try:
        manifest = Manifest.model_validate_json(whole(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise SourceError(f"{path}: this is no manifest of tables: {place or 'the file'}: {first['msg']}") from None
    if manifest.format_version != VERSION:
        raise SourceError(
            f"{path}: the tables are of version {manifest.format_version}, this program reads version {VERSION}; "
            "convert the source again"
        )
    for name in manifest.tables:
        if name not in TABLES:
            raise SourceError(f"{path}: there is no table {name!r}.{did_you_mean(name, TABLES)}")
    return manifest
