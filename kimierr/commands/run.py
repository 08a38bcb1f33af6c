"""run: a command with its output untouched; if it fails, an explanation, and with --retry another go where that helps."""

from __future__ import annotations

import os
import stat
import sys
import time

from kimierr import exits, streams
from kimierr.options import MOST_ATTEMPTS
from kimierr.plainform import NOT_REDACTED, check_client, open_for
from kimierr.process import run as process
from kimierr.process.tail import Tail
from kimierr.render import render
from kimierr.render.words import name, reason
from kimierr.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.options import Options
    from kimierr.report import Finding, Report

REPEATS = 3
"""Times to run again when the entry does not say."""
PAUSES = (1, 2, 4)
"""Seconds before each further run when neither message nor entry say."""
LONGEST_PAUSE = 600
"""Seconds up to which it is worth holding a terminal or a CI job for."""
SIGNALLED = 128
TOLD_TO_STOP = (SIGNALLED + 1, SIGNALLED + 2, SIGNALLED + 3, SIGNALLED + 9, SIGNALLED + 13, SIGNALLED + 15)
"""Statuses of a command that somebody ended (SIGHUP, INT, QUIT, KILL, PIPE, TERM): not to be run again."""

sleep = time.sleep


def run_command(command: list[str], options: Options, retry: bool = False, max_attempts: int | None = None) -> int:
    """Run a command and return its own exit status; explain a failure on standard error.

    `max_attempts` bounds the runs in all (MOST_ATTEMPTS for None), the entry's attempts the repetitions. Raises Stop for wrong use, before anything is run.
    """
    if not command:
        raise exits.Stop(exits.USAGE, "run: no command; try `kimierr run -- COMMAND...`")
    if max_attempts is not None and not retry:
        raise exits.Stop(exits.USAGE, "run: --max-attempts needs --retry")
    catalog = open_for(options.catalogs, os.environ)
    check_client(catalog, options.client)
    start = _input_position()
    attempt = 1
    while True:
        tail = Tail()
        try:
            ended, interrupted = process.run(command, tail)
        except OSError as error:
            return _not_started(command[0], error)
        status = ended if ended >= 0 else SIGNALLED - ended
        if status == 0:
            return status
        _end_line(tail)
        report = _diagnosis(tail, catalog, options)
        if report is None:
            return status
        again = retry and not interrupted and status not in TOLD_TO_STOP
        pause = _pause(report, attempt, max_attempts or MOST_ATTEMPTS) if again else None
        if pause is None:
            _explain(report, options)
            return status
        try:
            sleep(pause)
        except KeyboardInterrupt:
            return exits.INTERRUPTED
        if start is not None:
            os.lseek(0, start, os.SEEK_SET)
        attempt += 1


def _not_started(program: str, error: OSError) -> int:
    from kimierr.redact import redact  # `run -- API_KEY=... command` is an easy slip

    missing = isinstance(error, FileNotFoundError) and not os.path.exists(program)
    reason = "command not found" if missing else f"cannot be run: {error.strerror or type(error).__name__}"
    _say(f"kimierr: {redact(_harmless(program))}: {reason}")
    return exits.NOT_FOUND if isinstance(error, FileNotFoundError) else exits.CANNOT_EXECUTE


def _diagnosis(tail: Tail, catalog: Catalog, options: Options) -> Report | None:
    """Return what the last output tells; None after a fault of ours, which must not change the command's status."""
    from kimierr.diagnosis import diagnose

    try:
        return diagnose(tail.text(), catalog=catalog, **options.keywords())
    except Exception as error:
        _fault(error)
        return None


def _pause(report: Report, attempt: int, most: int) -> float | None:
    """Return the seconds to wait before the next attempt, or None for none; say which and why."""
    finding = next((finding for finding in report.findings if finding.recognised), None)
    if finding is None:
        _say("kimierr: not run again: the error is not recognised")
        return None
    if finding.retry.verdict != "retry":
        _say(f"kimierr: not run again: {reason(finding.retry)}")
        return None
    pause = _wanted_pause(finding, attempt)
    if pause > LONGEST_PAUSE:
        _say(f"kimierr: not run again: {pause:g} s is too long to wait here")
        return None
    last = min(1 + (finding.retry.max_attempts or REPEATS), most)
    if attempt >= last:
        _say(f"kimierr: not run again: {attempt} {'attempt' if attempt == 1 else 'attempts'} made, no more allowed")
        return None
    _say(f"kimierr: attempt {attempt + 1} of {last} in {pause:g} s: {_harmless(finding.title)}{_input_is_gone() if attempt == 1 else ''}")
    return pause


def _wanted_pause(finding: Finding, attempt: int) -> float:
    backoff = finding.retry.backoff or PAUSES
    return finding.retry.after_seconds or float(backoff[min(attempt, len(backoff)) - 1])


def _explain(report: Report, options: Options) -> None:
    """Print the findings; of mere hints one line, of an unknown error nothing: the command has said what it has to say."""
    try:
        if report.recognised:
            if not options.redact:
                _say(NOT_REDACTED)
            target = Target(options, os.environ, sys.stderr)
            _say(render(report, target.format, target.screen()))
        elif report.findings:
            hint = report.findings[0]
            _say(f"kimierr: possibly: {_harmless(hint.title)} (see `kimierr show {_harmless(hint.entry.id)}`)")
    except Exception as error:
        _fault(error)


def _end_line(tail: Tail) -> None:
    """Begin a new line if the command's output has ended within one where ours would follow."""
    try:
        together = os.path.samestat(os.fstat(1), os.fstat(2))
    except OSError:
        together = False
    if tail.inside_line(None if together else 2):
        _say("")


def _input_position() -> int | None:
    """Return where standard input stands if it is a file, so that each attempt can read it from there."""
    try:
        return os.lseek(0, 0, os.SEEK_CUR) if stat.S_ISREG(os.fstat(0).st_mode) else None
    except OSError:
        return None


def _input_is_gone() -> str:
    try:
        return " (a pipe as input is not repeated)" if stat.S_ISFIFO(os.fstat(0).st_mode) else ""
    except OSError:
        return ""


def _harmless(text: str) -> str:
    """Return a name for one line of ours, without control characters."""
    from kimierr.text.clean import clean

    return name(clean(text))


def _fault(error: Exception) -> None:
    from kimierr.fault import describe

    _say(describe(error))


def _say(text: str) -> None:
    """Write to standard error; that nobody reads it must not change the command's status."""
    try:
        streams.note(text)
    except (OSError, ValueError):
        return
