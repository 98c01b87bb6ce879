"""Where the agent is."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, Optional

_NAME = "joulebook"


def find_agent() -> Optional[list[str]]:
    """The command that starts an agent, or ``None``.

    Looked for, in this order: ``JOULEBOOK_BIN``; the PATH; ``node_modules/.bin`` in the working folder and above; the checkout or npm
    package that this folder stands in; the ``bin`` of npm's global prefix.
    """
    named = os.environ.get("JOULEBOOK_BIN")
    if named:
        return [os.path.expanduser(named), "agent"]
    for folder in _folders():
        program = os.path.join(folder, _NAME)
        if _is_program(program):
            return [program, "agent"]
    return None


def node_for(program: str) -> Optional[str]:
    """A ``node`` beside the program where none is on the PATH: a version manager that is not active in this shell, say."""
    if os.environ.get("JOULEBOOK_NODE") or any(_is_program(os.path.join(folder, "node")) for folder in _path()):
        return None
    node = os.path.join(os.path.dirname(os.path.abspath(program)), "node")
    return node if _is_program(node) else None


def _folders() -> Iterator[str]:
    yield from _path()
    yield from _node_modules()
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if os.path.exists(os.path.join(root, "dist", "cli.cjs")):
        yield os.path.join(root, "bin")
    yield from _prefixes()


def _path() -> list[str]:
    return os.environ.get("PATH", os.defpath).split(os.pathsep)


def _node_modules() -> Iterator[str]:
    try:
        folder = os.getcwd()
    except OSError:  # removed under our feet
        return
    while True:
        yield os.path.join(folder, "node_modules", ".bin")
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _prefixes() -> Iterator[str]:
    """Where ``npm install -g`` puts programs: npm's own settings, beside ``node``, Python's environment (conda), the usual places."""
    for variable in ("npm_config_prefix", "NPM_CONFIG_PREFIX"):
        if os.environ.get(variable):
            yield os.path.join(os.environ[variable], "bin")
    home = os.path.expanduser("~")
    configured = _npmrc_prefix(os.path.join(home, ".npmrc"))
    if configured:
        yield os.path.join(configured.replace("${HOME}", home).replace("~", home, 1), "bin")
    if os.environ.get("NVM_BIN"):
        yield os.environ["NVM_BIN"]
    for folder in _path():
        node = os.path.join(folder, "node")
        if _is_program(node):
            yield os.path.dirname(os.path.realpath(node))
            break
    yield os.path.join(sys.prefix, "bin")
    for prefix in (os.path.join(home, ".npm-global"), os.path.join(home, ".local"), "/usr/local", "/opt/homebrew"):
        yield os.path.join(prefix, "bin")


def _npmrc_prefix(path: str) -> Optional[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                name, _, value = line.partition("=")
                if name.strip() == "prefix":
                    return value.strip().strip("\"'") or None
    except OSError:
        pass
    return None


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)
