"""CPU time, which a busy machine stretches less than the time of day."""

import os
import pathlib
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


def living() -> float:
    """CPU-seconds of all children that are alive, and of those that these have waited for: to the tick of the kernel's clock."""
    me = os.getpid()
    pids = pathlib.Path(f"/proc/{me}/task/{me}/children").read_text().split()
    return sum(_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: str) -> int:
    # After the name in brackets, which may hold anything: utime, stime, cutime, cstime are the 14th to 17th fields.
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])
