"""Ranks of one job on one machine."""

from __future__ import annotations

import os

from ..external.logger import logger


def warn_on_multi_rank_double_counting(tracking_mode: str) -> None:
    """Says that a rank beside the first would count the whole machine again."""
    local_id = os.environ.get("SLURM_LOCALID", "")
    if tracking_mode == "machine" and local_id.isdigit() and int(local_id) > 0:
        logger.warning(
            "Local rank %s tracks the whole machine, as every rank beside it would: sums over ranks count it several times. "
            'Track on local rank 0 only, or use tracking_mode="process".',
            local_id,
        )
