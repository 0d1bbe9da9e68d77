"""Pandera schemas of the normalised tables: columns, types, and the shape that the text of each column must have."""

from pharmaudit.schemas.shape import SHAPES, misshapen, schema

__all__ = ["SHAPES", "misshapen", "schema"]
