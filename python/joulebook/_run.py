"""One run: an agent, and what it has been told so far."""

from __future__ import annotations

import os
import sys
from itertools import count

from . import _environment as environment
from ._agent import Agent, start_agent
from ._find import find_agent, node_for
from ._results import Result
from ._run_id import run_id
from ._time import boot_seconds
from ._trouble import from_problem, from_warning, is_strict, trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Sequence

    from ._agent import Ticket
    from ._window import Window

#: What a process that we start reads to know whose part it is, and the answer's field that says it.
_ENVIRONMENT = (("JOULEBOOK_RUN", "run"), ("JOULEBOOK_REPORT_FILE", "reportFile"), ("JOULEBOOK_DIR", "book"))
#: Longest wait for what is asked in the middle of a training, s.
_MIDDLE_WAIT_S = 1.0
#: An agent's process that has not left so long after the end of its run was asked for is left behind, s.
_LEAVE_S = 0.02

#: Commands that ended at once: each start of them would only cost time and say the same again.
_broken: set[tuple[str, ...]] = set()


class Run:
    """The client's side of a run that an agent measures."""

    def __init__(self, agent: Agent, command: Sequence[str], strict: Optional[bool] = None):
        self.agent = agent
        self.strict = strict
        self.number: Optional[str] = None
        self.started: dict[str, Any] = {}
        self.stage: Optional[str] = None
        self.epoch: Optional[float] = None
        self.windows: dict[str, Window] = {}
        self._command = tuple(command)
        self._window_ids = count(1)
        self._start: Optional[Ticket] = None
        self._report_file: Optional[str] = None

    @classmethod
    def open(
        cls,
        message: dict[str, Any],
        timeout: float,
        command: Optional[Sequence[str]] = None,
        strict: Optional[bool] = None,
        began: Optional[float] = None,
        parent: Optional[str] = None,
        wait: bool = False,
    ) -> Optional[Run]:
        """Starts an agent and tells it of the run, without waiting for it; ``None``, with one warning, where there is no agent.

        ``began``: when the run began, s since boot. The agent records the time until its first reading as a gap. ``parent``: id of the run of
        this program that it is part of; without one it is the one that the environment names. ``wait``: until the first reading has been taken; the
        run then begins when the agent is there, and not before.
        """
        began = boot_seconds() if began is None else began
        command = command or find_agent()
        if command is None:
            trouble(
                "nothing is measured: no joulebook was found",
                "it is not named in JOULEBOOK_BIN, not on the PATH, not in node_modules, and not where npm installs programs",
                "install it (npm install -g joulebook), or set JOULEBOOK_BIN=/path/to/joulebook",
                strict=strict,
            )
            return None
        if tuple(command) in _broken and not is_strict(strict):
            return None
        agent = start_agent(command, timeout, strict, _environment_of_agent(command[0], parent), began)
        if agent is None:
            return None
        run = cls(agent, command, strict)
        try:
            run._begin(message, boot_seconds() if wait and agent.is_there() else began)
            if wait or is_strict(strict):
                run.settle(wait=True)
        except BaseException:
            run.give_up()  # it goes on to the user, a Ctrl-C say, and nobody will end what has not begun
            raise
        return run

    def _begin(self, message: dict[str, Any], began: float) -> None:
        number = self.number = message.get("run") or run_id()
        message = dict(message, type="start", command=_command(), pid=os.getpid(), run=number)
        cwd = _cwd()
        if cwd is not None:
            message["cwd"] = cwd
        # Our children must know whose part they are before the agent has said a word.
        environment.set_variable(self, "JOULEBOOK_RUN", number)
        self._report_file = _make_report_file(number)
        if self._report_file is not None:
            message["reportFile"] = self._report_file
            environment.set_variable(self, "JOULEBOOK_REPORT_FILE", self._report_file)
        if "book" in message:
            environment.set_variable(self, "JOULEBOOK_DIR", os.path.abspath(message["book"]))
        self._start = self.agent.opening = self.agent.post(message, began)

    def settle(self, wait: bool = False) -> None:
        """Takes in the agent's answer to the start if it has come; ``wait``: as long as the timeout allows."""
        if self._start is None:
            return
        if wait:
            self.agent.wait(self._start)
        else:
            self.agent.drain()
        answer = self._start.answer
        if answer is not None:
            self._adopt(answer)
        elif self.agent.dead:
            self._fail_to_start()
        elif wait:
            self._say_it_is_late()

    def _adopt(self, answer: dict[str, Any]) -> None:
        self._start = None
        if answer.get("type") == "error":
            self.give_up()
            from_problem(answer.get("error"), self.strict)
            return
        self.started = answer
        self.number = answer.get("run") or self.number
        for variable, field in _ENVIRONMENT:
            value = answer.get(field)
            if isinstance(value, str) and value:
                environment.set_variable(self, variable, value)
        for warning in answer.get("warnings") or ():
            from_warning(warning, self.strict)

    def _fail_to_start(self) -> None:
        self._start = None
        if self.agent.is_strange:
            what, why = "what was started is no agent", "%s says something else" % self._command[0]
            fix = "check JOULEBOOK_BIN and the PATH"
        else:
            what, why = "the agent ended at once", "%s ended with status %s" % (self._command[0], self.agent.exit_status())
            fix = "try `%s doctor`" % self._command[0]
        self.give_up()
        _broken.add(self._command)
        trouble(
            "nothing is measured: " + what,
            why,
            fix,
            strict=self.strict,
        )

    def give_up(self) -> None:
        """Lets go of a run that has not begun."""
        environment.unset_variables(self)
        self.agent.close()
        self._remove_report_file()

    def begin_window(self, window: Window, parent: Optional[str]) -> str:
        number = str(next(self._window_ids))
        message = {"type": "window", "op": "begin", "window": number, "name": window.name}
        if parent is not None:
            message["parent"] = parent
        self.windows[number] = window
        self.agent.send(message)
        return number

    def end_window(self, number: str) -> Optional[Ticket]:
        """Ends a window; its cost is the ticket's answer."""
        self.windows.pop(number, None)
        return self.agent.post({"type": "window", "op": "end", "window": number}) if self.agent.usable else None

    def result_of(self, ticket: Ticket) -> Optional[Result]:
        """The cost of a window that has ended; it is waited for."""
        answer = self.agent.understood(self.agent.wait(ticket, self._wait_s))
        return None if answer is None else Result(answer)

    def snapshot(self) -> Optional[Result]:
        """What the run has cost until now."""
        answer = self.agent.ask({"type": "snapshot"}, self._wait_s)
        self.settle()
        return None if answer is None else Result(answer)

    @property
    def _wait_s(self) -> float:
        return min(self.agent.timeout, _MIDDLE_WAIT_S)

    def end(self, message: dict[str, Any]) -> Optional[Result]:
        """Closes the run; its result, or ``None`` when the agent does not answer in time."""
        agent = self.agent
        began = boot_seconds()
        try:
            self.settle()
            if not agent.usable:
                if self.started:
                    self._say_it_died()
                return None
            for window in list(self.windows.values()):
                window.close()
            if agent.dropped:
                text = "%d metric lines were dropped because the agent did not keep up" % agent.dropped
                agent.send({"type": "note", "text": text})
                trouble(text, "they came faster than they can be written", "log every few steps", strict=self.strict)
            return self._ended(agent.wait(agent.post(dict(message, type="end"))))
        finally:
            environment.unset_variables(self)
            is_gone = agent.dead
            # Its answer has come: only what is left of the time for that is spent on seeing its process leave.
            agent.close(max(0.0, began + _LEAVE_S - boot_seconds()))
            if is_gone:
                self._remove_report_file()

    def _ended(self, answer: Optional[dict[str, Any]]) -> Optional[Result]:
        agent = self.agent
        if self._start is not None and self._start.answer is not None:
            self._adopt(self._start.answer)
            if not self.started:
                return None  # refused, and said
        if answer is None and agent.dead:
            if self._start is not None:
                self._fail_to_start()
            else:
                self._say_it_died()
            return None
        if answer is None:
            self._say_it_is_late()
            return None
        answer = agent.understood(answer)
        if answer is None:
            return None
        for warning in answer.get("warnings") or ():
            from_warning(warning, self.strict)
        return Result(answer)

    def _say_it_is_late(self) -> None:
        trouble(
            "the agent did not answer within %g s" % self.agent.timeout,
            "the machine is overloaded, or the agent is stuck",
            "the run will be found in the book: `joulebook show @last`",
            strict=self.strict,
        )

    def _say_it_died(self) -> None:
        trouble(
            "the agent has ended before the run",
            "its exit status is %s" % self.agent.exit_status(),
            "see `joulebook ls`: the run is recorded up to its last sample",
            strict=self.strict,
        )

    def _remove_report_file(self) -> None:
        """The agent does it at the end of the run; this is for an agent that never came to that. What is in it goes where whoever
        closes the run in the book will look."""
        if self._report_file is None:
            return
        folder = self.started.get("dir")
        try:
            with open(self._report_file, "rb") as file:
                data = file.read()
            if data and isinstance(folder, str):
                with open(os.path.join(folder, "report.jsonl"), "xb") as kept:
                    kept.write(data)
            os.unlink(self._report_file)
        except OSError:
            pass


def _environment_of_agent(program: str, parent: Optional[str]) -> dict[str, str]:
    """What the agent finds in its environment. Where runs stand side by side, in threads or tasks, ours names only the youngest."""
    env = dict(os.environ)
    node = node_for(program)
    if node is not None:
        env["JOULEBOOK_NODE"] = node
    if parent is not None and environment.is_ours("JOULEBOOK_RUN"):
        env["JOULEBOOK_RUN"] = parent
    return env


def _make_report_file(number: str) -> Optional[str]:
    """An empty file that nobody else can read or has made; ``None`` where there is no place for it: then the agent makes one."""
    path = os.path.join(os.environ.get("TMPDIR") or "/tmp", "joulebook-%s.jsonl" % number)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        os.close(os.open(path, flags, 0o600))
    except OSError:
        return None
    return os.path.abspath(path)


def _cwd() -> Optional[str]:
    try:
        return os.getcwd()
    except OSError:  # removed under our feet: the agent, which stands in it too, knows what it was
        return None


def _command() -> list[str]:
    original = getattr(sys, "orig_argv", None)  # Python 3.10
    return list(original) if original else [sys.executable or "python3"] + list(sys.argv)

