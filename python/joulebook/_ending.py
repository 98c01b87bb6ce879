"""How a block, and how a program, has ended."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, TypedDict

    class Ending(TypedDict, total=False):
        state: str
        error: str
        exit_code: int


def ending_of(kind: Optional[type[BaseException]], error: Optional[BaseException]) -> Ending:
    """How a block ended, from its exception."""
    if kind is None or issubclass(kind, GeneratorExit):
        return {"state": "ok"}
    if issubclass(kind, SystemExit):
        code = getattr(error, "code", None)
        if code is None or code == 0:
            return {"state": "ok", "exit_code": 0}
        return {"state": "failed", "exit_code": code if isinstance(code, int) else 1}
    asyncio = sys.modules.get("asyncio")
    cancelled = getattr(asyncio, "CancelledError", None)  # absent while asyncio is being imported
    if issubclass(kind, KeyboardInterrupt) or (cancelled is not None and issubclass(kind, cancelled)):
        return {"state": "interrupted"}
    try:
        text = "%s: %s" % (kind.__name__, error)
    except Exception:  # an exception whose __str__ fails
        text = kind.__name__
    return {"state": "failed", "error": text[:2000]}


def ending_of_program() -> Ending:
    """How the program is ending, as far as it can be known in ``atexit``."""
    kind = getattr(sys, "last_type", None)  # set where an exception has ended the program
    if kind is None or hasattr(sys, "ps1"):  # at a prompt it is the last line that failed, and life goes on
        return {"state": "ok"}
    return ending_of(kind, getattr(sys, "last_value", None))
