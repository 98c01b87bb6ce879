"""Tables of the joulebook that is installed beside this client."""

from __future__ import annotations

import os
from typing import Optional

from .._find import find_agent


def package_file(relative: str) -> Optional[str]:
    """Path of a file of the joulebook package, e.g. ``data/grid/ember_country.csv``; ``None`` where it is not found."""
    above = os.path.abspath(__file__)
    roots = [above]
    for _ in range(4):  # codecarbon, joulebook, python, the package
        roots[0] = os.path.dirname(roots[0])
    command = find_agent()
    if command is not None:
        roots.append(os.path.dirname(os.path.dirname(os.path.realpath(command[0]))))
    return next((path for path in (os.path.join(root, relative) for root in roots) if os.path.isfile(path)), None)
