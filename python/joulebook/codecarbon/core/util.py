"""Small things that others import from here."""

from __future__ import annotations

import os
import platform
import re
import sys
from contextlib import contextmanager
from os.path import expandvars
from pathlib import Path
from typing import Iterator, Optional, Type, Union

from ..external.logger import logger

SLURM_JOB_ID = os.environ.get("SLURM_JOB_ID", os.environ.get("SLURM_JOBID"))


@contextmanager
def suppress(*exceptions: Type[BaseException]) -> Iterator[None]:
    """Logs these exceptions instead of raising them; as a ``with`` block or a decorator."""
    try:
        yield
    except exceptions:
        logger.warning("graceful shutdown. Exceptions:")
        logger.warning(exceptions if len(exceptions) != 1 else exceptions[0], exc_info=True)
        logger.warning("stopping.")


def resolve_path(path: Union[str, Path]) -> Path:
    """An absolute path, with variables and ``~`` put in."""
    return Path(expandvars(str(path))).expanduser().resolve()


def backup(file_path: Union[str, Path], ext: Optional[str] = ".bak") -> None:
    """Renames a file to ``<name>.bak``, or ``<name>_0.bak`` and so on where that is taken."""
    file = resolve_path(file_path)
    if not file.exists():
        return
    assert file.is_file()
    kept = file.parent / ("%s%s" % (file.name, ext))
    number = 0
    while kept.exists():
        kept = file.parent / ("%s_%d%s" % (file.name, number, ext))
        number += 1
    file.rename(kept)


def detect_cpu_model() -> Optional[str]:
    """Name of the processor, as the kernel tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or None


def count_cpus() -> int:
    """Logical processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1


def count_physical_cpus() -> int:
    """Sockets."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            return len({line for line in file if line.startswith("physical id")}) or 1
    except OSError:
        return 1


def total_ram_gib() -> Optional[float]:
    """Memory of the machine, GiB."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    except (ValueError, OSError):
        return None


def used_ram_gib() -> Optional[float]:
    """Memory in use on the machine, GiB: all but what the kernel could give to a new program."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            sizes = dict(re.findall(r"^(MemTotal|MemAvailable):\s+(\d+) kB", file.read(), re.MULTILINE))
        return (int(sizes["MemTotal"]) - int(sizes["MemAvailable"])) / 2**20
    except (OSError, KeyError):
        return None


def is_mac_os() -> bool:
    return sys.platform.startswith("darwin")


def is_mac_arm(cpu_model: str) -> bool:
    return bool(re.search(r"\bM\d{1,2}\b", cpu_model))


def is_windows_os() -> bool:
    return sys.platform.startswith("win")


def is_linux_os() -> bool:
    return sys.platform.startswith("linux")
