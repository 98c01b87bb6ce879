"""Metrics of a framework, which may stand in groups: of each class of a report, of each data set."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping

#: Deeper groups are no metrics of a training.
_DEPTH = 4


def flat(metrics: Mapping[str, Any], depth: int = _DEPTH) -> dict[str, Any]:
    """Metrics without groups: ``{"PER": {"f1": 0.9}}`` becomes ``{"PER.f1": 0.9}``."""
    found: dict[str, Any] = {}
    for name, value in metrics.items():
        if not isinstance(value, dict):
            found[name] = value
        elif depth > 0:
            found.update(("%s.%s" % (name, part), inner) for part, inner in flat(value, depth - 1).items())
    return found
