"""What a pass prints."""

import math
from typing import Optional


def finite(loss: float) -> Optional[float]:
    """The loss as JSON has it: what diverged is null."""
    return loss if math.isfinite(loss) else None
