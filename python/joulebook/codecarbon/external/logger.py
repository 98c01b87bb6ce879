"""The logger ``codecarbon``."""

from __future__ import annotations

import logging
import os
from typing import Optional, Union

logger = logging.getLogger("codecarbon")
logger.propagate = False

_LEVELS = ("CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET")


def set_logger_format(custom_preamble: Optional[str] = "") -> None:
    """Gives the logger its one handler on stderr; handlers of others stay."""
    preamble = "[%s]" % custom_preamble if custom_preamble else ""
    handler = logging.StreamHandler()
    handler.setFormatter(
        logging.Formatter("[%(name)s %(levelname)s @ %(asctime)s]" + preamble + " %(message)s", datefmt="%H:%M:%S")
    )
    logger.handlers = [kept for kept in logger.handlers if type(kept) is not logging.StreamHandler]
    logger.addHandler(handler)


def set_logger_level(level: Optional[Union[int, str]] = None) -> None:
    """Sets the level by name or number; without one, by ``CODECARBON_LOG_LEVEL``, else to INFO."""
    if level is None:
        level = next((v for k, v in os.environ.items() if k.lower() == "codecarbon_log_level"), "INFO")
    if isinstance(level, str) and level.strip().isdigit():
        level = int(level)  # from a file or a variable
    if isinstance(level, str) and level.upper() in _LEVELS:
        logger.setLevel(level.upper())
    elif isinstance(level, int) and level in (0, 10, 20, 30, 40, 50):
        logger.setLevel(level)
    else:
        logger.error("Unknown log level: %s. Doing nothing.", level)


set_logger_format()
set_logger_level()
