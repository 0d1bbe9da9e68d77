"""What many tests share: golden files, the repository, optional real data, a browser."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pharmaudit.engine import serial
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real third-party data that must not be part of the project; it may lie beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs real data in ../shared/data, which is not here")
    return folder


@pytest.fixture(scope="session")
def release(shared_data: Path) -> Tables:
    """All of DrugBank 5.1.8 (14,315 entries), read once."""
    return read_sources([shared_data / "xml" / "drugbank_5.1.8_rebuilt.xml.xz"], Reading(None, serial))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of an installed Chromium or Chrome. Without one a test skips, but fails in CI, where it must have run."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("needs Chromium: run `make browser`")
    return found


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """`golden("report/index.html", text)` compares with tests/golden/report/index.html, or writes it on demand."""

    def compare(name: str, actual: str | bytes) -> None:
        content = actual.encode() if isinstance(actual, str) else actual
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.is_file(), f"no golden file {name}: run `make golden` and read what it wrote"
        expected = path.read_bytes()
        if isinstance(actual, str):  # as text, so that pytest shows the difference line by line
            assert actual == expected.decode()
        assert content == expected

    return compare
