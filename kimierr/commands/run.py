"""run: a command with its output untouched; if it fails, an explanation, and with --retry another go where that helps."""

from __future__ import annotations

import os
import stat
import sys
import time

from kimierr import child, exits, streams
from kimierr.plainform import open_for
from kimierr.render import Screen, render
from kimierr.render.words import name, verdict
from kimierr.tail import Tail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
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


class Run:
    """What the reader asked for, the same for every attempt."""

    __slots__ = ("catalog", "client", "color", "format", "language", "most", "product", "redact", "retry")

    def __init__(self, catalog: Catalog, retry: bool, most: int, format: str, client: str, product: str, color: str, language: str, redact: bool) -> None:
        self.catalog = catalog
        self.retry = retry
        self.most = most
        """Runs in all."""
        self.format = format
        self.client = client
        self.product = product
        self.color = color
        self.language = language
        self.redact = redact


def run_command(
    command: list[str], retry: bool, max_attempts: int, format: str, client: str, product: str, catalogs: list[str], color: str, language: str, redact: bool
) -> int:
    """Run a command and return its own exit status; explain a failure on standard error.

    `max_attempts` bounds the runs in all, the entry's attempts the repetitions. Raises Stop for wrong use, before anything is run.
    """
    if not command:
        raise exits.Stop(exits.USAGE, "run: no command; try `kimierr run -- COMMAND...`")
    catalog = open_for(catalogs, os.environ)
    if client and catalog.context.client(client) is None:
        raise exits.Stop(exits.USAGE, f"--client: {client!r} is not known; known are {', '.join(sorted(known.id for known in catalog.context.clients))}")
    run = Run(catalog, retry, max_attempts, format, client, product, color, language, redact)
    start = _input_position()
    attempt = 1
    while True:
        tail = Tail()
        try:
            ended, interrupted = child.run(command, tail)
        except OSError as error:
            return _not_started(command[0], error)
        status = ended if ended >= 0 else SIGNALLED - ended
        if status == 0:
            return status
        _end_line(tail)
        report = _diagnosis(tail, run)
        if report is None:
            return status
        pause = _pause(report, run, attempt, interrupted or status in TOLD_TO_STOP)
        if pause is None:
            _explain(report, run)
            return status
        try:
            sleep(pause)
        except KeyboardInterrupt:
            return exits.INTERRUPTED
        if start is not None:
            os.lseek(0, start, os.SEEK_SET)
        attempt += 1


def _not_started(program: str, error: OSError) -> int:
    missing = isinstance(error, FileNotFoundError) and not os.path.exists(program)
    reason = "command not found" if missing else f"cannot be run: {error.strerror or type(error).__name__}"
    _say(f"kimierr: {_harmless(program)}: {reason}")
    return exits.NOT_FOUND if isinstance(error, FileNotFoundError) else exits.CANNOT_EXECUTE


def _diagnosis(tail: Tail, run: Run) -> Report | None:
    """Return what the last output tells; None after a fault of ours, which must not change the command's status."""
    from kimierr.diagnosis import diagnose

    try:
        return diagnose(tail.text(), product=run.product, client=run.client, catalog=run.catalog, language=run.language or "en", redact=run.redact)
    except Exception as error:
        _fault(error)
        return None


def _pause(report: Report, run: Run, attempt: int, told_to_stop: bool) -> float | None:
    """Return the seconds to wait before the next attempt, or None for none; say which and why."""
    if not run.retry or told_to_stop:
        return None
    finding = next((finding for finding in report.findings if finding.recognised), None)
    if finding is None:
        _say("kimierr: not run again: the error is not recognised")
        return None
    if finding.retry.verdict != "retry":
        _say(f"kimierr: not run again: {verdict(finding.retry).partition(': ')[2]}")
        return None
    pause = _wanted_pause(finding, attempt)
    if pause > LONGEST_PAUSE:
        _say(f"kimierr: not run again: {pause:g} s is too long to wait here")
        return None
    last = min(1 + (finding.retry.max_attempts or REPEATS), run.most)
    if attempt >= last:
        _say(f"kimierr: not run again: {attempt} {'attempt' if attempt == 1 else 'attempts'} made, no more allowed")
        return None
    _say(f"kimierr: attempt {attempt + 1} of {last} in {pause:g} s: {_harmless(finding.title)}{_input_is_gone() if attempt == 1 else ''}")
    return pause


def _wanted_pause(finding: Finding, attempt: int) -> float:
    backoff = finding.retry.backoff or PAUSES
    return finding.retry.after_seconds or float(backoff[min(attempt, len(backoff)) - 1])


def _explain(report: Report, run: Run) -> None:
    """Print the findings; of mere hints one line, of an unknown error nothing: the command has said what it has to say."""
    try:
        if report.recognised:
            if not run.redact:
                _say("kimierr: --no-redact: keys and ids are shown as they are")
            _say(_shown(report, run))
        elif report.findings:
            hint = report.findings[0]
            _say(f"kimierr: possibly: {_harmless(hint.title)} (see `kimierr show {_harmless(hint.entry.id)}`)")
    except Exception as error:
        _fault(error)


def _shown(report: Report, run: Run) -> str:
    """Return the report in the form that suits standard error."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    color = streams.color_wanted(run.color, os.environ, terminal)
    format = run.format or ("rich" if terminal or color else "plain")
    if format != "rich":
        return render(report, format)
    environ = dict(os.environ)
    try:
        environ.setdefault("COLUMNS", str(os.get_terminal_size(2).columns))
    except OSError:
        environ.setdefault("COLUMNS", "80")
    ascii_only = sys.stderr is None or not (sys.stderr.encoding or "").lower().startswith("utf")
    return render(report, format, Screen(streams.width(environ), color, ascii_only))


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
