"""What has a cost."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    from ._results import Carbon, Energy, Result


class Costed:
    """What has a result once it has ended."""

    @property
    def result(self) -> Optional[Result]:
        """What it cost; ``None`` before the end, or where nothing was measured."""
        raise NotImplementedError

    @property
    def energy(self) -> Optional[Energy]:
        """Attributed energy at the wall; ``None`` where nothing was measured."""
        result = self.result
        return None if result is None else result.energy

    @property
    def co2(self) -> Optional[Carbon]:
        """Operational carbon, g CO2e; ``None`` where nothing was measured."""
        result = self.result
        return None if result is None else result.co2

    @property
    def duration(self) -> Optional[float]:
        """Seconds, once ended."""
        result = self.result
        return None if result is None else result.duration
