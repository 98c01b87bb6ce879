"""Which of a job's processes this is, as its launcher tells it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Mapping, NamedTuple, Optional

    class Ranks(NamedTuple):
        #: Number among all processes of the job; among those of this machine; how many there are in all, where it is known.
        world: int
        local: int
        size: Optional[int] = None

else:
    from collections import namedtuple

    Ranks = namedtuple("Ranks", ("world", "local", "size"), defaults=(None,))

#: Where launchers write the two numbers, the innermost launcher first: srun starts mpirun or torchrun, not the other way round.
_VARIABLES = (
    ("RANK", "LOCAL_RANK"),  # torchrun, accelerate, deepspeed, Lightning, Kubernetes' training operator
    ("HOROVOD_RANK", "HOROVOD_LOCAL_RANK"),
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK"),
    ("MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_LOCAL_RANK"),
    ("PMI_RANK", "MPI_LOCALRANKID"),  # MPICH, Intel MPI
    ("PALS_RANKID", "PALS_LOCAL_RANKID"),
    ("JSM_NAMESPACE_RANK", "JSM_NAMESPACE_LOCAL_RANK"),
    ("FLUX_TASK_RANK", "FLUX_TASK_LOCAL_ID"),
    ("SLURM_PROCID", "SLURM_LOCALID"),
)


def ranks_of(environment: Mapping[str, str]) -> Ranks:
    """The ranks of a process with this environment; (0, 0) where no launcher is known.

    The place on the machine is the innermost launcher's that tells one: a script sets RANK from SLURM_PROCID, and Slurm's own PMI sets
    PMI_RANK, with SLURM_LOCALID beside them. Where none does, there is one process a machine. A launcher that tells only that place
    (Lightning's) leaves the first process of the first node as rank 0.
    """
    told = [(_count(environment.get(world)), _count(environment.get(local))) for world, local in _VARIABLES]
    world, local = next((pair for pair in told if pair != (None, None)), (0, 0))
    if local is None:
        local = next((place for _, place in told if place is not None), 0)
    if world is None:
        world = local + (_count(environment.get("NODE_RANK")) or _count(environment.get("GROUP_RANK")) or 0)
    return Ranks(world, local)


class Told:
    """While it is open, processes that are started find the ranks in their environment, where only a framework knows them."""

    def __init__(self, ranks: Ranks):
        self._set: list[str] = []
        self._ranks = ranks

    def __enter__(self) -> None:
        world, local, size = self._ranks
        if size is None or size < 2:
            return
        for name, value in (("RANK", world), ("LOCAL_RANK", local), ("WORLD_SIZE", size)):
            if name not in os.environ:
                os.environ[name] = str(value)
                self._set.append(name)

    def __exit__(self, *_: object) -> None:
        for name in self._set:
            os.environ.pop(name, None)


def in_joblib_worker() -> bool:
    """Whether this process fits one of a search's many models: its work is part of the search's, and is reported by nobody here."""
    process = sys.modules.get("multiprocessing.process")
    if process is None:
        return False
    if process.current_process().name.startswith("LokyProcess"):
        return True
    return process.parent_process() is not None and "JOBLIB_SPAWNED_PROCESS" in os.environ


def _count(text: Optional[str]) -> Optional[int]:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 10 else None
