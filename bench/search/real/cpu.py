"""CPU time, which a busy machine stretches less than the time of day."""

import resource


def own() -> float:
    """CPU-seconds of this process and its threads."""
    return _seconds(resource.RUSAGE_SELF)


def children() -> float:
    """CPU-seconds of all children that have ended, and of theirs."""
    return _seconds(resource.RUSAGE_CHILDREN)


def _seconds(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
