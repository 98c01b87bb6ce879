"""``%%joulebook`` and ``%joulebook`` for IPython and Jupyter."""

from __future__ import annotations

import argparse
import ast
import json
import shlex
import sys

from . import _current as current
from . import track
from ._card import card_html, card_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, Optional, Union

    from ._results import Result
    from ._tracker import Tracker
    from ._window import Window


class Card:
    """What a cell cost: HTML in a notebook, text in a terminal."""

    def __init__(self, result: Result, name: Optional[str] = None):
        self.result = result
        self.name = name

    def _repr_html_(self) -> str:
        return card_html(self.result, self.name)

    def __repr__(self) -> str:
        return card_text(self.result, self.name)


def register(shell: Any) -> None:
    """Gives an IPython shell the magics."""

    def magic(line: str, cell: Optional[str] = None) -> None:
        __tracebackhide__ = True  # the cell's own error is what matters
        if cell is None:
            _line(shell, line)
        else:
            _cell(shell, line, cell)

    magic.__doc__ = _parser("%%joulebook").format_help()
    shell.register_magic_function(magic, "line_cell", "joulebook")


def _cell(shell: Any, line: str, cell: str) -> None:
    """Runs the cell as a run of its own, or as a window where a tracker is open; then shows its card."""
    __tracebackhide__ = True
    options = _options("%%joulebook", line)
    steps = _compiled(shell, cell)  # a cell with an error of syntax costs nothing
    outer = current.innermost()
    measured: Union[Tracker, Window]
    measured = _tracker(options) if outer is None or _is_own_run(options) else outer.window(options.name or "cell")
    value = None
    try:
        with measured:
            stage = current.innermost()
            if options.stage is not None and stage is not None:
                with stage.stage(options.stage):
                    value = _run(shell, steps)
            else:
                value = _run(shell, steps)
    finally:
        if value is not None:
            sys.displayhook(value)  # as IPython has set it for the cell
        _show(shell, options, measured.result)


def _line(shell: Any, line: str) -> None:
    words = _words(line)
    if words[:1] == ["start"]:
        options = _options("%joulebook start", shlex.join(words[1:]))
        _tracker(options).start()
        return
    if words not in ([], ["end"]):
        _refuse("%%joulebook knows `start [NAME]`, `end` and nothing; not %r" % line)
    tracker = current.innermost()
    if tracker is None:
        print("joulebook: nothing is measured now; put %%joulebook above a cell, or say %joulebook start")
        return
    result = tracker.end() if words else tracker.snapshot()
    if result is not None:
        _display(Card(result, tracker.name))


def _tracker(options: argparse.Namespace) -> Tracker:
    params = dict(_pair(text) for text in options.param)
    return track(
        options.name, project=options.project, params=params or None, tags=options.tag or None, book=options.book,
        interval=options.interval, scope=options.scope, region=options.region, intensity=options.intensity, pue=options.pue,
        wait=True,  # most cells are short, and nobody minds 0.1 s at a prompt
    )


def _is_own_run(options: argparse.Namespace) -> bool:
    """Whether more is asked for than a window of the run that is open can have."""
    given = vars(options)
    return any(given[name] for name in given if name not in ("name", "stage", "quiet", "output"))


def _show(shell: Any, options: argparse.Namespace, result: Optional[Result]) -> None:
    if options.output is not None:
        shell.user_ns[options.output] = result
    if result is not None and not options.quiet:
        _display(Card(result, options.name or "cell"))


def _display(card: Card) -> None:
    from IPython.display import display

    display(card)  # type: ignore[no-untyped-call,unused-ignore]


def _compiled(shell: Any, cell: str) -> list[Any]:
    """The cell's code, and apart from it the expression at its end, whose value is shown."""
    source = shell.transform_cell(cell)
    tree = shell.transform_ast(shell.compile.ast_parse(source))
    name = shell.compile.cache(source, shell.execution_count, raw_code=cell)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    try:
        steps = [shell.compile(tree, name, "exec")]
        if last is not None:
            steps.append(shell.compile(ast.Expression(last.value), name, "eval"))
    except SyntaxError as error:
        text = str(error)
        if "outside" in text and ("await" in text or "async" in text):
            _refuse("a cell that awaits at its top cannot be run by %%joulebook; write `with joulebook.track():` in it instead")
        raise
    return steps


def _run(shell: Any, steps: list[Any]) -> object:
    __tracebackhide__ = True
    exec(steps[0], shell.user_ns)
    return eval(steps[1], shell.user_ns) if len(steps) > 1 else None


def _parser(program: str) -> _Parser:
    about = "Measures a cell: energy, carbon and time on a card below it. Inside an open tracker the cell is a window of its run."
    parser = _Parser(program, description=about, add_help=False)
    parser.add_argument("name", nargs="?", help="of the run")
    parser.add_argument("--project", help="the project it belongs to")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter to record")
    parser.add_argument("--tag", action="append", default=[], help="a tag to record")
    parser.add_argument("--stage", help="the cell is this stage of its run")
    parser.add_argument("--region", help="where the electricity comes from, e.g. FR")
    parser.add_argument("--intensity", type=float, help="of the electricity, g CO2e/kWh")
    parser.add_argument("--pue", type=float, help="power usage effectiveness of the data centre")
    parser.add_argument("--book", help="folder of the book")
    parser.add_argument("--interval", type=float, help="seconds between samples")
    parser.add_argument("--scope", choices=("attributed", "machine"), help="this program's part, or all of the machine")
    parser.add_argument("-o", "--output", metavar="VARIABLE", help="variable that takes the result")
    parser.add_argument("-q", "--quiet", action="store_true", help="no card")
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _refuse("%s\n\n%s" % (message, self.format_help()))


def _options(program: str, line: str) -> argparse.Namespace:
    return _parser(program).parse_args(_words(line, comments=True))


def _words(line: str, comments: bool = False) -> list[str]:
    try:
        return shlex.split(line, comments=comments)
    except ValueError as error:  # a quote without its end
        _refuse("%s: %s" % (error, line))


def _refuse(text: str) -> NoReturn:
    from IPython.core.error import UsageError

    raise UsageError(text)


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        _refuse("--param takes NAME=VALUE, not %r" % text)
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
