"""The agent process and the two pipes to it (docs/reference/agent-protocol.md)."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
from itertools import count
from json import loads
from time import monotonic
from weakref import WeakValueDictionary

from ._time import boot_seconds
from ._trouble import from_problem, trouble
from ._values import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Sequence, Union

    Message = dict[str, Any]

PROTOCOL = "joulebook.agent/1"

#: Bytes that may wait for a full pipe before metrics are dropped; and before anything is.
METRICS_BOUND = 1 << 20
HARD_BOUND = 16 << 20
#: What the kernel is asked to hold for us, bytes: what is logged while the agent starts waits there, and outlives us.
_PIPE_BYTES = 1 << 18
#: How many unanswered messages go out before the agent's side is read, so that its complaints never fill the pipe.
_DRAIN_EVERY = 256
#: After one silence we do not wait long again, or each epoch would pay for a stuck agent, s.
_SHORT_WAIT_S = 0.1
#: How much that is no answer a program may say before it is taken for something else than an agent: lines, and bytes without an end of line.
_MOST_LINES, _MOST_BYTES = 1000, 1 << 22

_agents: set[Agent] = set()
#: Agents that had not left yet when their runs ended: looked after when there is time.
_leaving: list[subprocess.Popen[bytes]] = []


class Ticket:
    """A message whose answer is wanted. Whoever drops it no longer wants it."""

    __slots__ = ("answer", "number", "__weakref__")

    def __init__(self, number: int) -> None:
        self.number = number
        self.answer: Optional[Message] = None


class Agent:
    """One agent: it measures this process and records one run.

    Writes never block: what a full pipe does not take waits in memory, and metrics beyond ``METRICS_BOUND`` are dropped and
    counted. Answers are waited for until their timeout, never longer. No threads of its own.
    """

    def __init__(self, command: Sequence[str], timeout: float, strict: Optional[bool] = None, env: Optional[dict[str, str]] = None):
        _reap()
        self.pid = os.getpid()
        self.timeout = timeout
        self.strict = strict
        self.dead = False
        self.dropped = 0
        self._slow = False
        self._ids = count(1)
        self._lock = threading.RLock()  # reentrant: a signal handler may log while we do
        self._asking = threading.RLock()
        self._pending = bytearray()
        self._writing = False
        self._partial = b""
        self._strange_lines = 0
        #: What it says is not the protocol.
        self.is_strange = False
        self._awaited: WeakValueDictionary[int, Ticket] = WeakValueDictionary()
        self._problems: list[object] = []
        self.greeting: Optional[Ticket] = None
        #: The message that starts the run: once it is refused, so is all that follows, and there is nothing new in that.
        self.opening: Optional[Ticket] = None
        self._sent = 0
        # A session of its own: a Ctrl-C, or a kill of our whole group, must leave somebody to close the run, even while Node is
        # still starting. It leaves with us: at the end of its input, or when this process is gone.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
            env=env,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._pipes = (self._process.stdin, self._process.stdout)
        self._in, self._out = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        _widen(self._in)
        _agents.add(self)

    @property
    def usable(self) -> bool:
        """Alive, and ours: a forked child must not write to its parent's agent."""
        return not self.dead and os.getpid() == self.pid

    def send(self, message: Message, droppable: bool = False, t: Optional[float] = None) -> None:
        """Sends a message that is answered only if it fails. ``t``: when it was so, s since boot; default: now."""
        if self.dead or os.getpid() != self.pid:
            return
        message["quiet"] = True
        message["id"] = next(self._ids)
        message["t"] = boot_seconds() if t is None else t
        self._write(encode(message), droppable)
        self._sent += 1
        if self._sent % _DRAIN_EVERY == 0 or self._problems:
            self.drain()

    def post(self, message: Message, t: Optional[float] = None) -> Ticket:
        """Sends a message whose answer is fetched with :meth:`wait`. ``t``: as for :meth:`send`."""
        ticket = Ticket(next(self._ids))
        message["id"] = ticket.number
        message["t"] = boot_seconds() if t is None else t
        self._awaited[ticket.number] = ticket
        self._write(encode(message), False)
        return ticket

    def wait(self, ticket: Ticket, timeout: Optional[float] = None) -> Optional[Message]:
        """The answer to a posted message, or ``None`` when it does not come in time; it may be asked for again."""
        if ticket.answer is not None:
            return ticket.answer
        if timeout is None:
            timeout = self.timeout
        if self._slow:
            timeout = min(timeout, _SHORT_WAIT_S)
        deadline = monotonic() + timeout
        if not self._asking.acquire(timeout=timeout):
            return ticket.answer
        try:
            while ticket.answer is None:
                left = deadline - monotonic()
                if not self.usable or left <= 0:
                    self._slow = True
                    return None
                self._pump(left)
            self._slow = False
            return ticket.answer
        finally:
            self._asking.release()
            self._complain()

    def is_there(self) -> bool:
        """Waits for the answer to our greeting."""
        return self.greeting is not None and self.wait(self.greeting) is not None

    def ask(self, message: Message, timeout: Optional[float] = None) -> Optional[Message]:
        """Sends a message and returns its answer, or ``None``. An ``error`` is said and is ``None``."""
        if not self.usable:
            return None
        return self.understood(self.wait(self.post(message), timeout))

    def understood(self, answer: Optional[Message]) -> Optional[Message]:
        """An answer that is no error; an ``error`` is said and is ``None``."""
        if answer is not None and answer.get("type") == "error":
            if not self._is_refused:
                from_problem(answer.get("error"), self.strict)
            return None
        return answer

    @property
    def _is_refused(self) -> bool:
        answer = None if self.opening is None else self.opening.answer
        return answer is not None and answer.get("type") == "error"

    def drain(self) -> None:
        """Reads what the agent has said until now, without waiting, and says what it complains of."""
        if self._asking.acquire(blocking=False):
            try:
                self._pump(0)
            finally:
                self._asking.release()
            self._complain()

    def close(self, timeout: float = 0.01) -> None:
        """Ends the input, which makes the agent close the run and leave; waits no longer than ``timeout`` for what that takes."""
        if os.getpid() != self.pid:
            return
        deadline = monotonic() + timeout
        while self._pending and not self.dead and monotonic() < deadline:
            self._pump(deadline - monotonic())
        self.dead = True
        _agents.discard(self)
        self._close_pipes()
        try:
            self._process.wait(max(0.001, deadline - monotonic()))
        except Exception:  # TimeoutExpired: it is slow, not ours to kill; it leaves by itself at the end of its input
            _leaving.append(self._process)

    def exit_status(self) -> Optional[int]:
        """Status of an agent that has died, or ``None``."""
        try:
            return self._process.wait(0.2)
        except Exception:
            return None

    def abandon(self) -> None:
        """In a forked child: lets go of the parent's agent without a word to it."""
        self.dead = True
        self._process.returncode = 0  # not our child: nothing to wait for
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in self._pipes:
            try:
                pipe.close()
            except OSError:  # the program has closed all descriptors that it does not know
                pass

    def _write(self, data: bytes, droppable: bool) -> None:
        with self._lock:
            if self.dead:
                return
            if self._pending and len(self._pending) + len(data) > (METRICS_BOUND if droppable else HARD_BOUND):
                self._flush()
                if len(self._pending) + len(data) > (METRICS_BOUND if droppable else HARD_BOUND):
                    self.dropped += 1
                    return
            self._pending += data
            self._flush()

    def _flush(self) -> None:
        """Writes what the pipe takes. A signal handler that logs meanwhile only appends, so lines are never torn."""
        with self._lock:
            if self._writing:
                return
            self._writing = True
            try:
                while self._pending and not self.dead:
                    data = bytes(self._pending[:65536])
                    taken = self._offer(data)
                    del self._pending[:taken]
                    if taken < len(data):
                        return
            finally:
                self._writing = False

    def _offer(self, data: bytes) -> int:
        try:
            if signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL:
                return _write_unkilled(self._in, data)
            return os.write(self._in, data)
        except BlockingIOError:
            return 0
        except OSError:  # a broken pipe: the agent is gone
            self.dead = True
            return 0

    def _pump(self, seconds: float) -> None:
        """Writes what waits, reads what is there; sleeps until either is possible."""
        if not _ready(self._out, self._in if self._pending else None, max(0.0, seconds)):
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
        if self._strange_lines > _MOST_LINES or len(self._partial) > _MOST_BYTES:
            self.dead = self.is_strange = True

    def _take(self, line: bytes) -> None:
        try:
            answer = loads(line.decode("utf-8"))
            kind, number = answer["type"], answer.get("re")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self._strange_lines += 1  # not the protocol: a shell profile that prints, say
            return
        ticket = self._awaited.get(number) if isinstance(number, int) else None
        if ticket is not None:
            ticket.answer = answer
        elif kind == "error":
            self._problems.append(answer.get("error"))

    def _complain(self) -> None:
        problems, self._problems = self._problems, []
        for problem in [] if self._is_refused else problems:
            from_problem(problem, self.strict)


def start_agent(
    command: Sequence[str],
    timeout: float,
    strict: Optional[bool] = None,
    env: Optional[dict[str, str]] = None,
    began: Optional[float] = None,
) -> Optional[Agent]:
    """Starts an agent and greets it, as of ``began``; ``None``, with one warning, where that fails."""
    fix = "install it (npm install -g joulebook), or name the program: JOULEBOOK_BIN=/path/to/joulebook"
    try:
        agent = Agent(command, timeout, strict, env)
    except OSError as error:
        trouble("nothing is measured: the agent cannot be started", error, fix, error, strict)
        return None
    from . import __version__

    agent.greeting = agent.post({"type": "hello", "protocol": PROTOCOL, "client": "python/" + __version__}, began)
    return agent


def _ready(reading: int, writing: Optional[int], seconds: float) -> bool:
    """Sleeps until one of the pipes can be used; False where none can in time."""
    if not hasattr(select, "poll"):  # some green threads take it away
        return any(select.select([reading], [] if writing is None else [writing], [], seconds))
    waiting = select.poll()  # select() cannot watch descriptors from 1024 on
    waiting.register(reading, select.POLLIN)
    if writing is not None:
        waiting.register(writing, select.POLLOUT)
    return bool(waiting.poll(seconds * 1000))


def _write_unkilled(pipe: int, data: bytes) -> int:
    """Writes where a broken pipe would kill the program: what ends quietly under `head` has put SIGPIPE back to its default."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGPIPE,))
    try:
        return os.write(pipe, data)
    except BrokenPipeError:
        if signal.SIGPIPE not in before:
            signal.sigwait((signal.SIGPIPE,))  # ours, and sent to this thread: it is taken away before it can kill
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _widen(pipe: int) -> None:
    """Lets the pipe hold more, where the system can (Linux; Python names it from 3.10 on)."""
    try:
        from fcntl import fcntl

        fcntl(pipe, 1031, _PIPE_BYTES)  # F_SETPIPE_SZ of linux/fcntl.h
    except (ImportError, OSError):
        pass


def _reap() -> None:
    _leaving[:] = [process for process in _leaving if process.poll() is None]


def let_go() -> None:
    """At the end of the program: agents that are still closing their runs do that without us."""
    for process in _leaving:
        if process.poll() is None:
            process.returncode = 0


def _after_fork() -> None:
    for agent in _agents:
        agent.abandon()
    _agents.clear()
    for process in _leaving:
        process.returncode = 0
    del _leaving[:]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
