"""Where the agent is."""

import os


def find_agent():
    """The command that starts an agent, or ``None``: ``JOULEBOOK_BIN``, then the PATH, then the checkout or npm package we stand in."""
    named = os.environ.get("JOULEBOOK_BIN")
    if named:
        return [named, "agent"]
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if _executable(os.path.join(folder, "joulebook")):
            return [os.path.join(folder, "joulebook"), "agent"]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    own = os.path.join(root, "bin", "joulebook")
    if _executable(own) and os.path.exists(os.path.join(root, "dist", "cli.cjs")):
        return [own, "agent"]
    return None


def _executable(path):
    return os.path.isfile(path) and os.access(path, os.X_OK)
