"""Readers: from a path to the normalised tables, one file or package per format."""
