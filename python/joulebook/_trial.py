"""A trial of a study: what it is, how it does, how it ended."""

from __future__ import annotations

import threading

from . import _current as current
from . import _environment as environment
from ._study_values import named_values, step_of
from ._trouble import JoulebookError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional, Sequence

    from ._reporting import Count
    from ._results import Energy
    from ._study import Study
    from ._study_values import Values
    from ._tracker import Tracker


class Decision:
    """What becomes of a trial after a report: ``action`` is ``continue``, ``stop`` or ``pause``, ``reason`` says why."""

    __slots__ = ("action", "reason")

    def __init__(self, answer: Mapping[str, Any]):
        reason = answer.get("reason")
        self.action = str(answer.get("decision"))
        self.reason: Optional[str] = reason.get("text") if isinstance(reason, dict) else None

    @property
    def should_stop(self) -> bool:
        """The trial is to end now: it is stopped, or paused and will go on later."""
        return self.action != "continue"

    def __repr__(self) -> str:
        return "Decision(%r)" % self.action if self.reason is None else "Decision(%r, %r)" % (self.action, self.reason)


class Fate:
    """What became of a trial that was told.

    ``state`` is ``complete``, ``stopped``, ``paused``, ``failed`` or, with ``again``, ``waiting``: it will be given out again. ``joules`` is
    what counts against the budget; ``energy`` is that of its run in the book.
    """

    __slots__ = ("state", "again", "joules", "energy", "why", "values", "failing")

    def __init__(self, answer: Mapping[str, Any]):
        from ._results import Result

        reason = answer.get("reason")
        self.state = str(answer.get("state"))
        self.again = answer.get("again") is True
        self.joules = float(answer.get("joules") or 0.0)
        self.energy: Optional[Energy] = Result(answer).energy
        why = answer.get("why") or (reason.get("text") if isinstance(reason, dict) else None)
        self.why: Optional[str] = why
        #: Of each objective.
        self.values: list[Optional[float]] = list(answer.get("values") or ())
        #: Why the search should not go on: too many trials have failed.
        self.failing: Optional[str] = answer.get("failing")

    def __repr__(self) -> str:
        return "Fate(%r, values=%r, joules=%.4g)" % (self.state, self.values, self.joules)


class Trial:
    """A trial in flight: from :meth:`Study.ask` until it is told.

    Attributes: ``number``; ``params`` (values by parameter, nested as the search nests them; what is not active is absent); ``seed`` (for the
    training's own random numbers, the same for each attempt); ``attempt`` (from 1); ``max_resource`` (a full training, or ``None``);
    ``checkpoint_dir`` (for what the training wants to go on from after a pause) and ``resumed`` (it goes on from that); ``run`` (id of its run
    in the book); ``fate``, once it was told.
    """

    def __init__(self, study: Study, answer: Mapping[str, Any]):
        self.study = study
        self.number = int(answer["trial"])
        self.attempt = int(answer["attempt"])
        self.seed = int(answer["seed"])
        self.params: dict[str, Any] = answer["parameters"]
        for name, declared in study._parameters.items():
            if declared["kind"] == "float":
                _make_float(self.params, name)
        self.resumed = answer.get("resumed") is True
        self.max_resource: Optional[float] = answer.get("maxResource")
        self.checkpoint_dir = str(answer["checkpoints"])
        self.run = str(answer["run"])
        self.fate: Optional[Fate] = None
        self._environment: dict[str, str] = answer["environment"]
        self._thread = threading.get_ident()
        self._verdict: Optional[Decision] = None
        self._hearer: Optional[Tracker] = None

    def report(self, step: Optional[Count] = None, values: Optional[Mapping[str, Any]] = None, **metrics: Any) -> Decision:
        """Says how it is doing: ``trial.report(epoch, accuracy=0.93)``; without a step it is one more than the last.

        The answer has ``should_stop``. Steps may count from 0 or from 1.
        """
        if values is not None and not hasattr(values, "items"):
            # A bare number could as well be the step: other libraries have them the other way round.
            raise TypeError("values have names: report(step, %s=%.80r)" % (self.study.metrics[0], values))
        message: dict[str, Any] = {
            "type": "report", "trial": self.number, "values": named_values(values, metrics, self.study.metrics),
        }
        at = step_of(step)
        if at is not None:
            message["step"] = at
        return self._decided(self.study._ask(message))

    def should_stop(self) -> bool:
        """Whether it is to end now: by its last report, or since the budget is spent."""
        if self._verdict is None or not self._verdict.should_stop:
            self._decided(self.study._ask({"type": "look", "trial": self.number}))
        return self._verdict is not None and self._verdict.should_stop

    def tell(self, values: Values = None, **metrics: Any) -> Fate:
        """It has ended; its values are those of its last report unless others are given."""
        return self._tell("complete", {"values": named_values(values, metrics, self.study.metrics)})

    def stop(self, why: str = "") -> Fate:
        """It was ended early, for your own reason."""
        return self._tell("stopped", {"why": why} if why else {})

    def fail(self, why: str = "") -> Fate:
        """It has failed; ``retry`` of the search says whether it is tried again."""
        return self._tell("failed", {"why": why} if why else {})

    def lose(self) -> Fate:
        """It came to nothing through no fault of its own, and is given out again."""
        return self._tell("lost", {})

    def suggest_float(
        self, name: str, low: float, high: float, *, step: Optional[float] = None, log: bool = False
    ) -> float:
        """The value of a parameter that the search has as a number, for code that asks in this way. Another range than the search has is an
        error: what is searched is fixed when the study is made."""
        return float(self._suggested(name, "float", {"low": low, "high": high, "step": step, "log": log}))

    def suggest_int(self, name: str, low: int, high: int, *, step: int = 1, log: bool = False) -> int:
        """The same for a whole number."""
        return int(self._suggested(name, "integer", {"low": low, "high": high, "step": step, "log": log}))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """The same for one of several values."""
        return self._suggested(name, "categorical", {"choices": list(choices)})

    @property
    def is_over(self) -> bool:
        """It was told."""
        return self.fate is not None

    def __repr__(self) -> str:
        return "Trial(number=%d, params=%r)" % (self.number, self.params)

    def _decided(self, answer: Mapping[str, Any]) -> Decision:
        self._verdict = Decision(answer)
        return self._verdict

    def _tell(self, state: str, more: Mapping[str, Any]) -> Fate:
        if self.fate is None:
            answer = self.study._ask(dict(more, type="tell", trial=self.number, state=state))
            self.fate = Fate(answer)
            self._leave()
            self.study._landed(self)
        return self.fate

    def _enter(self) -> None:
        """What is started and logged from here on is the trial's: for one that is alone in its program."""
        for name, value in self._environment.items():
            environment.set_variable(self, name, value)
        from ._tracker import Tracker

        # A tracker around the study would hear what is logged in the trial: this one, which has no agent, writes to the trial's report file.
        self._hearer = Tracker(None, {})
        self._hearer.is_open = True
        current.enter(self._hearer)

    def _leave(self) -> None:
        environment.unset_variables(self)
        hearer, self._hearer = self._hearer, None
        if hearer is not None:
            hearer.is_open = False
            current.leave(hearer)

    def _suggested(self, name: str, kind: str, asked: Mapping[str, Any]) -> Any:
        found, value = self._value_of(name)
        declared = self.study._parameters.get(name)
        if declared is None:
            if found:  # fixed
                return value
            raise JoulebookError(
                "joulebook: %s is no parameter of the study\n  why: what is searched is fixed when the study is made\n"
                "  fix: add it to `parameters`, which has %s" % (name, ", ".join(self.study._parameters))
            )
        difference = _difference(declared, kind, asked)
        if difference:
            raise JoulebookError(
                "joulebook: %s is searched otherwise\n  why: %s\n  fix: say the same in both places, or read trial.params"
                % (name, difference)
            )
        if not found:
            raise JoulebookError(
                "joulebook: %s is not active in trial %d\n  why: it is there only where %s\n  fix: ask for it only then"
                % (name, self.number, declared.get("when"))
            )
        return value

    def _value_of(self, name: str) -> tuple[bool, Any]:
        if name in self.params:
            return True, self.params[name]
        value: Any = self.params
        for part in name.split("."):
            if not isinstance(value, dict) or part not in value:
                return False, None
            value = value[part]
        return True, value


def _make_float(params: dict[str, Any], name: str) -> None:
    """JSON does not tell 1 from 1.0: what is searched as a float is one."""
    *path, last = [name] if name in params else name.split(".")
    inner: Any = params
    for part in path:
        inner = inner.get(part) if isinstance(inner, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get(last), int):
        inner[last] = float(inner[last])


def _difference(declared: Mapping[str, Any], kind: str, asked: Mapping[str, Any]) -> Optional[str]:
    if declared["kind"] != kind:
        return "the search has it as %s, and %s is asked for" % (declared["kind"], kind)
    if kind == "categorical":
        same = declared["choices"] == asked["choices"]
        return None if same else "its choices are %r, and %r are asked for" % (declared["choices"], asked["choices"])
    if declared["scale"] == "quantile":
        return "it is not spread evenly"
    plain = 1 if kind == "integer" else None
    of_search = (declared["low"], declared["high"], declared.get("step", plain), declared["scale"] == "log")
    of_code = (asked["low"], asked["high"], asked["step"], asked["log"])
    if of_search == of_code:
        return None
    return "it has low, high, step, log %r, and %r are asked for" % (of_search, of_code)
