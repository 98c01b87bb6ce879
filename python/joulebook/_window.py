"""Named parts of a run."""

from __future__ import annotations

import os

from . import _current as current
from ._costed import Costed
from ._guard import quietly, synchronise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional

    from ._agent import Ticket
    from ._results import Result
    from ._run import Run


class Window(Costed):
    """A named part of a run. Windows may nest and overlap. Ends with :meth:`end` or at the end of its ``with`` block.

    Neither end waits for the agent: ``result``, ``energy`` and ``duration`` do, when they are first looked at.
    """

    def __init__(
        self,
        run: Optional[Run],
        name: str,
        sync: Optional[Callable[[], Any]] = None,
        strict: Optional[bool] = None,
    ):
        self.name = str(name)
        self.strict = strict
        self.number: Optional[str] = None
        self.is_open = run is not None
        self._run = run
        self._sync = sync
        self._pid = os.getpid()
        self._ticket: Optional[Ticket] = None
        self._result: Optional[Result] = None
        if run is not None:
            synchronise(sync, strict)
            self.number = run.begin_window(self, current.innermost_window(run))
            current.enter_window(self)

    def belongs_to(self, run: Run) -> bool:
        return self._run is run

    @property
    def result(self) -> Optional[Result]:
        """What it cost; ``None`` before the end, or where nothing was measured."""
        return self._result_now()

    @quietly
    def end(self) -> Optional[Result]:
        """Closes the window; what it cost, or ``None`` where nothing was measured."""
        self.close()
        return self.result

    @quietly
    def close(self) -> None:
        """Closes the window without a look at what it cost."""
        run, number = self._run, self.number
        if not self.is_open or run is None or number is None or os.getpid() != self._pid:
            return
        self.is_open = False
        current.leave_window(self)
        synchronise(self._sync, self.strict)
        self._ticket = run.end_window(number)

    @quietly
    def _result_now(self) -> Optional[Result]:
        ticket, run = self._ticket, self._run
        if ticket is not None and run is not None and os.getpid() == self._pid:
            self._result = run.result_of(ticket)
            if ticket.answer is not None or run.agent.dead:
                self._ticket = None
        return self._result

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy keeps the name and what it cost, and measures nothing."""
        return _copied, (self.name, self._result)

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _copied(name: str, result: Optional[Result]) -> Window:
    window = Window(None, name)
    window._result = result
    return window
