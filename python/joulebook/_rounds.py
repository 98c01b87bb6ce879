"""Rounds of boosting: too many and too short to be epochs each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

#: A training has about as many epochs as this at most: the energy of each is read when it ends.
_MOST_EPOCHS = 100
#: Rounds in an epoch where nobody knows how many there will be.
_USUAL_ROUNDS = 10


class Rounds:
    """Puts ``per_epoch`` rounds into an epoch; by default so many that a training has at most a hundred."""

    def __init__(self, planned: Optional[int], per_epoch: Optional[int] = None):
        if per_epoch is None:
            per_epoch = _USUAL_ROUNDS if planned is None else -(-planned // _MOST_EPOCHS)
        self._per_epoch = max(1, per_epoch)
        self._planned = planned
        self.of = None if planned is None else -(-planned // self._per_epoch)

    def epoch_ended_by(self, done: int) -> Optional[int]:
        """The epoch that ends when so many rounds are done, or ``None``."""
        if done % self._per_epoch == 0 or done == self._planned:
            return -(-done // self._per_epoch)
        return None
