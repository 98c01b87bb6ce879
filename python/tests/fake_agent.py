"""Speaks the agent's side of docs/reference/agent-protocol.md without measuring anything.

FAKE_AGENT_LOG names a file to which each message received is appended. FAKE_AGENT_MODE: "" (well-behaved), "dead" (leaves at
once), "stuck" (reads but never answers), "deaf" (greets, then neither reads nor answers), "refuse" (refuses to start a run),
"crash" (leaves at the first epoch), "slow-start" (answers `start` only when something else comes), "noise" (prints what is no JSON).
"""

import json
import os
import signal
import sys
import time

MODE = os.environ.get("FAKE_AGENT_MODE", "")
LOG = os.environ.get("FAKE_AGENT_LOG")
RUN = "01JDZ3NDEKTSV4RRFFQ69G5F%02d" % (os.getpid() % 100)
NEEDS_A_RUN = ("window", "stage", "epoch", "mark", "metric", "done", "params", "tag", "note", "snapshot", "emissions", "end")


def written(value, unit):
    return {"value": value, "low": value * 0.95, "high": value * 1.05, "unit": unit, "errors": {"model:fake": 0.03}}


def energy(joules):
    return {"attributed": written(joules, "J"), "active": written(joules / 2, "J"), "machine": written(joules * 3, "J")}


def say(**answer):
    answer["t"] = time.monotonic()
    try:
        os.write(1, (json.dumps(answer) + "\n").encode())
    except BrokenPipeError:
        pass  # the client has gone; what it said is still heard


class Conversation:
    def __init__(self):
        self.name = None
        self.ended = False
        self.windows = {}
        self.epochs = 0
        self.of = None
        self.late = []
        self.run = RUN
        self.report = None

    def error(self, number, what):
        say(re=number, type="error", error={"code": "E_PROTOCOL", "what": what, "why": "it is so", "fix": "do otherwise"})

    def take_reports(self):
        """What came through the report file goes to the file that the test looks at."""
        if self.report is None or not os.path.exists(self.report):
            return
        with open(self.report, "rb") as reports:
            data = reports.read()
        if data and os.environ.get("FAKE_AGENT_REPORT"):
            with open(os.environ["FAKE_AGENT_REPORT"], "ab") as kept:
                kept.write(data)
        os.unlink(self.report)

    def hear(self, line):
        try:
            message = json.loads(line)
            number = message.get("id")
        except (ValueError, AttributeError):
            self.error(None, "a message is no JSON object")
            return
        if MODE == "stuck":
            return
        if MODE == "slow-start" and message["type"] == "start":
            self.late.append(message)
            return
        for late in self.late:
            self.answer(late["id"], late)
        self.late = []
        self.answer(number, message)

    def answer(self, number, message):
        kind = message.get("type")
        quiet = message.get("quiet") is True
        if kind in NEEDS_A_RUN and (self.name is None or self.ended):
            self.error(number, "no run is open")
            return
        if kind == "start":
            if MODE == "refuse":
                self.error(number, "no run today")
                return
            if self.name is not None:
                self.error(number, "a run is open already")
                return
            self.name = message.get("name", "calm-otter-7f3k")
            self.run = message.get("run", RUN)
            self.report = message.get("reportFile")
            say(
                re=number, type="started", run=self.run, name=self.name, dir=os.environ.get("FAKE_AGENT_DIR"),
                book=message.get("book", os.environ.get("FAKE_AGENT_DIR")), grade="B",
                reportFile=self.report or os.environ.get("FAKE_AGENT_REPORT"), nested="JOULEBOOK_RUN" in os.environ, warnings=[],
            )
        elif kind == "window" and message.get("op") == "begin":
            if message["window"] in self.windows:
                self.error(number, "that window is open already")
                return
            self.windows[message["window"]] = message["name"]
            quiet or say(re=number, type="ok")
        elif kind == "window":
            name = self.windows.pop(message["window"], None)
            if name is None:
                self.error(number, "no such window")
            else:
                say(re=number, type="window", window=message["window"], name=name, durationS=1.0, energy=energy(36.0))
        elif kind == "epoch":
            if MODE == "crash":
                sys.exit(3)
            self.epochs += 1
            self.of = message.get("of")
            quiet or say(re=number, type="ok")
        elif kind == "snapshot":
            time.sleep(float(os.environ.get("FAKE_AGENT_SLOW_SNAPSHOT", 0)))
            forecast = {"energy": written(7200.0, "J"), "remainingS": 9.0} if self.epochs >= 3 and self.of else None
            answer = dict(durationS=2.0, powerW=12.5, energy=energy(360.0), carbon=written(0.5, "g"), grade="B")
            say(re=number, type="snapshot", **dict(answer, **({"forecast": forecast} if forecast else {})))
        elif kind == "emissions":
            row = {"run_id": RUN, "duration": 2.0, "energy_consumed": 1e-4, "emissions": 5e-6}
            say(
                re=number, type="emissions", row=row, missing=[], bounded=[], methods={}, cores=4, sockets=1, follows=None,
                intensity={"gPerKwh": 50.0, "zone": "FRA", "zoneName": "France", "from": "option"},
            )
        elif kind == "end":
            self.ended = True
            self.take_reports()
            say(
                re=number, type="ended", run=self.run, name=self.name, state=message.get("state", "ok"), durationS=3.5,
                energy=energy(1119600.0), carbon=written(9.6, "g"), grade="B",
                record=os.environ.get("FAKE_AGENT_DIR"), warnings=json.loads(os.environ.get("FAKE_AGENT_WARNINGS", "[]")),
            )
        elif kind == "metric" and not all(isinstance(v, (int, float)) for v in message["values"].values()):
            self.error(number, "a metric is no finite number")
        elif kind in ("hello", "stage", "mark", "metric", "done", "params", "tag", "note"):
            quiet or say(re=number, type="ok")
        else:
            self.error(number, "unknown type %r" % kind)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if MODE == "dead":
        sys.exit(7)
    if MODE == "noise":
        print("Welcome to this machine!\n[1, 2]\nnull", flush=True)
    say(type="hello", protocol="joulebook.agent/1", version="0.1.0", pid=os.getpid())
    if MODE == "deaf":
        fifo = os.environ["FAKE_AGENT_HOLD"]
        with open(fifo, "rb") as hold:  # until the test lets go
            hold.read()
        return
    conversation = Conversation()
    log = open(LOG, "ab", buffering=0) if LOG else None
    for line in sys.stdin.buffer:
        if log:
            log.write(line)
        conversation.hear(line)
    conversation.take_reports()
    if log:
        log.write(b'{"type":"eof"}\n')


if __name__ == "__main__":
    main()
