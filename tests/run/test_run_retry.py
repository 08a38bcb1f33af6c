"""run --retry: when it runs again, how long it waits, and when it stops."""

import subprocess

import pytest
from run_commands import BAD_KEY, CONNECTION, RATE_LIMIT, call, python, wrapped

from kimierr.commands import run as run_module

QUOTA = "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle."


def test_retry_waits_as_the_message_says_and_stops_at_success(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT, RATE_LIMIT), retry=True) == 0
    assert pauses == [1, 1] and counted.runs() == 3
    out, err = capfd.readouterr()
    assert out == "fine\n"
    assert "kimierr: attempt 2 of 4 in 1 s: Too many requests per minute (RPM limit)\n" in err
    assert "kimierr: attempt 3 of 4 in 1 s: " in err and "Cause" not in err


def test_retry_backs_off_as_the_entry_says_and_gives_up(capfd, counted, pauses):
    assert call(counted(*[CONNECTION] * 9), retry=True) == 7
    assert pauses == [1, 2, 4] and counted.runs() == 4
    err = capfd.readouterr().err
    assert "kimierr: not run again: 4 attempts made, no more allowed\n" in err and err.count("Cause: ") == 1


def test_max_attempts_counts_all_runs(capfd, counted, pauses):
    assert call(counted(*[RATE_LIMIT] * 9), retry=True, max_attempts=2) == 7
    assert counted.runs() == 2 and "attempt 2 of 2 in" in capfd.readouterr().err


def test_no_retry_without_the_option(counted, pauses):
    assert call(counted(RATE_LIMIT)) == 7
    assert counted.runs() == 1 and pauses == []


@pytest.mark.parametrize(
    ("text", "why"),
    [(BAD_KEY, "something must change first."), (QUOTA, "a limit must reset first."), ("something else", "the error is not recognised")],
    ids=["key", "quota", "unknown"],
)
def test_what_does_not_pass_by_itself_stops_at_once(capfd, counted, pauses, text, why):
    assert call(counted(text), retry=True) == 7
    assert counted.runs() == 1 and pauses == []
    assert capfd.readouterr().err.count(f"kimierr: not run again: {why}\n") == 1


def test_a_retry_then_another_fault_stops(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT, BAD_KEY), retry=True) == 7
    assert counted.runs() == 2
    assert "something must change first" in capfd.readouterr().err


def test_an_endless_wait_is_refused(capfd, counted, pauses):
    assert call(counted(RATE_LIMIT.replace("after 1 seconds", "after 86000 seconds")), retry=True) == 7
    assert pauses == [] and "too long to wait" in capfd.readouterr().err


def test_ctrl_c_during_the_wait(counted, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "sleep", interrupt)
    assert call(counted(RATE_LIMIT), retry=True) == 130
    assert counted.runs() == 1


def test_a_file_as_input_is_read_again(tmp_path):
    prompt = tmp_path / "prompt"
    prompt.write_text("skipped\nthe prompt\n")
    code = (
        "import os, sys; text = sys.stdin.read(); log = sys.argv[1]; again = os.path.exists(log); open(log, 'w')\n"
        "if not again: sys.exit(sys.argv[2])\n"
        "print(text)"
    )
    with open(prompt) as file:
        done = subprocess.run(wrapped(python(code, tmp_path / "log", RATE_LIMIT), retry=True), stdin=file, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout == "skipped\nthe prompt\n\n"
