"""The wheel: what is in it, what it says of itself, and that it works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
import wheel

from kimierr import VERSION


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    try:
        return wheel.build(tmp_path_factory.mktemp("wheel"))
    except wheel.PackagingError as error:
        if "No matching distribution" in str(error) or "Could not find a version" in str(error):
            pytest.skip(f"the build backend cannot be had here: {error}")
        raise


@pytest.fixture(scope="session")
def names(built) -> list[str]:
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


@pytest.fixture(scope="session")
def metadata(built, names) -> Message:
    with zipfile.ZipFile(built) as archive:
        return Parser().parsestr(archive.read(next(name for name in names if name.endswith("dist-info/METADATA"))).decode())


@pytest.fixture(scope="session")
def unpacked(built, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder


def run(unpacked: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code that sees the wheel's contents before the checkout."""
    start = f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", start + code, *arguments], cwd=unpacked, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )


def test_the_compiled_catalog_and_every_module_are_in_the_wheel(names):
    modules = {path.relative_to(wheel.ROOT).as_posix() for path in (wheel.ROOT / "kimierr").rglob("*.py")} - {"kimierr/build_hook.py"}
    assert {"kimierr/catalog.bin", "kimierr/py.typed"} <= set(names)
    assert modules - set(names) == set()


def test_nothing_else_is_in_the_wheel(names):
    assert {name.partition("/")[0] for name in names} == {"kimierr", f"kimierr-{VERSION}.data", f"kimierr-{VERSION}.dist-info"}
    assert [name for name in names if name.endswith((".yaml", ".pyc")) or "test" in name or "build_hook" in name] == []


def test_metadata_is_complete(metadata):
    assert (metadata["Name"], metadata["Version"], metadata["Requires-Python"]) == ("kimierr", VERSION, ">=3.11")
    assert metadata["Summary"] and metadata["Description-Content-Type"] == "text/markdown"


def test_typer_is_bound_below_the_version_that_doubles_the_start(metadata):
    needed = [line for line in metadata.get_all("Requires-Dist") if "extra" not in line]
    assert {line.split("<")[0].split(">")[0].strip() for line in needed} == {"typer", "rich", "rapidfuzz", "pyyaml"}
    typer = next(line for line in needed if line.startswith("typer"))
    assert "<0.29" in typer and ">=" in typer
    assert all("<" in line and ">=" in line for line in needed)


def test_the_command_is_a_plain_script(built):
    """One that imports nothing but the program; there is no entry point, whose script would take its place."""
    with zipfile.ZipFile(built) as archive:
        commands = {info.filename.rpartition(".data/scripts/")[2]: info for info in archive.infolist() if ".data/scripts/" in info.filename}
        assert commands.keys() == {"kimierr", "kimierr.cmd"}
        assert commands["kimierr"].external_attr >> 16 & 0o111, "not executable"
        script = archive.read(commands["kimierr"]).decode()
        assert not [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert script.startswith("#!python\n")
    assert [line for line in script.splitlines() if "import" in line and line[0] != "#"] == ["from kimierr.main import command"]


def test_an_answer_needs_neither_yaml_nor_the_checkout(unpacked):
    code = (
        "from kimierr.main import main\nimport kimierr.catalog.places as places\n"
        "status = main(sys.argv[1:])\nprint(status, 'yaml' in sys.modules, places.COMPILED.startswith(sys.path[0]))"
    )
    done = run(unpacked, code, "--print", "id", "The engine is currently overloaded, please try again later https://api.moonshot.ai/v1")
    assert done.stdout.splitlines() == ["open-platform/engine-overloaded", "0 False True"], done.stderr


def test_the_compiled_catalog_holds_every_entry(unpacked):
    count = sum(1 for product in ("open-platform", "kimi-code", "gateway") for _ in (wheel.ROOT / "catalog" / product).glob("*.yaml"))
    done = run(unpacked, "from kimierr.catalog.builtin import builtin_catalog\nprint(len(builtin_catalog()))")
    assert done.stdout == f"{count}\n", done.stderr
