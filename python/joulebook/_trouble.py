"""What may go wrong without stopping anybody's training."""

import os
import sys

_said = set()


class JoulebookWarning(UserWarning):
    """Something could not be measured or recorded; the program goes on."""


class JoulebookError(RuntimeError):
    """The same, raised: only with ``JOULEBOOK_STRICT=1``."""


def strict():
    """Whether trouble is to be raised."""
    return os.environ.get("JOULEBOOK_STRICT", "") not in ("", "0")


def trouble(what, why=None, fix=None, cause=None):
    """Says once what is wrong, through ``warnings``; raises it instead under ``JOULEBOOK_STRICT=1``."""
    text = "joulebook: " + what
    if why:
        text += "\n  why: " + str(why)
    if fix:
        text += "\n  fix: " + str(fix)
    if strict():
        raise JoulebookError(text) from cause
    if text in _said:
        return
    _said.add(text)
    import warnings

    try:
        warnings.warn(text, JoulebookWarning, stacklevel=_user_level())
    except Exception:  # warnings are errors here (-W error), but a tracker must not end a training
        try:
            sys.stderr.write(text + "\n")
        except Exception:  # no stderr either: there is nobody left to tell
            pass


def from_problem(error):
    """Says an ``error`` of the agent."""
    if not isinstance(error, dict):
        error = {}
    trouble(str(error.get("what", "the agent refused a message")), error.get("why"), error.get("fix"))


def _user_level():
    """Frames between ``warnings.warn`` and the first one outside this package."""
    here = os.path.dirname(os.path.abspath(__file__))
    level = 1
    frame = sys._getframe(1)
    while frame is not None and os.path.dirname(os.path.abspath(frame.f_code.co_filename)) == here:
        level += 1
        frame = frame.f_back
    return level
