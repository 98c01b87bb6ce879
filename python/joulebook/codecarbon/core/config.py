"""CodeCarbon's settings: ``~/.codecarbon.config``, ``./.codecarbon.config``, ``CODECARBON_*``; the later wins."""

from __future__ import annotations

import configparser
import operator
import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Union

from ..external.logger import logger

CONFIG_FILE_NAME = ".codecarbon.config"
CONFIG_SECTION = "codecarbon"
_PREFIX = "codecarbon_"

GpuIds = List[Union[int, str]]


def clean_env_key(k: str) -> str:
    """``CODECARBON_PROJECT_NAME`` as ``project_name``."""
    assert isinstance(k, str)
    return k.lower().replace(_PREFIX, "", 1)


def parse_env_config() -> Dict[str, Dict[str, str]]:
    """Settings in the environment, by parameter, under the section's name."""
    found = {clean_env_key(k): v for k, v in os.environ.items() if k.lower().startswith(_PREFIX)}
    return {CONFIG_SECTION: found}


def read_config_file(path: str) -> Dict[str, str]:
    """The section of one file; empty where there is none. A file that cannot be understood is said and passed over."""
    config = configparser.ConfigParser(interpolation=None)  # a % in an API key is a %
    try:
        config.read(path, encoding="utf-8-sig")  # with or without the mark that Windows' editors write
    except (configparser.Error, UnicodeDecodeError) as error:
        logger.error("CONFIG - %s is not understood and is ignored: %s", path, error)
        return {}
    return dict(config[CONFIG_SECTION]) if config.has_section(CONFIG_SECTION) else {}


def get_hierarchical_config_with_sources() -> Tuple[Dict[str, str], Dict[str, str]]:
    """All settings, and where each comes from. All values are texts."""
    config: Dict[str, str] = {}
    sources: Dict[str, str] = {}
    for folder in (_home(), _here()):
        if folder is None:
            continue
        path = str((folder / CONFIG_FILE_NAME).expanduser().resolve())
        for key, value in read_config_file(path).items():
            config[key] = value
            sources[key] = path
    for key, value in parse_env_config()[CONFIG_SECTION].items():
        config[key] = value
        sources[key] = "CODECARBON_" + key.upper()
    return config, sources


def get_hierarchical_config() -> Dict[str, str]:
    """All settings, the strongest of each. All values are texts."""
    config, sources = get_hierarchical_config_with_sources()
    log_config_sources(sources)
    return config


def log_config_sources(sources: Dict[str, str]) -> None:
    """Says where each setting comes from, never its value: some are secrets."""
    if sources:
        listed = ", ".join("%s from %s" % item for item in sorted(sources.items()))
        logger.info("Codecarbon configuration: " + listed)


def parse_gpu_ids(gpu_ids: Union[str, List[int]]) -> Optional[List[str]]:
    """``"1, 3"`` or ``[1, 3]`` as ``["1", "3"]``."""
    if isinstance(gpu_ids, str):
        kept = "".join(c for c in gpu_ids if c.isalnum() or c in "-,")
        return [gpu_id for gpu_id in kept.split(",") if gpu_id]
    if isinstance(gpu_ids, list) and all(isinstance(gpu_id, int) for gpu_id in gpu_ids):
        return [str(gpu_id) for gpu_id in gpu_ids]
    logger.warning("Invalid gpu_ids format. Expected a string or a list of ints/strings.")
    return None


def normalize_gpu_ids(gpu_ids: Any) -> Optional[GpuIds]:
    """GPU ids as a user may write them, as a list; ``None`` where none are named or they are not understood."""
    if gpu_ids is None:
        return None
    if isinstance(gpu_ids, str):
        return list(parse_gpu_ids(gpu_ids) or [])
    if not isinstance(gpu_ids, (list, tuple)):
        logger.warning("Invalid gpu_ids format. Expected a string or a list of ints/strings.")
        return None
    ids: GpuIds = []
    for gpu_id in gpu_ids:
        if isinstance(gpu_id, str):
            ids.extend(parse_gpu_ids(gpu_id) or [])
        elif hasattr(gpu_id, "__index__"):
            ids.append(operator.index(gpu_id))  # NumPy's and PyTorch's too
        else:
            logger.warning("Ignoring invalid gpu_id entry of type %s; expected int or str.", type(gpu_id).__name__)
    return ids


def _home() -> Optional[Path]:
    try:
        return Path.home()
    except RuntimeError:  # no home: a container's user without a line in /etc/passwd
        return None


def _here() -> Optional[Path]:
    try:
        return Path.cwd()
    except OSError:  # removed under our feet
        return None
