"""Reader of the text of a DrugBank page, also of copies that lost lines."""

from pharmaudit.readers.page.lines import looks_like_page
from pharmaudit.readers.page.reader import read_page

__all__ = ["looks_like_page", "read_page"]
