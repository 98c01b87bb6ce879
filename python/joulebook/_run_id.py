"""Names for runs that nobody has to be asked for."""

from __future__ import annotations

import os
import time

#: Crockford's base 32: no I, L, O, U.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def run_id() -> str:
    """A ULID (github.com/ulid/spec): 48 bits of time in ms, 80 random bits; 26 digits that sort by time."""
    bits = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_DIGITS[bits >> shift & 31] for shift in range(125, -1, -5))
