"""One run: an agent, and what it has been told so far."""

import os
import sys
from itertools import count

from ._agent import start_agent
from ._find import find_agent
from ._results import Result
from ._trouble import from_problem, trouble

#: What a process that we start reads to know whose part it is.
_ENVIRONMENT = (("JOULEBOOK_RUN", "run"), ("JOULEBOOK_REPORT_FILE", "reportFile"), ("JOULEBOOK_DIR", "book"))


class Run:
    """The client's side of a run that an agent measures."""

    def __init__(self, agent):
        self.agent = agent
        self.started = {}
        self.stage = None
        self.epoch = None
        self.windows = {}
        self._window_ids = count(1)
        self._start = None
        self._environment = {}

    @classmethod
    def open(cls, message, timeout, command=None):
        """Starts an agent and the run; ``None``, with one warning, where there is none."""
        command = command or find_agent()
        if command is None:
            trouble(
                "nothing is measured: no joulebook was found",
                "it is neither named in JOULEBOOK_BIN nor on the PATH",
                "install it (npm install -g joulebook), or set JOULEBOOK_BIN=/path/to/joulebook",
            )
            return None
        agent = start_agent(command, timeout)
        if agent is None:
            return None
        run = cls(agent)
        message = dict(message, type="start", cwd=_cwd(), command=_command(), pid=os.getpid())
        run._start = agent.post(message)
        run._adopt(agent.wait(run._start))
        if not agent.dead:
            return run
        if run._start is not None:  # it never answered
            status = agent.exit_status()
            trouble(
                "nothing is measured: the agent ended at once",
                "%s ended with status %s" % (command[0], status),
                "try `%s doctor`" % command[0],
            )
        agent.close()
        return None

    def _adopt(self, answer):
        if answer is None:
            return  # late, perhaps: it is looked for again at the end
        self._start = None
        if answer.get("type") == "error":
            self.agent.close()
            from_problem(answer.get("error"))
            return
        self.started = answer
        for warning in answer.get("warnings") or ():
            _say(warning)
        for variable, field in _ENVIRONMENT:
            value = answer.get(field)
            if isinstance(value, str) and value:
                self._environment[variable] = (os.environ.get(variable), value)
                os.environ[variable] = value

    def begin_window(self, window, parent):
        number = str(next(self._window_ids))
        message = {"type": "window", "op": "begin", "window": number, "name": window.name}
        if parent is not None:
            message["parent"] = parent
        self.windows[number] = window
        self.agent.send(message)
        return number

    def end_window(self, number):
        self.windows.pop(number, None)
        answer = self.agent.ask({"type": "window", "op": "end", "window": number})
        return None if answer is None else Result(answer)

    def end(self, message):
        """Closes the run; its result, or ``None`` when the agent does not answer in time."""
        agent = self.agent
        try:
            if not agent.usable:
                trouble(
                    "the agent has ended before the run",
                    "its exit status is %s" % agent.exit_status(),
                    "see `joulebook ls`: the run is recorded up to its last sample",
                )
                return None
            for window in list(self.windows.values()):
                window.end()
            if agent.dropped:
                text = "%d metric lines were dropped because the agent did not keep up" % agent.dropped
                agent.send({"type": "note", "text": text})
                trouble(text, "they came faster than they can be written", "log every few steps")
            if self._start is not None:
                self._adopt(agent.wait(self._start, agent.timeout))
            answer = agent.ask(dict(message, type="end"), agent.timeout)
            if answer is None:
                if not agent.dead:
                    trouble(
                        "the agent did not answer within %g s" % agent.timeout,
                        "the machine is overloaded, or the agent is stuck",
                        "the run will be found in the book: `joulebook show @last`",
                    )
                return None
            for warning in answer.get("warnings") or ():
                _say(warning)
            return Result(answer)
        finally:
            self._restore_environment()
            agent.close()

    def _restore_environment(self):
        for variable, (before, ours) in self._environment.items():
            if os.environ.get(variable) != ours:
                continue  # somebody has changed it since: theirs
            if before is None:
                del os.environ[variable]
            else:
                os.environ[variable] = before
        self._environment = {}


def _say(warning):
    if isinstance(warning, dict):
        from_problem(warning)
    else:
        trouble(str(warning))


def _cwd():
    try:
        return os.getcwd()
    except OSError:  # removed under our feet
        return "/"


def _command():
    original = getattr(sys, "orig_argv", None)  # Python 3.10
    return list(original) if original else [sys.executable or "python3"] + list(sys.argv)
