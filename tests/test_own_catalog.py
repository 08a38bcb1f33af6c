"""The reader's own entries, from --catalog and from the configuration folder, and the cache of compiled catalogs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import catalog_tool as tool
import pytest
from catalog_tool import ENTRY, MESSAGE, changed

from kimierr import diagnose
from kimierr.catalog.places import cache_folder, open_catalog, own_catalog
from kimierr.catalog.store import Catalog

BUILTIN = "open-platform/rpm-limit"
RPM = "Your account org-abc<ak-xyz> request reached organization max RPM: 3, please try again after 1 seconds"
NEW_TITLE = "New words"  # as long as "Own error", so that the file keeps its size
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner and mode here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kimierr"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tool.write(tmp_path / "flux.yaml", ENTRY)


def title(path: Path, cache: Path | str = "") -> str:
    """Return the title with which a catalog file answers its own message."""
    catalog = open_catalog([str(path)], str(cache))
    finding = diagnose(MESSAGE, catalog=catalog).findings[0]
    assert finding.values == {"name": "delorean", "count": 12}
    assert finding.entry.title == catalog.get(finding.entry.id).title
    return finding.entry.title


def stale(path: Path) -> None:
    """Give the entry another title, so that its file looks as if nothing had happened."""
    before = path.stat()
    tool.write(path, changed("Own error", NEW_TITLE))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def kept(cache: Path, own: Path) -> Path:
    """Return the cache file of a catalog file, which is written by this."""
    open_catalog((), str(cache))
    before = set(cache.glob("*"))
    assert title(own, cache) == "Own error"
    (path,) = set(cache.glob("*")) - before
    return path


FOLDERS = {
    "flux.yaml": "own/flux",
    "flux.yml": "own/flux",
    "my-team/flux.yaml": "my-team/flux",
    "open-platform/flux.yaml": "open-platform/flux",
}


@pytest.mark.parametrize(("name", "id"), FOLDERS.items(), ids=FOLDERS)
def test_an_entry_of_a_folder_has_its_path_as_id(tmp_path: Path, name: str, id: str) -> None:
    tool.write(tmp_path / "c" / name, ENTRY)
    for hidden in (".hidden.yaml", "notes.txt", "README.md"):
        tool.write(tmp_path / "c" / hidden, "a: [1")
    catalog = open_catalog([str(tmp_path / "c")])
    assert diagnose(MESSAGE, catalog=catalog).findings[0].entry.id == id
    assert len(catalog) == len(open_catalog()) + 1


def test_a_file_may_hold_a_list_of_entries(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "many.yaml", tool.entries("own/a", "team/b", BUILTIN, team_b="Second"))
    catalog = open_catalog([str(path)])
    assert (catalog.get("own/a").title, catalog.get("team/b").title) == ("Own error", "Second")
    assert len(catalog) == len(open_catalog()) + 2


def test_a_file_may_name_its_id(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "x.yaml", "id: my-team/flux\n" + ENTRY)
    assert diagnose(MESSAGE, catalog=open_catalog([str(path)])).findings[0].entry.id == "my-team/flux"


def test_an_own_entry_replaces_the_built_in_one_of_the_same_id(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "c" / f"{BUILTIN}.yaml", ENTRY)
    catalog = open_catalog([str(path.parents[1])])
    assert len(catalog) == len(open_catalog())
    assert [entry.title for entry in catalog.entries() if entry.id == BUILTIN] == ["Own error"]
    assert diagnose(MESSAGE, catalog=catalog).findings[0].entry.id == BUILTIN
    assert BUILTIN not in [finding.entry.id for finding in diagnose(RPM, catalog=catalog).findings]
    assert diagnose(RPM).findings[0].entry.id == BUILTIN


def test_the_last_catalog_wins(tmp_path: Path) -> None:
    first = tool.write(tmp_path / "a.yaml", tool.entries("own/flux"))
    second = tool.write(tmp_path / "b.yaml", tool.entries("own/flux", own_flux=NEW_TITLE))
    assert open_catalog([str(first), str(second)]).get("own/flux").title == NEW_TITLE
    assert diagnose(MESSAGE, catalog=open_catalog([str(first), str(second)])).findings[0].entry.title == NEW_TITLE


def test_every_command_takes_own_catalogs(home: Path, own: Path) -> None:
    commands = {
        ("--catalog", own, MESSAGE): "Load 12 units.",
        ("--format", "json", f"--catalog={own}", "--", MESSAGE): '"own/flux"',
        ("show", "--catalog", own, "own/flux"): "Own error",
        ("list", "--catalog", own): "own/flux",
        ("search", "--catalog", own, "flux"): "own/flux",
    }
    for arguments, expected in commands.items():
        done = tool.run(home, *arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert expected in done.stdout, arguments


def test_the_configuration_folder_is_read_and_an_option_wins(tmp_path: Path) -> None:
    tool.write(tmp_path / "config" / "kimierr" / "catalog" / "flux.yaml", ENTRY)
    other = tool.write(tmp_path / "other" / "flux.yaml", changed("Own error", NEW_TITLE))
    assert "Own error" in tool.run(tmp_path, MESSAGE).stdout
    assert NEW_TITLE in tool.run(tmp_path, "--catalog", other.parent, MESSAGE).stdout
    count = len(json.loads(tool.run(tmp_path, "list", "--format", "json").stdout)["entries"])
    assert count == len(open_catalog()) + 1
    assert f"({count} entries)" in tool.run(tmp_path, "--version").stdout


def test_a_fault_in_the_configuration_folder_is_told(tmp_path: Path) -> None:
    path = tool.write(tmp_path / "config" / "kimierr" / "catalog" / "flux.yaml", ENTRY + "colour: red\n")
    done = tool.run(tmp_path, MESSAGE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:{tool.LAST + 1}: own/flux: colour: is no known field")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="other variables name the folders")
def test_where_the_folders_are(tmp_path: Path) -> None:
    config = tmp_path / ".config" / "kimierr" / "catalog"
    assert own_catalog({"HOME": str(tmp_path)}) == ""
    config.mkdir(parents=True)
    assert own_catalog({"HOME": str(tmp_path)}) == ""  # no files in it, so none is faulty
    tool.write(config / "deeper" / "flux.yaml", ENTRY)
    assert own_catalog({"HOME": str(tmp_path)}) == own_catalog({"XDG_CONFIG_HOME": str(tmp_path / ".config")}) == str(config)
    assert cache_folder({"HOME": "/h", "XDG_CACHE_HOME": "/c"}) == os.path.join("/c", "kimierr")
    assert cache_folder({"HOME": "/h"}) == os.path.join("/h", ".cache", "kimierr")
    assert cache_folder({}) == own_catalog({}) == ""


def test_the_cache_is_used_again(own: Path, cache: Path) -> None:
    kept(cache, own)
    stale(own)
    assert title(own, cache) == "Own error"  # the file was not read
    assert title(own) == NEW_TITLE


CHANGES = {
    "other content": lambda own: own.write_text(changed("Own error", NEW_TITLE), encoding="utf-8"),
    "other size": lambda own: (stale(own), own.write_text(own.read_text(encoding="utf-8") + "# end\n")),
    "only the time": lambda own: (stale(own), os.utime(own, (1, 1))),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_cache_is_made_anew_after_a_change(own: Path, cache: Path, change) -> None:
    path = kept(cache, own)
    before = path.read_bytes()
    change(own)
    assert title(own, cache) == NEW_TITLE
    assert path.read_bytes() != before


def test_a_file_more_or_less_in_a_folder_is_noticed(tmp_path: Path, cache: Path) -> None:
    tool.write(tmp_path / "c" / "flux.yaml", ENTRY)
    size = len(open_catalog([str(tmp_path / "c")], str(cache)))
    more = tool.write(tmp_path / "c" / "deep" / "er" / "x.yaml", "id: own/x\n" + ENTRY)
    assert len(open_catalog([str(tmp_path / "c")], str(cache))) == size + 1
    more.unlink()
    assert len(open_catalog([str(tmp_path / "c")], str(cache))) == size


def test_a_faulty_file_leaves_no_cache(home: Path, tmp_path: Path) -> None:
    path = tool.write(tmp_path / "bad.yaml", "title: x\n")
    for _ in range(2):
        assert tool.run(home, "--catalog", path, "x").returncode == 2


DAMAGES = {
    "empty": lambda data: b"",
    "one byte": lambda data: data[:1],
    "head only": lambda data: data[:64],
    "half": lambda data: data[: len(data) // 2],
    "last byte lost": lambda data: data[:-1],
    "zeros": lambda data: bytes(len(data)),
    "noise": lambda data: bytes(range(256)) * 40,
    "ones": lambda data: b"\xff" * len(data),
    "text": lambda data: b"no catalog at all\n" * 100,
    "one byte of the last entry": lambda data: data[:-200] + bytes([data[-200] ^ 1]) + data[-199:],
    "more at the end": lambda data: data + b"x",
    "without its checksum": lambda data: data[4:],
    "other format": lambda data: data.replace(b"\xe9", b"\xe8", 1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_made_anew(own: Path, cache: Path, damage) -> None:
    path = kept(cache, own)
    sound = path.read_bytes()
    path.write_bytes(damage(sound))
    assert title(own, cache) == "Own error"
    assert path.read_bytes() == sound


@posix
@pytest.mark.parametrize(("what", "mode"), [("folder", 0o777), ("folder", 0o770), ("file", 0o666), ("file", 0o620)])
def test_a_cache_that_others_can_write_is_not_read(own: Path, cache: Path, what: str, mode: int) -> None:
    path = kept(cache, own)
    stale(own)
    (cache if what == "folder" else path).chmod(mode)
    assert title(own, cache) == NEW_TITLE


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_cache_of_another_user_is_not_read(own: Path, cache: Path, what: str) -> None:
    path = kept(cache, own)
    stale(own)
    os.chown(cache if what == "folder" else path, 12345, -1)
    assert title(own, cache) == NEW_TITLE


@posix
def test_the_cache_is_private(own: Path, cache: Path) -> None:
    path = kept(cache, own)
    assert (path.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("name", ["file", "file/kimierr"])
def test_a_cache_that_cannot_be_written_is_done_without(own: Path, tmp_path: Path, name: str) -> None:
    tool.write(tmp_path / "file", "in the way")
    assert title(own, tmp_path / name) == "Own error"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_nothing_is_left_behind_when_the_cache_cannot_be_moved_in_place(own: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_catalog((), str(cache))
    before = sorted(cache.iterdir())

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "replace", refuse)
    assert title(own, cache) == "Own error"
    assert sorted(cache.iterdir()) == before


def test_many_at_once_write_one_cache(tmp_path: Path, own: Path) -> None:
    command = [sys.executable, "-m", "kimierr", "--print", "title", "--catalog", str(own), "--", MESSAGE]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, env=tool.environment(tmp_path)) for _ in range(8)]
    assert [process.communicate(timeout=120)[0].strip() for process in started] == [b"Own error"] * 8
    assert {path.suffix for path in (tmp_path / "cache" / "kimierr").iterdir()} == {".bin"}


def test_no_cache_is_written_if_none_is_wanted(tmp_path: Path, own: Path) -> None:
    done = tool.run(tmp_path, "--catalog", own, MESSAGE, KIMIERR_NO_CACHE="1")
    assert (done.returncode, (tmp_path / "cache").exists()) == (0, False)


def test_a_catalog_may_be_handed_to_diagnose(own: Path) -> None:
    catalog = open_catalog([str(own)])
    assert isinstance(catalog, Catalog)
    assert diagnose(MESSAGE.encode(), catalog=catalog).findings[0].fix == ["Load 12 units."]
    assert diagnose(MESSAGE).findings == []
