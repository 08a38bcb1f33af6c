"""scan --follow: files that grow, are rotated or cut, and pipes that stay open."""

import json
import os
import select
import signal
import time

import pytest
from scan_tool import BAD_KEY, BAD_KEY_ID, ORDINARY, RPM_ID, rpm, run, start

from kimierr.scan.watch import CHANGED, QUIET, Followed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes that can be waited for")
PATIENCE = 10.0
"""Seconds after which something that should come will not."""
SOON = 0.6
"""Seconds in which a finding must be there, with the 0.2 that a record is held and a busy machine's own."""


class Follower:
    """A running `kimierr scan --follow`."""

    def __init__(self, *arguments):
        self.process = start("scan", "--follow", *arguments)
        self.came = {1: b"", 2: b""}

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.communicate()

    def write(self, text):
        self.process.stdin.write(text if isinstance(text, bytes) else text.encode())

    def until(self, text, stream=1, patience=PATIENCE):
        """Read until the text comes; return all that came on the stream and the seconds it took."""
        pipe = self.process.stdout if stream == 1 else self.process.stderr
        begun = time.monotonic()
        while text.encode() not in self.came[stream]:
            left = begun + patience - time.monotonic()
            ready = select.select([pipe], [], [], max(0, left))[0]
            data = os.read(pipe.fileno(), 65536) if ready else b""
            assert data, f"{text!r} did not come; what came is {self.came}"
            self.came[stream] += data
        return self.came[stream].decode(), time.monotonic() - begun

    def silent(self, seconds=0.4):
        return not select.select([self.process.stdout], [], [], seconds)[0]


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "app.log"
    path.write_text(ORDINARY + rpm(1))
    return path


def append(path, text):
    with path.open("a") as file:
        file.write(text)


def test_findings_come_while_the_pipe_stays_open():
    with Follower() as follower:
        follower.write(ORDINARY + rpm(1))
        text, _ = follower.until("More: ")
        assert f"[{RPM_ID}, certain]" in text and "Fix:" in text
        follower.write(rpm(2))
        text, seconds = follower.until(f"{RPM_ID}: line 3, 2 times\n")
        assert seconds < SOON
        follower.write(BAD_KEY)
        follower.until(f"[{BAD_KEY_ID}, certain]", patience=2)
        follower.process.stdin.close()
        follower.process.stdin = None
        assert follower.process.wait(PATIENCE) == 0
        assert "4 lines read.\n" in follower.until("lines read.")[0]


def test_a_record_that_goes_on_is_waited_for():
    head, tail = rpm(1).rstrip().split("reached organization ")
    with Follower("--format", "jsonl") as follower:
        follower.write(ORDINARY)
        for _ in range(2):
            follower.write(f"{head}reached\n")
            time.sleep(0.05)
            follower.write(f"    organization {tail}\n")
            text, seconds = follower.until("}\n")
            assert seconds < 5
            follower.came[1] = b""
            finding = json.loads(text)
            assert finding["entry"]["id"] == RPM_ID and finding["values"]["limit"] == 3
        assert (finding["first_line"], finding["last_line"]) == (4, 5)


def test_jsonl_gives_the_values_of_each_occurrence():
    with Follower("--format", "jsonl", "-") as follower:
        for number in (1, 2, 3):
            follower.write(rpm(number, 10 * number, number))
            line = follower.until("}\n")[0]
            follower.came[1] = b""
            finding = json.loads(line)
            assert (finding["values"]["limit"], finding["values"]["seconds"], finding["count"]) == (10 * number, number, 1)
            assert (finding["first_line"], finding["first_time"]) == (number, f"2026-10-01T12:00:0{number}Z")
            assert finding["fix"] and finding["retry"]["after_seconds"] == number


def test_half_a_line_is_no_line():
    line = rpm(1)
    with Follower() as follower:
        follower.write(line[:60])
        assert follower.silent()
        follower.write(line[60:])
        follower.until(RPM_ID)


def test_a_last_line_without_an_end_counts():
    done = run("scan", "--follow", data=rpm(1).rstrip().encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"[{RPM_ID}, certain]".encode() in done.stdout


def test_pass_through_is_equal_and_at_once():
    with Follower("--pass-through") as follower:
        follower.write("no line end yet")
        follower.until("no line end yet", patience=PATIENCE)
        follower.write("\n" + rpm(1))
        follower.until(f"[{RPM_ID}, certain]", stream=2)
        rest = b"\xff\0\r\n\xe4" * 50_000
        follower.came[1] += follower.process.communicate(rest, timeout=PATIENCE)[0]
        assert follower.came[1] == b"no line end yet\n" + rpm(1).encode() + rest


def test_a_file_that_grows_is_rotated_and_cut(log):
    with Follower(log) as follower:
        follower.until(f"[{RPM_ID}, certain]")
        append(log, rpm(2))
        assert follower.until(f"{RPM_ID}: line 3, 2 times")[1] < SOON + 2
        log.rename(log.with_suffix(".1"))
        append(log.with_suffix(".1"), rpm(3))  # its writer has not noticed yet
        follower.until(f"{RPM_ID}: line 4, 3 times")
        log.write_text(ORDINARY * 20 + rpm(4))
        follower.until("replaced; following the new file", stream=2)
        follower.until(f"{RPM_ID}: line 21, 4 times")
        log.write_text(rpm(5))
        follower.until("cut; reading from its start", stream=2)
        follower.until(f"{RPM_ID}: line 1, 5 times")
        follower.process.send_signal(signal.SIGINT)
        assert follower.process.wait(PATIENCE) == 130
        assert "26 lines read." in follower.until("lines read.")[0]


def test_what_comes_late_to_a_rotated_file_is_read_before_the_new_one(log):
    followed = Followed(str(log))
    followed.next(0)
    log.rename(log.with_suffix(".1"))
    log.write_text(rpm(4))
    assert followed.next(0) == QUIET  # the new file is there, but its writer may still write to the old one
    append(log.with_suffix(".1"), rpm(3))
    assert followed.next(0) == rpm(3).encode()
    assert [followed.next(0) for _ in range(3)] == [QUIET, CHANGED, rpm(4).encode()]
    followed.source.close()


def test_several_files_and_a_pipe(tmp_path, log):
    other = tmp_path / "other.log"
    other.write_text("")
    with Follower(log, other, "-", tmp_path / "missing.log") as follower:
        follower.until("missing.log: no such file", stream=2)
        follower.until(f"[{RPM_ID}, certain]")
        append(other, ORDINARY + rpm(2))
        follower.until(f"{RPM_ID}: {other}, line 2, 2 times")
        follower.write(rpm(3))
        follower.until(f"{RPM_ID}: line 1, 3 times")


def test_statuses():
    assert run("scan", "--follow", data=ORDINARY.encode()).returncode == 1
    assert run("scan", "--follow", "--fail-on-match", data=rpm().encode()).returncode == 1
    assert run("scan", "--follow", "--fail-on-match", data=ORDINARY.encode()).returncode == 0
    done = run("scan", "--follow", "--quiet", data=rpm().encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert run("scan", "--follow", "missing.log").returncode == 2
    done = run("scan", "--follow", "--format", "json", data=b"")
    assert done.returncode == 2 and b"jsonl" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--pass-through",)])
def test_a_reader_that_goes_away_ends_it(log, arguments):
    for files in ((), (log,)):
        with Follower(*arguments, *files) as follower:
            if files:
                follower.until(RPM_ID, stream=2 if arguments else 1)
            follower.process.stdout.close()
            follower.process.stdout = None
            assert follower.process.wait(PATIENCE) == 141
            assert b"Traceback" not in follower.process.stderr.read()
