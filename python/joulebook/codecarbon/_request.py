"""HTTP by the standard library. Called only by outputs that a user has asked for."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional, Tuple


class UnexpectedStatus(OSError):
    """A server's answer that means no success."""

    def __init__(self, url: str, status: int, text: str) -> None:
        super().__init__("%s answered %d: %s" % (url, status, text[:500]))
        self.status = status


def request(
    method: str, url: str, body: Optional[bytes] = None, headers: Optional[Dict[str, str]] = None, timeout: float = 10.0
) -> Tuple[int, str]:
    """Status and text of the answer, whatever it is; raises ``OSError`` where there is none."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    asked = Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urlopen(asked, timeout=timeout) as answer:  # noqa: S310: the user's own address
            return answer.status, answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace")


def request_json(
    method: str,
    url: str,
    payload: Any = None,
    headers: Optional[Dict[str, str]] = None,
    timeout: float = 10.0,
    expected: Optional[int] = None,
) -> Any:
    """Sends and takes JSON; raises :class:`UnexpectedStatus` for another status than the expected one (default: any success)."""
    body = None if payload is None else json.dumps(payload).encode("utf-8")
    status, text = request(method, url, body, dict({"Content-Type": "application/json"}, **(headers or {})), timeout)
    if status != expected if expected is not None else not 200 <= status < 300:
        raise UnexpectedStatus(url, status, text)
    return json.loads(text) if text else None
