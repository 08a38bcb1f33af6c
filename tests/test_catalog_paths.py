"""Catalog paths that are no ordinary files, bounds of memory and time, and random catalogs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import catalog_tool as tool
import pytest
from catalog_tool import ENTRY
from hypothesis import given, settings
from hypothesis import strategies as st

from kimierr.catalog import load as loader
from kimierr.catalog.compile import compile_catalog
from kimierr.catalog.load import MAX_FOLDER_DEPTH, Sources, load
from kimierr.catalog.problems import CatalogError

SECONDS = 60
MEGABYTES = 300
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files here")


def lines(*paths: Path) -> list[str]:
    """Return the faults of catalogs, one line each."""
    with pytest.raises(CatalogError) as raised:
        load([str(path) for path in paths])
    return [str(problem) for problem in raised.value.problems]


def kept(*paths: Path) -> list[str]:
    return [entry.id for entry in load([str(path) for path in paths]).entries]


def test_a_path_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert lines(path) == [f"{path}: cannot be read: No such file or directory"]
    for arguments in (("catalog", "check", path), ("--catalog", path, "text"), ("list", "--catalog", path)):
        done = tool.run(tmp_path, *arguments)
        assert done.returncode == 2
        assert done.stderr.endswith(f"{path}: no such file or folder\n")
        assert len(done.stderr.splitlines()) == 1


def test_an_empty_folder(tmp_path: Path) -> None:
    assert lines(tmp_path) == [f"{tmp_path}: holds no .yaml files"]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    tool.write(tmp_path / "x.yaml" / "a.yaml", ENTRY)
    assert kept(tmp_path / "x.yaml") == ["own/a"]
    (line,) = lines(tmp_path)
    assert line.startswith(f"{tmp_path / 'x.yaml' / 'a.yaml'}: id: the id 'x.yaml/a' must look like product/short-name")


@posix
def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "x.yaml"
    os.mkfifo(fifo)
    assert lines(fifo) == lines(tmp_path) == [f"{fifo}: cannot be read: it is no regular file"]
    for arguments in (("catalog", "check", fifo), ("--catalog", tmp_path, "text")):
        done = tool.run(tmp_path / "home", *arguments, timeout=SECONDS)
        assert done.returncode == 2
        assert f"{fifo}: cannot be read: it is no regular file" in done.stderr


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_not_read(device: str) -> None:
    if not os.path.exists(device):
        pytest.skip("no such device here")
    (line,) = lines(Path(device))
    assert line.startswith(f"{device}: cannot be read: ")


@posix
def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    found = lines(tmp_path)
    assert [line.partition(": ")[0] for line in found] == [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]
    assert all(": cannot be read: " in line for line in found)
    done = tool.run(tmp_path / "home", "--catalog", tmp_path, "text", timeout=SECONDS)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)


@posix
def test_a_link_to_its_own_folder_is_not_followed(tmp_path: Path) -> None:
    tool.write(tmp_path / "c" / "a.yaml", ENTRY)
    (tmp_path / "c" / "again").symlink_to(tmp_path / "c")
    assert kept(tmp_path / "c") == ["own/a"]
    assert tool.run(tmp_path, "catalog", "check", tmp_path / "c", timeout=SECONDS).returncode == 0


@posix
def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    tool.write(tmp_path / "real", ENTRY)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real")
    assert kept(tmp_path / "link.yaml") == ["own/link"]


@posix
def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "none")
    assert lines(tmp_path) == [f"{tmp_path / 'link.yaml'}: cannot be read: No such file or directory"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "a.yaml", ENTRY)
    path.chmod(0)
    assert lines(path) == [f"{path}: cannot be read: Permission denied"]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tool.write(tmp_path / "a.yaml", ENTRY)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(loader, "_open_regular", refuse)
    assert lines(path) == [f"{path}: cannot be read: Permission denied"]


def test_folders_deeper_than_allowed_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "c"
    for depth in range(MAX_FOLDER_DEPTH + 3):
        tool.write(path / "x.yaml", f"id: own/x{depth}\n" + ENTRY)
        path = path / "d"
    assert len(kept(tmp_path / "c")) <= MAX_FOLDER_DEPTH + 2


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        tool.write(tmp_path / f"{number}.yaml", ENTRY)
    monkeypatch.setattr(loader, "MAX_FILES", 3)
    assert lines(tmp_path) == [f"{tmp_path}: holds more than 3 files"]


def test_the_same_entry_from_two_paths(tmp_path: Path) -> None:
    first, second = (tool.write(tmp_path / folder / "x.yaml", ENTRY) for folder in "ab")
    assert lines(first, second) == [f"{second}:1: own/x: id: has the same id as an entry of {first}"]


BOMBS = {
    "lists": b"[" * 15_000_000,
    "maps": b"{a: " * 3_000_000,
    "values": b"a: [" + b"b," * 7_000_000,
    "entries": b"entries:\n" + b" - x\n" * 300_000,
    "one word": b"a: " + b"x" * 16_000_000,
    "one quoted word": b'a: "' + b"\\n" * 8_000_000 + b'"',
    "keys": b"".join(b"k%d: x\n" % number for number in range(400_000)),
    "same key": b"k: x\n" * 3_000_000,
    "spaces": b"a:" + b" " * 16_000_000 + b"x",
    "lines": b"a: |\n" + b"  \n" * 5_000_000,
    "comments": b"#\n" * 8_000_000,
    "braces": b"messages: [{text: '" + b"{" * 7_990 + b"'}]",
    "slots": b"messages: [{text: '" + b"{a}" * 2_600 + b"'}]",
}

MEASURE = """
import sys, time
from kimierr.main import main
status = main(["catalog", "check", sys.argv[1]])
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(status, time.process_time(), int(peak) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is asked of Linux")
@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_file_made_to_exhaust_ends_soon_and_small(tmp_path: Path, content: bytes) -> None:
    path = tool.write(tmp_path / "bomb.yaml", content)
    command = [sys.executable, "-c", MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=tool.environment(tmp_path), timeout=4 * SECONDS)
    status, seconds, peak = done.stdout.split()[-3:]
    assert (status, "Traceback" in done.stderr) == ("2", False), done.stderr[-2000:]
    assert float(seconds) < SECONDS
    assert int(peak) < MEGABYTES
    assert len(done.stderr) < 100_000


TOKENS = [
    "- ", ": ", "{", "}", "[", "]", "'", '"', "|", ">", "&a ", "*a", "!t ", "%", "@", "`", "<<: ", "? ", "---\n", "...\n", "#", "\n", "  ", "\t", "\r",
    "\0", "\x85", "\ufeff", "\u2028", "\\x", "\\ud800", "null", "~", "1e9", "0x1", "2026-01-01", "{a:int}", "{a", "a}", "{{", "id: ", "entries:\n",
    "http_status: ", "twin: ", "é",
]  # fmt: skip
EDITS = st.tuples(st.integers(0, len(ENTRY)), st.integers(0, 12), st.one_of(st.sampled_from(TOKENS), st.text(max_size=5)))


def mutated(edits: list[tuple[int, int, str]]) -> bytes:
    """Return the sound entry with pieces replaced."""
    text = ENTRY
    for place, length, new in edits:
        text = text[:place] + new + text[place + length :]
    return text.encode("utf-8", "surrogatepass")


def shuffled(lines: list[int]) -> bytes:
    known = ENTRY.splitlines()
    return "\n".join(known[number] for number in lines).encode()


blobs = st.one_of(
    st.binary(max_size=200),
    st.lists(EDITS, min_size=1, max_size=4).map(mutated),
    st.lists(st.integers(0, tool.LAST - 1), max_size=30).map(shuffled),
    st.lists(st.sampled_from([*TOKENS, *ENTRY.split("\n")]), max_size=30).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    ),
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@settings(max_examples=1500, deadline=None)
@given(blobs)
def test_any_bytes_give_entries_or_faults(scratch: Path, data: bytes) -> None:
    path = tool.write(scratch / "x.yaml", data)
    try:
        sources = load([str(path)])
    except CatalogError as error:
        assert error.problems
        assert all(str(problem).startswith(str(path)) for problem in error.problems)
    else:
        assert isinstance(sources, Sources)
        assert compile_catalog(sources)


@settings(max_examples=300, deadline=None)
@given(blobs, st.sampled_from(["products.yaml", "clients/x.yaml"]))
def test_any_bytes_give_products_and_clients_or_faults(scratch: Path, data: bytes, name: str) -> None:
    tool.write(scratch / "all" / "own.yaml", ENTRY)
    path = tool.write(scratch / "all" / name, data)
    try:
        load([str(path.parents[name.count("/")])])
    except CatalogError as error:
        assert error.problems
    finally:
        path.unlink()
