"""Run the scripts of workflows and actions as a runner would: what they say is executed, not only read."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from check_jsonschema.cli import main as check_jsonschema
from click.testing import CliRunner

from pharmaudit.yamltext import decode, parse

BIN = Path(sys.executable).parent
ERRORS = "VAL306,VAL102"
"""Rules that find errors in the bundled seeds; a few load and run sooner than all."""


@dataclass(frozen=True)
class Ran:
    """What a script did: its exit code, what it printed, and what it wrote for the runner."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


def load(path: Path) -> Any:
    """A YAML file as it stands; `on` stays a word, as runners read it."""
    return parse(decode(path.read_bytes(), str(path)), str(path)).data


def steps_of(document: Any) -> list[dict[str, Any]]:
    """The steps of all jobs of a workflow, or those of a composite action."""
    if "runs" in document:
        return list(document["runs"]["steps"])
    return [step for job in document["jobs"].values() for step in job["steps"]]


def scripts(document: Any) -> list[str]:
    return [step["run"] for step in steps_of(document) if "run" in step]


def schema_says(path: Path, name: str) -> str:
    """What the built-in schema of check-jsonschema has against a file; '' where it is valid. No network."""
    ran = CliRunner().invoke(check_jsonschema, ["--builtin-schema", name, str(path)])
    return "" if ran.exit_code == 0 else ran.output


def bash(script: str, folder: Path, **variables: str) -> Ran:
    """Run a script as GitHub runs `shell: bash`, with the files that a runner gives."""
    files = {"GITHUB_OUTPUT": folder / ".output", "GITHUB_STEP_SUMMARY": folder / ".summary"}
    for file in files.values():
        file.write_text("")
    given = {name: str(file) for name, file in files.items()} | {"RUNNER_TEMP": str(folder / ".temp")}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "CI": "true", **given, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    outputs = dict(_outputs(files["GITHUB_OUTPUT"].read_text()))
    return Ran(ran.returncode, ran.stdout, ran.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text())


def stand_in(folder: Path, script: str, name: str) -> Path:
    """A program of that name in a folder, which is made; the folder."""
    folder.mkdir(parents=True)
    (folder / name).write_text(f"#!/usr/bin/env bash\n{script}\n")
    (folder / name).chmod(0o755)
    return folder


def _outputs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        assert equals, line
        yield name, value


def well_formed(script: str) -> str:
    """What bash has against a script; '' where it can be read."""
    return subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False).stderr


def asks_for(step: Mapping[str, Any]) -> set[str]:
    """The inputs that the environment of a step hands over."""
    texts = [str(value) for value in step.get("env", {}).values()]
    return {text.removeprefix("${{ inputs.").removesuffix(" }}") for text in texts if text.startswith("${{ inputs.")}
