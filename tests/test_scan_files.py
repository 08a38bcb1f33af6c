"""scan: whole files and pipes, what they may hold, and the exit statuses."""

import gzip
import json
import os
import subprocess
import sys
import zlib

import pytest
from scan_tool import BAD_KEY, BAD_KEY_ID, ORDINARY, PROGRAM, RPM_ID, environment, found, rpm, run, scan_json

from kimierr.scan import sources

LOG = (rpm(1, 3, 1) + ORDINARY * 2000 + rpm(9, 5, 7) + BAD_KEY).encode()


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "app.log"
    path.write_bytes(LOG)
    return path


def counts(document):
    return {id: (finding["count"], finding["first_line"], finding["last_line"]) for id, finding in found(document).items()}


EXPECTED = {RPM_ID: (2, 1, 2002), BAD_KEY_ID: (1, 2003, 2003)}


def test_each_error_once_with_its_places_and_ranges(log):
    document = scan_json(log)
    assert counts(document) == EXPECTED
    limit = found(document)[RPM_ID]
    assert (limit["first_time"], limit["last_time"]) == ("2026-10-01T12:00:01Z", "2026-10-01T12:00:09Z")
    assert limit["ranges"] == {"limit": [3, 5], "seconds": [1, 7]}
    assert limit["values"]["limit"] == 3
    assert limit["file"] == str(log)
    assert document["schema_version"] == 1 and document["lines"] == 2003 and document["similar_lines"] == 0


def test_standard_input_with_and_without_its_name():
    assert counts(scan_json(data=LOG)) == counts(scan_json("-", data=LOG)) == EXPECTED
    assert found(scan_json(data=LOG))[RPM_ID]["file"] is None


def test_the_plain_form_gives_the_same_answer():
    for data in (LOG, rpm().encode() * 3, ORDINARY.encode() * 4000, b"HTTP 429 Too Many Requests\n"):
        scanned, plain = run("scan", "--format", "json", data=data), run("--format", "json", data=data)
        ids = [[(one, finding["confidence"]) for one, finding in found(json.loads(done.stdout)).items()] for done in (scanned, plain)]
        assert ids[0] == ids[1]
        assert scanned.returncode == plain.returncode


def test_the_answer_does_not_depend_on_how_a_pipe_cuts_the_log(log):
    whole = run("scan", "--format", "json", data=LOG).stdout
    code = (
        "import sys\ndata = open(sys.argv[1], 'rb').read()\n"
        "for at in range(0, len(data), 9999): sys.stdout.buffer.write(data[at : at + 9999]); sys.stdout.flush()"
    )
    with subprocess.Popen([sys.executable, "-c", code, log], stdout=subprocess.PIPE) as writer:
        pieces = subprocess.run(
            [*PROGRAM, "scan", "--format", "json"], stdin=writer.stdout, capture_output=True, env=environment(), timeout=60
        ).stdout
    assert pieces == whole


@pytest.mark.parametrize("name", ["app.log.gz", "app.log"])
def test_gzip_is_known_by_its_content(tmp_path, name):
    half = len(LOG) // 2
    path = tmp_path / name
    path.write_bytes(gzip.compress(LOG[:half]) + gzip.compress(LOG[half:]) + b"\0" * 512)
    assert counts(scan_json(path)) == EXPECTED
    assert counts(scan_json(data=path.read_bytes())) == EXPECTED


def test_a_gz_name_does_not_make_it_gzip(tmp_path):
    path = tmp_path / "app.log.gz"
    path.write_bytes(LOG)
    assert counts(scan_json(path)) == EXPECTED


@pytest.mark.parametrize(("damage", "says"), [(lambda data: data[:-20], "too early"), (lambda data: data[:-8] + bytes(8), "damaged")])
def test_broken_gzip_gives_what_it_held_and_status_2(tmp_path, damage, says):
    packed = gzip.compress(LOG + os.urandom(5000))
    path = tmp_path / "app.log.gz"
    path.write_bytes(damage(packed))
    done = run("scan", "--format", "json", path)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1 and says.encode() in done.stderr
    assert RPM_ID.encode() in done.stdout


def test_a_gzip_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "UNPACKED_FREELY", 8 << 20)
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    path = tmp_path / "bomb.gz"
    path.write_bytes(b"".join([*(squeezer.compress(b"\0" * (1 << 20)) for _ in range(64)), squeezer.flush()]))
    source, given = sources.open_source(str(path)), 0
    with pytest.raises(sources.UnreadableError, match="unpacks to more than 500 times"):
        while (data := source.raw()) is not None:
            assert len(data) <= sources.BLOCK
            given += len(data)
    source.close()
    assert given <= 501 * path.stat().st_size


def test_what_cannot_be_read_costs_a_line_each_and_status_2(tmp_path, log):
    done = run("scan", "--format", "json", tmp_path / "missing.log", tmp_path, log)
    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert lines == [f"kimierr: {tmp_path}/missing.log: no such file", f"kimierr: {tmp_path}: is a directory"]
    assert RPM_ID.encode() in done.stdout


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_a_file_that_may_not_be_read(log):
    log.chmod(0)
    done = run("scan", log)
    assert (done.returncode, done.stderr) == (2, f"kimierr: {log}: permission denied\n".encode())


def test_a_name_cannot_fake_output(tmp_path):
    done = run("scan", str(tmp_path / "a\n\x1b[31mb\u202e.log"))
    assert done.stderr.decode() == f"kimierr: {tmp_path}/a??[31mb?.log: no such file\n"


def test_exit_statuses(tmp_path, log):
    clean = tmp_path / "clean.log"
    clean.write_text(ORDINARY)
    expected = {(log, False): 0, (clean, False): 1, (log, True): 1, (clean, True): 0}
    for (path, gate), status in expected.items():
        done = run("scan", *(["--fail-on-match"] if gate else []), "--quiet", path)
        assert (done.returncode, done.stdout, done.stderr) == (status, b"", b"")
    assert run("scan", "--fail-on-match", clean, tmp_path / "missing").returncode == 2
    assert run("scan", "--client", "nobody", clean).returncode == 2
    assert run("scan", "--format", "xml", clean).returncode == 2
    assert run("scan", data=b"").returncode == 1


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("\ufeff".encode() + rpm().encode(), 1),
        (("\n" + rpm()).encode("utf-16"), 2),
        (("\n" + rpm()).encode("utf-16-le"), 2),
        (("\n" + rpm() + "\n" * 99).encode("utf-16-be"), 2),
        (b"\xfe\xfd\n" + rpm().encode(), 2),
        (b"\0" * 5000 + b"\n" + rpm().encode() + b"\0", 2),
        (b"a\r\nb\r\n" + rpm().replace("\n", "\r\n").encode(), 3),
        (b"10%\r20%\r30%\r" + rpm().encode(), 4),
        (rpm().encode() + "ä".encode()[:1], 1),
        (rpm().encode().rstrip(), 1),
    ],
)
def test_any_bytes_in_short_and_in_long_inputs(data, line):
    wide = data[:40].count(b"\0") > 5 and not data.startswith(b"\0\0")
    more = "".join(f"line {number} of an ordinary log\n" for number in range(4000))
    encoding = ("utf-16-le" if data[1:2] == b"\0" or data.startswith(b"\xff\xfe") else "utf-16-be") if wide else "utf-8"
    for text in (data, data + more.encode(encoding)):
        limit = found(scan_json(data=text))[RPM_ID]
        assert (limit["count"], limit["first_line"]) == (1, line)


def test_progress_bars_without_line_feeds_are_lines(tmp_path):
    bar = "".join(f"\r{step / 100:6.2f}% of the download" for step in range(10_000))
    limit = found(scan_json(data=(bar + "\r" + rpm()).encode()))[RPM_ID]
    assert limit["first_line"] == 10_002


def test_a_binary_file_is_mentioned_only_if_nothing_was_found(tmp_path):
    path = tmp_path / "core"
    path.write_bytes(bytes(range(256)) * 400)
    done = run("scan", path)
    assert done.returncode == 1 and b"looks like a binary file" in done.stderr
    path.write_bytes(bytes(range(256)) * 400 + b"\n" + rpm().encode())
    done = run("scan", path)
    assert (done.returncode, done.stderr) == (0, b"")


def test_several_files_name_theirs(tmp_path, log):
    other = tmp_path / "other.log"
    other.write_text(ORDINARY + rpm(5))
    document = scan_json(log, other)
    places = {(finding["entry"]["id"], finding["file"]): finding["first_line"] for finding in document["findings"]}
    assert places == {(RPM_ID, str(log)): 1, (BAD_KEY_ID, str(log)): 2003, (RPM_ID, str(other)): 2}
    assert document["lines"] == 2005
    text = run("scan", log, other).stdout.decode()
    assert f"Seen: 1 time, {other}, line 2," in text
    assert str(log) not in run("scan", log).stdout.decode()


def test_records_over_several_lines_are_one_finding():
    head, tail = rpm().rstrip().split("reached organization ")
    for first, last, record in (
        (3001, 3002, f"{head}reached\n    organization {tail}\n"),
        (3002, 3002, f"Traceback (most recent call last):\n{rpm()}"),
    ):
        limit = found(scan_json(data=(ORDINARY * 3000 + record + ORDINARY * 9).encode()))[RPM_ID]
        assert (limit["count"], limit["first_line"], limit["last_line"]) == (1, first, last)


def test_pass_through_copies_and_reports_beside(log):
    data = LOG + b"\xff\0\rno line end"
    done = run("scan", "--pass-through", data=data)
    assert done.stdout == data
    assert b"[open-platform/rpm-limit, certain]" in done.stderr
    done = run("scan", "--pass-through", "--quiet", data=b"\x1f")
    assert (done.stdout, done.stderr) == (b"\x1f", b"")


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
def test_a_closed_pipe_ends_quietly(log):
    for arguments in ("--format json", "--pass-through"):
        command = f"{sys.executable} -m kimierr scan {arguments} {log} {log} {log} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), timeout=60)
        assert done.stdout.strip() == b"141"
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr


def test_memory_does_not_grow_with_the_log(tmp_path):
    piece = (rpm(1) + ORDINARY * 200 + BAD_KEY).encode()
    small, large = tmp_path / "small.log", tmp_path / "large.log"
    small.write_bytes(piece * ((2 << 20) // len(piece)))  # so long that both load hyperscan, if its tables are kept
    large.write_bytes(piece * ((20 << 20) // len(piece)))
    most = [peak(["scan", "--quiet", str(path)]) for path in (small, large)]
    assert most[1] < 40 << 20
    assert most[1] - most[0] < 4 << 20
    with large.open("rb") as lines:
        assert peak(["--quiet"], lines) < 40 << 20


def peak(arguments, stdin=None):
    """Return the most bytes of memory that the program held, by a parent of its own that asks the system."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=False)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *PROGRAM, *arguments], stdin=stdin, capture_output=True, env=environment(), timeout=60
    )
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024)
