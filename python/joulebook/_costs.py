"""What a run has cost until now, for the logs of a training."""

from __future__ import annotations

from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Optional

    from ._results import Result

#: The agent's answer takes some milliseconds, more on a machine that is busy. For each second of waiting, so many are trained without it.
_APART = 200
#: The first answer waits for the agent to start, which says nothing of the later ones; s.
_MOST_APART_S = 2.0


class Costs:
    """Asks so seldom that a training, however often it logs, waits for half a percent of its time; between, it tells what it knows."""

    def __init__(self, snapshot: Callable[[], Optional[Result]]):
        self._snapshot = snapshot
        self._known: dict[str, float] = {}
        self._ask_at = 0.0

    def now(self) -> dict[str, float]:
        """Numbers for a log: ``energy_wh`` and ``co2e_g``, those that are known."""
        began = monotonic()
        if began >= self._ask_at:
            result = self._snapshot()
            ended = monotonic()
            self._ask_at = ended + min(_APART * (ended - began), _MOST_APART_S)
            if result is not None:
                energy = None if result.energy is None else result.energy.wh
                grams = None if result.co2 is None else result.co2.grams
                found = {"energy_wh": energy, "co2e_g": grams}
                self._known = {name: value for name, value in found.items() if value is not None}
        return dict(self._known)
