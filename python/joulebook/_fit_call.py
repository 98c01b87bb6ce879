"""Notices that a call of a framework's ``fit`` has been left, also by an exception of which it tells its callbacks nothing."""

from __future__ import annotations

import sys
import weakref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, Callable, Collection, Optional

    Left = Callable[[Optional[BaseException]], object]


class _Sentinel:
    """Lives as long as the call it is laid into."""

    __slots__ = ("__weakref__",)


class FitCall:
    """The call of ``fit`` that is being made below us on the stack.

    A sentinel among the call's locals goes when the call's frame does: at its return, and after an exception once nobody holds the
    traceback any more (at the end of the ``except`` block). In a notebook, where the last traceback is kept, the end of the cell tells.
    """

    def __init__(self, package: str, functions: Collection[str], left: Left):
        self._left = left
        self._watch: Optional[weakref.ref[_Sentinel]] = None
        self._cell: Optional[Any] = None
        #: Which exception was being handled when the call began; it is not the call's own.
        self._before = id(sys.exc_info()[1])
        #: Which call it is, of those that are being made.
        self.frame: Optional[int] = None
        frame = frame_of(package, functions)
        if frame is not None:
            self.frame = id(frame)
            sentinel = _Sentinel()
            # A frame keeps the mapping of its locals, and in it names that are no variables, until it ends (CPython).
            frame.f_locals["<joulebook %d>" % id(self)] = sentinel
            self._watch = weakref.ref(sentinel, self._gone)
        self._watch_cell()

    def own_exception(self) -> Optional[BaseException]:
        """The exception that is on its way out of the call, where that can be seen."""
        error = sys.exc_info()[1]
        return None if id(error) == self._before else error

    def is_over(self) -> bool:
        """Whether the call is on no stack any more, although somebody (a prompt, a list of errors) holds its traceback and with it its frame."""
        if self.frame is None:
            return False
        for frame in sys._current_frames().values():
            at: Optional[FrameType] = frame
            while at is not None:
                if id(at) == self.frame:
                    return False
                at = at.f_back
        return True

    def forget(self) -> None:
        """The call has ended in a way that was told."""
        self._watch = None
        cell, self._cell = self._cell, None
        if cell is not None:
            cell.events.unregister("post_run_cell", self._cell_ended)

    def _gone(self, _: object) -> None:
        self._end(self.own_exception())

    def _watch_cell(self) -> None:
        ipython = sys.modules.get("IPython")
        cell = ipython.get_ipython() if ipython is not None else None
        if cell is not None and self._watch is not None:
            cell.events.register("post_run_cell", self._cell_ended)
            self._cell = cell

    def _cell_ended(self, result: Any) -> None:
        error = getattr(result, "error_in_exec", None)
        if error is not None:  # a cell that ended well may have left its training in a thread
            self._end(error)

    def _end(self, error: Optional[BaseException]) -> None:
        self.forget()
        self._left(error)


def frame_of(package: str, functions: Collection[str]) -> Optional[FrameType]:
    """The nearest call of one of the package's functions."""
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__")
        if frame.f_code.co_name in functions and isinstance(module, str) and module.partition(".")[0] == package:
            return frame
        frame = frame.f_back
    return None
