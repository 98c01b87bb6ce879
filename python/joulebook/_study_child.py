"""The process that works on a study for this program (docs/reference/study-protocol.md)."""

from __future__ import annotations

import os

from ._agent import Agent
from ._find import find_agent, node_for
from ._trouble import JoulebookError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, Optional, Sequence

    from ._agent import Message

#: How often a silent process is looked after, s. A study waits for its answers: going on without them would be another search.
_LOOK_S = 3600.0
#: How long the process may take to leave at the end, s.
_LEAVE_S = 10.0


class StudyChild:
    """Asks and gets answers. What is refused is raised: a search that goes wrong must not go on unseen."""

    def __init__(self, arguments: Sequence[str], command: Optional[Sequence[str]] = None):
        found = find_agent()
        program = list(command) if command else None if found is None else found[:-1]
        if program is None:
            raise JoulebookError(_text(
                "the study cannot be worked on: no joulebook was found",
                "it is not named in JOULEBOOK_BIN, not on the PATH, not in node_modules, and not where npm installs programs",
                "install it (npm install -g joulebook), or set JOULEBOOK_BIN=/path/to/joulebook",
            ))
        env = dict(os.environ)
        node = node_for(program[0])
        if node is not None:
            env["JOULEBOOK_NODE"] = node
        try:
            self._agent = Agent([*program, "study", "drive", *arguments], _LOOK_S, True, env)
        except OSError as error:
            fix = "install it (npm install -g joulebook), or name the program: JOULEBOOK_BIN=/path/to/joulebook"
            raise JoulebookError(_text("the study cannot be worked on: joulebook cannot be started", error, fix)) from error
        self.is_closed = False

    @property
    def is_ours(self) -> bool:
        """False in a forked child, which must not speak for its parent."""
        return self._agent.pid == os.getpid()

    def ask(self, message: Message) -> dict[str, Any]:
        """Sends a message and waits for its answer."""
        if self.is_closed:
            raise JoulebookError(_text("the study is closed", None, "open it again: it goes on where it was left"))
        if not self.is_ours:
            why = "this process was forked from the one that has opened it"
            raise JoulebookError(_text("the study belongs to another process", why, "report from there, or by joulebook.log()"))
        agent = self._agent
        answer: Optional[Message] = None
        if agent.usable:
            ticket = agent.post(message)
            while answer is None and agent.usable:
                answer = agent.wait(ticket)
            answer = answer or ticket.answer
        if answer is None:
            self._say_it_is_gone()
        if answer.get("type") == "error":
            raise JoulebookError(problem_text(answer.get("error")))
        return answer

    def close(self) -> None:
        """Ends its input and waits until it has left."""
        if not self.is_closed:
            self.is_closed = True
            self._agent.close(_LEAVE_S)

    def _say_it_is_gone(self) -> NoReturn:
        if self._agent.is_strange:
            raise JoulebookError(_text("what was started is no joulebook", "it says something else", "check JOULEBOOK_BIN and the PATH"))
        status = self._agent.exit_status()
        raise JoulebookError(_text(
            "the process that worked on the study has ended",
            "its exit status is %s" % status,
            "open the study again: what it had decided is kept, and trials in flight are given out again",
        ))


def problem_text(problem: object) -> str:
    """An error or a warning of the process, in up to three lines."""
    if not isinstance(problem, dict):
        return _text(str(problem or "a message was refused"), None, None)
    at = problem.get("at")
    what = str(problem.get("what", "a message was refused"))
    if isinstance(at, dict) and at.get("line") is not None and at.get("text"):
        what += "\n  %s" % str(at["text"]).strip()
    return _text(what, problem.get("why"), problem.get("fix"))


def _text(what: str, why: object, fix: object) -> str:
    text = "joulebook: " + what
    if why:
        text += "\n  why: %s" % (why,)
    if fix:
        text += "\n  fix: %s" % (fix,)
    return text
