"""As in CodeCarbon."""

from .hardware import RAM

__all__ = ["RAM"]
