"""What may go wrong without stopping anybody's training."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

_said: set[str] = set()
#: A training of a million steps that goes wrong in a million ways is not to be drowned in warnings.
_MOST_SAID = 50


#: Codes of warnings for which `joulebook run --strict` exits with 1.
_TRACKER_TROUBLE = frozenset(("E_BOOK_WRITE", "E_METER", "E_OUTPUT", "E_PROTOCOL", "E_PARAMS", "E_NATIVE"))


class JoulebookWarning(UserWarning):
    """Something could not be measured or recorded; the program goes on."""


class JoulebookError(RuntimeError):
    """The same, raised: with ``strict=True`` or ``JOULEBOOK_STRICT=1``, and by a study, which is no tracker beside a program but its work."""


class TrialStopped(Exception):
    """To be raised by a function that :meth:`Study.optimize` calls, as one way to end its trial early."""


def is_strict(strict: Optional[bool] = None) -> bool:
    """Whether trouble is to be raised: what the caller says, else what ``JOULEBOOK_STRICT`` says."""
    if strict is not None:
        return strict
    return os.environ.get("JOULEBOOK_STRICT", "") not in ("", "0")


def trouble(
    what: str,
    why: object = None,
    fix: Optional[str] = None,
    cause: Optional[BaseException] = None,
    strict: Optional[bool] = None,
) -> None:
    """Says once what is wrong, through ``warnings``; raises it instead where that is asked for."""
    text = "joulebook: " + what
    if why:
        text += "\n  why: " + str(why)
    if fix:
        text += "\n  fix: " + fix
    if is_strict(strict):
        raise JoulebookError(text) from cause
    if text in _said or len(_said) >= _MOST_SAID:
        return
    _said.add(text)
    if len(_said) == _MOST_SAID:
        text += "\nThis is the last of %d different warnings; no more are shown." % _MOST_SAID
    try:
        import warnings

        warnings.warn(text, JoulebookWarning, stacklevel=_user_level())
    except Exception:  # warnings are errors here (-W error), or Python is ending: a tracker must not end a training
        try:
            sys.stderr.write(text + "\n")
        except Exception:  # no stderr either: there is nobody left to tell
            pass


def from_problem(error: object, strict: Optional[bool] = None) -> None:
    """Says an ``error`` or a warning of the agent."""
    if not isinstance(error, dict):
        trouble(str(error or "the agent refused a message"), strict=strict)
        return
    fix = error.get("fix")
    what = str(error.get("what", "the agent refused a message"))
    trouble(what, error.get("why"), None if fix is None else str(fix), strict=strict)


def from_warning(warning: object, strict: Optional[bool] = None) -> None:
    """Says a warning of a run that is measured; raised only where it is the tracker's trouble, not a fact of the machine or of its place."""
    code = warning.get("code") if isinstance(warning, dict) else None
    from_problem(warning, strict if code is None or code in _TRACKER_TROUBLE else False)


def _user_level() -> int:
    """Frames between ``warnings.warn`` and the first one outside this package."""
    here = os.path.dirname(os.path.abspath(__file__))
    level = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and os.path.dirname(os.path.abspath(frame.f_code.co_filename)).startswith(here):
        level += 1
        frame = frame.f_back
    return level
