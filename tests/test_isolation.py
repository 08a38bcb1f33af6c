"""No network and no writes outside the cache folder, proved with an audit hook that refuses both."""

import json
import os
import stat
import sys

import pytest
from program import BAD_KEY, POSIX, ROOT, RPM, RPM_ID, environment, python

from kimierr.catalog import cachefile

GUARDED = """\
import os, sys
sys.path.insert(0, sys.argv.pop(1))
allowed = sys.argv.pop(1)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime", "shutil.", "tempfile.")
OTHERS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ssl.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork")
OTHERS += ("os.startfile", "winreg.", "ctypes.", "sqlite3.", "webbrowser.")

def inside(path):
    return isinstance(path, (str, bytes)) and allowed != "" and (os.fsdecode(path) + os.sep).startswith(allowed + os.sep)

def guard(event, details):
    if event == "open":
        path, mode, flags = details
        # a number is a file that was opened, and judged, by its name before
        if (flags or 0) & WRITING and not isinstance(path, int) and not inside(path):
            raise SystemExit(f"wrote {path!r}")
    elif event.startswith(CHANGES):
        if not all(inside(path) for path in details if isinstance(path, (str, bytes))):
            raise SystemExit(f"{event} {details!r}")
    elif event.startswith(OTHERS):
        raise SystemExit(f"{event} {details!r}")

sys.dont_write_bytecode = True
sys.addaudithook(guard)
from kimierr.main import main
sys.exit(main(sys.argv[1:]))
"""

RUNS = {
    "plain": ([RPM], ""),
    "plain from a pipe": ([], RPM),
    "json": (["--format", "json"], f"{RPM}\n{BAD_KEY}"),
    "rich": (["--format", "rich", "--color", "always"], RPM),
    "markdown": (["--format", "markdown"], RPM),
    "github": (["--format", "github"], RPM),
    "damaged": ([RPM.replace("request", "reqest")[:80]], ""),
    "hint": (["Error code: 429"], ""),
    "long": ([], f"{RPM}\nfine\n" * 3000),
    "no redaction": (["--no-redact"], RPM),
    "scan": (["scan"], f"{RPM}\n" * 100),
    "scan, following": (["scan", "--follow"], f"{RPM}\n" * 100),
    "show": (["show", RPM_ID], ""),
    "list": (["list", "--format", "json"], ""),
    "search": (["search", "balance"], ""),
    "version": (["--version"], ""),
    "help": (["--help"], ""),
    "wrong": (["--bogus"], ""),
}


def guarded(arguments, data="", cache="", **env):
    """Run with everything forbidden that a diagnosis does not need; below `cache` files may be written."""
    return python(GUARDED, ROOT, cache, *arguments, data=data.encode(), env=environment(**env))


def everything(folder):
    """Return each path below a folder with its size and time of change."""
    return {
        path: (os.lstat(path).st_size, os.lstat(path).st_mtime_ns)
        for root, _, files in os.walk(folder)
        for path in [root, *(os.path.join(root, name) for name in files)]
    }


@pytest.fixture
def home(tmp_path):
    """A home folder with nothing in it, as an environment."""
    folder = tmp_path / "home"
    folder.mkdir()
    return {name: str(folder) for name in ("HOME", "LOCALAPPDATA", "APPDATA")}


def cache_of(home):
    """Return the folder that may be written, and made if it is not there: the one that the cache folder is made in."""
    return home["LOCALAPPDATA"] if sys.platform == "win32" else os.path.join(home["HOME"], ".cache")


@pytest.mark.parametrize(
    "guilty",
    [
        "import socket; socket.socket()",
        "open('x', 'w')",
        "import os; os.mkdir('x')",
        "import os; os.remove('x')",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_the_guard_guards(guilty, tmp_path):
    code = GUARDED.replace("from kimierr.main import main\nsys.exit(main(sys.argv[1:]))", guilty)
    done = python(code, ROOT, "", cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", RUNS)
def test_a_run_neither_writes_nor_connects(name):
    arguments, data = RUNS[name]
    guarded(["scan"], RPM, cache=cache_of(environment()))  # compiles the catalog of a checkout, and what logs are searched for, once
    done = guarded(arguments, data)
    assert done.returncode == {"hint": 1, "wrong": 2}.get(name, 0), done.stderr
    assert done.stdout or name == "wrong"


def test_a_first_run_writes_to_the_cache_folder_only(home):
    before = everything(ROOT)
    cache = cache_of(home)
    done = guarded([RPM], cache=cache, **home)
    assert done.returncode == 0, done.stderr
    written = [path for path in everything(home["HOME"]) if os.path.isfile(path)]
    assert all(os.path.dirname(path) == os.path.join(cache, "kimierr") and path.endswith(".bin") for path in written)
    assert {path: state for path, state in everything(ROOT).items() if path.endswith((".yaml", ".bin", ".py"))} == {
        path: state for path, state in before.items() if path.endswith((".yaml", ".bin", ".py"))
    }


def test_a_file_with_entries_writes_to_the_cache_folder_only(home, tmp_path):
    own = tmp_path / "own" / "gateway"
    own.mkdir(parents=True)
    with open(os.path.join(ROOT, "catalog", "gateway", "access-denied.yaml"), encoding="utf-8") as file:
        (own / "mine.yaml").write_text(file.read().split("counter_examples:")[0].replace("twin:", "# twin:"), "utf-8")
    done = guarded(["--catalog", str(own.parent), RPM], cache=cache_of(home), **home)
    assert done.returncode == 0, done.stderr
    assert os.listdir(own) == ["mine.yaml"] and os.listdir(own.parent) == ["gateway"]
    assert guarded(["--catalog", str(own.parent), RPM], **home).stdout == done.stdout  # from the cache: nothing is written


NO_CACHE = {
    "refused by the environment": {"KIMIERR_NO_CACHE": "1"},
    "no home": {"HOME": "", "LOCALAPPDATA": "", "APPDATA": ""},
    "in a file": {"XDG_CACHE_HOME": __file__, "LOCALAPPDATA": __file__},
    "in a folder of devices": {"XDG_CACHE_HOME": "/dev/null/x", "LOCALAPPDATA": "?:\\"},
}


@pytest.mark.parametrize("env", NO_CACHE.values(), ids=NO_CACHE)
def test_without_a_cache_the_answer_is_the_same(env, tmp_path):
    expected = guarded(["--format", "json", RPM], cache=cache_of(environment())).stdout
    done = guarded(["--format", "json", RPM], cache=env.get("XDG_CACHE_HOME", ""), **env)
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", expected)


@POSIX
def test_a_cache_folder_that_cannot_be_written_is_left_alone(home):
    if os.getuid() == 0:
        pytest.skip("root may write everywhere")
    folder = cache_of(home)
    os.mkdir(folder)
    os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    done = guarded([RPM], cache=folder, **home)
    assert (done.returncode, done.stderr) == (0, b"")
    assert os.listdir(folder) == []


DAMAGES = {
    "empty": lambda whole: b"",
    "one byte": lambda whole: b"\0",
    "text": lambda whole: b"not a catalog at all" * 4000,
    "cut at the start": lambda whole: whole[:100],
    "cut near the end": lambda whole: whole[:-10],
    "something in front": lambda whole: b")\x08\xa9\n\xe9\n\0\0\0\xfa\x14" + whole,
    "zeros": lambda whole: bytes(len(whole)),
    "ones": lambda whole: b"\xff" * len(whole),
    "head of ones": lambda whole: b"\xff" * 16 + whole[16:],
}


def cached(cache):
    folder = os.path.join(cache, "kimierr")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)) if os.path.isdir(folder) else []


@POSIX
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_done_without(home, damage):
    cache = cache_of(home)
    expected = guarded(["--format", "json", RPM], cache=cache, **home)
    kept = cached(cache)
    for path in kept:
        with open(path, "rb") as file:
            whole = file.read()
        with open(path, "wb") as file:
            file.write(damage(whole))
    for _ in range(2):
        done = guarded(["--format", "json", RPM], cache=cache, **home)
        assert (done.returncode, done.stderr, done.stdout) == (0, b"", expected.stdout)
    assert len(json.loads(expected.stdout)["findings"]) == 1
    assert cached(cache) == kept


@POSIX
def test_a_cache_cut_in_the_middle_is_done_without(home):
    guarded([RPM], cache=cache_of(home), **home)
    if not cached(cache_of(home)):
        pytest.skip("an installed package needs no cache for its own catalog")
    [path] = cached(cache_of(home))
    os.truncate(path, os.path.getsize(path) // 2)
    done = guarded([RPM], cache=cache_of(home), **home)
    assert (done.returncode, done.stderr) == (0, b"")


@POSIX
def test_a_cache_that_others_can_write_is_not_read(home):
    """What it holds is whole and of the right catalog, so that nothing but its owner and mode speak against it."""
    cache = cache_of(home)
    guarded([RPM], cache=cache, **home)
    if not cached(cache):
        pytest.skip("an installed package needs no cache for its own catalog")
    [path] = cached(cache)
    with open(path, "rb") as file:
        forged = file.read()[cachefile.CHECKSUM :].replace(b"Too many requests per minute", b"Owned by somebody you trust.")
    for mode, folder_mode in ((0o600, 0o700), (0o666, 0o700), (0o620, 0o700), (0o600, 0o770)):
        cachefile.keep(path, forged)
        os.chmod(path, mode)
        os.chmod(os.path.dirname(path), folder_mode)
        is_read = b"Owned" in guarded([RPM], cache=cache, **home).stdout
        assert is_read is ((mode, folder_mode) == (0o600, 0o700))
