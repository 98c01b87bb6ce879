"""Keeps our own failures out of the training."""

from __future__ import annotations

import functools
import os
import threading
from typing import Any, Callable, TypeVar

from .._trouble import JoulebookError
from .external.logger import logger

F = TypeVar("F", bound=Callable[..., Any])


def guarded(otherwise: Any = None) -> Callable[[F], F]:
    """One caller at a time, and none of our failures reaches the training: they are logged, and the method returns ``otherwise``
    (``JOULEBOOK_STRICT=1`` lets them through)."""

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                if self._pid != os.getpid():  # forked: the parent's thread may hold the lock for ever
                    self._pid, self._start_time, self._turn = os.getpid(), None, threading.RLock()
                    self._meter = None
                with self._turn:
                    return method(self, *args, **kwargs)
            except JoulebookError:
                raise
            except Exception:
                logger.warning("%s() failed; the training goes on", method.__name__, exc_info=True)
                return otherwise

        return wrapper  # type: ignore[return-value]

    return decorate


def safely(call: Callable[..., Any], *args: Any) -> None:
    """One output's failure is its own."""
    try:
        call(*args)
    except Exception:
        logger.error("an output failed; the others and the training go on", exc_info=True)
