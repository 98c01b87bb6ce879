"""The agent process and the two pipes to it (docs/reference/agent-protocol.md)."""

import os
import threading
from itertools import count
from time import monotonic

from ._time import boot_seconds
from ._trouble import from_problem, trouble
from ._values import encode

PROTOCOL = "joulebook.agent/1"

#: Bytes that may wait for a full pipe before metrics are dropped; and before anything is.
METRICS_BOUND = 1 << 20
HARD_BOUND = 16 << 20
#: How many unanswered messages go out before the agent's side is read, so that its complaints never fill the pipe.
_DRAIN_EVERY = 256

_agents = set()


class Agent:
    """One agent: it measures this process and records one run.

    Writes never block: what a full pipe does not take waits in memory, and metrics beyond ``METRICS_BOUND`` are dropped and
    counted. Answers are waited for until their timeout, never longer. No threads of its own.
    """

    def __init__(self, command, timeout):
        import subprocess

        self.pid = os.getpid()
        self.timeout = timeout
        self.dead = False
        self.dropped = 0
        self._slow = False
        self._ids = count(1)
        self._lock = threading.RLock()  # reentrant: a signal handler may log while we do
        self._asking = threading.RLock()
        self._pending = bytearray()
        self._partial = b""
        self._awaited = set()
        self._answers = {}
        self._problems = []
        self._sent = 0
        # Same session and group, no handlers: the agent itself outlives a Ctrl-C long enough to close the run.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        _agents.add(self)

    @property
    def usable(self):
        """Alive, and ours: a forked child must not write to its parent's agent."""
        return not self.dead and os.getpid() == self.pid

    def send(self, message, droppable=False):
        """Sends a message that is answered only if it fails."""
        if self.dead or os.getpid() != self.pid:
            return
        message["quiet"] = True
        message["id"] = next(self._ids)
        message["t"] = boot_seconds()
        self._write(encode(message), droppable)
        self._sent += 1
        if self._sent % _DRAIN_EVERY == 0 or self._problems:
            self._drain()

    def post(self, message):
        """Sends a message whose answer is fetched with :meth:`wait`; returns its id."""
        number = message["id"] = next(self._ids)
        message["t"] = boot_seconds()
        self._awaited.add(number)
        self._write(encode(message), False)
        return number

    def wait(self, number, timeout=None):
        """The answer to a posted message, or ``None`` when it does not come in time; it may be asked for again."""
        if timeout is None:  # after one silence do not wait long again, or each epoch would pay for a stuck agent
            timeout = 0.1 if self._slow else self.timeout
        deadline = monotonic() + timeout
        if not self._asking.acquire(timeout=timeout):
            return None
        try:
            while number not in self._answers:
                left = deadline - monotonic()
                if not self.usable or left <= 0:
                    self._slow = True
                    return None
                self._pump(left)
            self._slow = False
            self._awaited.discard(number)
            return self._answers.pop(number)
        finally:
            self._asking.release()
            self._complain()

    def ask(self, message, timeout=None):
        """Sends a message and returns its answer, or ``None``. An ``error`` is said and is ``None``."""
        if not self.usable:
            return None
        answer = self.wait(self.post(message), timeout)
        if answer is not None and answer.get("type") == "error":
            from_problem(answer.get("error"))
            return None
        return answer

    def close(self, timeout=None):
        """Ends the input, which makes the agent close the run and leave; waits for it no longer than ``timeout``."""
        if os.getpid() != self.pid:
            return
        timeout = self.timeout if timeout is None else timeout
        deadline = monotonic() + timeout
        while self._pending and not self.dead and monotonic() < deadline:
            self._pump(deadline - monotonic())
        self.dead = True
        _agents.discard(self)
        self._process.stdin.close()
        try:
            self._process.wait(max(0.05, deadline - monotonic()))
        except Exception:  # TimeoutExpired: it is slow, not ours to kill; it leaves by itself at the end of its input
            _left_behind.append(self._process)
        self._process.stdout.close()

    def exit_status(self):
        """Status of an agent that has died, or ``None``."""
        try:
            return self._process.wait(0.2)
        except Exception:
            return None

    def abandon(self):
        """In a forked child: lets go of the parent's agent without a word to it."""
        self.dead = True
        self._process.returncode = 0  # not our child: nothing to wait for
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                pipe.close()
            except OSError:
                pass

    def _write(self, data, droppable):
        with self._lock:
            if self._pending:
                self._flush()
            if self.dead:
                return
            if self._pending:
                if len(self._pending) + len(data) > (METRICS_BOUND if droppable else HARD_BOUND):
                    self.dropped += 1
                    return
                self._pending += data
                return
            taken = self._offer(data)
            if taken < len(data):
                self._pending += data[taken:]

    def _flush(self):
        with self._lock:
            if self._pending and not self.dead:
                del self._pending[: self._offer(bytes(self._pending[:65536]))]

    def _offer(self, data):
        try:
            return os.write(self._in, data)
        except BlockingIOError:
            return 0
        except OSError:  # a broken pipe: the agent is gone
            self.dead = True
            return 0

    def _drain(self):
        if self._asking.acquire(blocking=False):
            try:
                self._pump(0)
            finally:
                self._asking.release()
            self._complain()

    def _pump(self, seconds):
        """Writes what waits, reads what is there; sleeps until either is possible."""
        from select import POLLIN, POLLOUT, poll

        waiting = poll()  # select() cannot watch descriptors from 1024 on
        waiting.register(self._out, POLLIN)
        if self._pending:
            waiting.register(self._in, POLLOUT)
        if not waiting.poll(max(0, seconds) * 1000):
            return
        self._flush()
        try:
            data = os.read(self._out, 65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.dead = True
            return
        *lines, self._partial = (self._partial + data).split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line):
        from json import loads

        try:
            answer = loads(line.decode("utf-8"))
            kind, number = answer.get("type"), answer.get("re")
        except (ValueError, AttributeError):
            return  # not the protocol: a shell profile that prints, say
        if number in self._awaited:
            self._answers[number] = answer
        elif kind == "error":
            self._problems.append(answer.get("error"))

    def _complain(self):
        problems, self._problems = self._problems, []
        for problem in problems:
            from_problem(problem)


_left_behind = []


def start_agent(command, timeout):
    """Starts an agent and greets it; ``None``, with one warning, where that fails."""
    fix = "run `npm ci && npm run build` in joulebook's folder, or name the program: JOULEBOOK_BIN=/path/to/joulebook"
    try:
        agent = Agent(command, timeout)
    except OSError as error:
        trouble("nothing is measured: the agent cannot be started", error, fix, error)
        return None
    from . import __version__

    agent.post({"type": "hello", "protocol": PROTOCOL, "client": "python/" + __version__, "quiet": True})
    return agent


def _after_fork():
    for agent in _agents:
        agent.abandon()
    _agents.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
