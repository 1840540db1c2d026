"""Entry point: run the command line, turn errors into messages and exit statuses.

Exit status 0: all went in; 1: the tables cannot be read or written, the Prefect server does not
answer, or a defect; 2: wrong use; 3: some documents failed; 4: more of them failed than may
(max_failed_share); 130: interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from pipeline.environment import apply_environment
from pipeline.errors import FactmillError, TooManyFailed, UsageError
from pipeline.printable import printable_lines

REFUSALS = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EIO,
}  # fmt: skip
"""What an operating system refuses wherever one asks: no defect of ours, so without a traceback."""
OK, DEFECT, WRONG_USE, SOME_FAILED, TOO_MANY_FAILED = 0, 1, 2, 3, 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``factmill`` with ``argv`` (default: the process's own) and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(arguments)
        sys.stdout.flush()  # here, where a closed pipe is expected, not at the interpreter's end
        return status
    except UsageError as error:
        return _fail(str(error), WRONG_USE)
    except TooManyFailed as error:
        return _fail(str(error), TOO_MANY_FAILED)
    except FactmillError as error:
        return _fail(str(error), DEFECT)
    except BrokenPipeError:  # the reader of our output went away: `factmill tables | head -1`
        _discard_output()
        return OK
    except OSError as error:
        if error.errno not in REFUSALS:
            raise
        return _fail(_refusal(error), DEFECT)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):  # pydantic wraps it, for one
            raise
        return _interrupted()


def _run(arguments: Sequence[str]) -> int:
    if quick := _quick_answer(arguments):
        print(quick)
        return OK
    apply_environment()
    # The matrices of a few articles are too small for threads, which spin while they wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from pipeline.cli.app import run_app  # the parser costs more than the answer above

    return run_app(arguments)


def _discard_output() -> None:
    """Let the interpreter flush what is left to nowhere, as Python's documentation advises."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _quick_answer(arguments: Sequence[str]) -> str | None:
    """What needs no parser, as that takes five times as long to load as Python itself."""
    if arguments == ["--version"]:
        from pipeline import __version__

        return f"factmill {__version__}"
    if arguments in ([], ["--help"], ["-h"]):
        from pipeline.cli.help import PAGE

        return PAGE.read_text(encoding="utf-8").rstrip()
    return None


def _interrupted() -> int:
    return _fail("interrupted; what was published stays, run again to go on", 130)


def _refusal(error: OSError) -> str:
    place = error.filename2 or error.filename
    return f"{place}: {error.strerror}" if place else str(error.strerror or error)


def _fail(message: str, status: int) -> int:
    print(f"factmill: {printable_lines(message)}", file=sys.stderr)
    return status
