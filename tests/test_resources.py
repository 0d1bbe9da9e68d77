"""Data files are found in a checkout and in an installed wheel."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pharmaudit import resources
from pharmaudit.errors import PharmauditError

SHIPPED = ("rules", "seeds", "reports/templates", "reports/static")


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["rules", "reports", "seeds"])
def test_checkout(name, repo_root):
    assert resources.data_dir(name) == repo_root / name


def make_package(root: Path) -> Path:
    package = root / "src" / "pharmaudit"
    package.mkdir(parents=True)
    return package


def test_package_comes_before_checkout(tmp_path, monkeypatch):
    package = make_package(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "rules").mkdir()
    (package / "_data" / "rules").mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert resources.data_dir("rules") == package / "_data" / "rules"


def test_folder_that_is_no_checkout_is_not_used(tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", make_package(tmp_path))
    with pytest.raises(PharmauditError, match="'rules' is missing from this installation"):
        resources.data_dir("rules")


def test_missing_folder_names_both_places(tmp_path, monkeypatch):
    package = make_package(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(resources, "PACKAGE", package)
    with pytest.raises(PharmauditError) as caught:
        resources.data_dir("seeds")
    assert str(package / "_data" / "seeds") in str(caught.value)
    assert str(tmp_path / "seeds") in str(caught.value)


@pytest.fixture(scope="module")
def installed(repo_root, tmp_path_factory) -> Path:
    """A folder with the wheel of this checkout installed in it; needs no network."""
    wheels = tmp_path_factory.mktemp("wheels")
    target = tmp_path_factory.mktemp("target")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=repo_root, check=True, capture_output=True)
    (wheel,) = wheels.glob("pharmaudit-*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", str(target), str(wheel)], check=True, capture_output=True)
    return target


def run_installed(installed: Path, *arguments: str) -> str:
    """Run Python with the installed wheel before the checkout, away from it."""
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=os.environ | {"PYTHONPATH": str(installed)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("name", ["rules", "reports", "seeds"])
def test_wheel_finds_its_own_data(name, installed):
    found = run_installed(installed, "-c", f"from pharmaudit import resources; print(resources.data_dir({name!r}))")
    assert Path(found.strip()) == installed / "pharmaudit" / "_data" / name


@pytest.mark.parametrize("name", SHIPPED)
def test_wheel_carries_every_file(name, installed, repo_root):
    shipped = files_below(installed / "pharmaudit" / "_data" / name)
    assert shipped == files_below(repo_root / name)
    assert shipped


def test_wheel_carries_what_init_writes(installed, repo_root):
    shipped = files_below(installed / "pharmaudit" / "starter")
    assert shipped == files_below(repo_root / "src" / "pharmaudit" / "starter")
    assert "github.yml" in shipped


def test_wheel_is_typed_and_without_generated_reports(installed):
    assert (installed / "pharmaudit" / "py.typed").is_file()
    assert not (installed / "pharmaudit" / "_data" / "reports" / "out").exists()


def test_wheel_runs(installed):
    assert "audit" in run_installed(installed, "-m", "pharmaudit", "--help")
