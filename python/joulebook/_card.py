"""A result as a notebook shows it."""

from __future__ import annotations

from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    from ._results import Result

# Colours come from the notebook's theme, light or dark.
_CARD = "display:inline-block;border:1px solid currentColor;border-radius:6px;padding:.5em .9em;margin:.3em 0;font-size:.95em"
_LABEL = "padding:.1em 1em .1em 0;text-align:left;font-weight:normal;opacity:.7;vertical-align:top"
_VALUE = "padding:.1em 0;text-align:left"

#: From this time on the start of an agent (some 0.1 s) changes a mean power by less than its interval, s.
_MEAN_FROM_S = 2.0


def card_html(result: Result, name: Optional[str] = None) -> str:
    """A table with a heading. ``name`` stands where the result has none."""
    title = result.name or name or "measured"
    state = "" if result.state in (None, "ok") else " · " + str(result.state)
    rows = "".join(
        '<tr style="background:none"><th scope="row" style="%s">%s</th><td style="%s">%s</td></tr>'
        % (_LABEL, escape(label), _VALUE, escape(text))
        for label, text in _rows(result)
    )
    return '<div class="joulebook-card" style="%s"><strong>%s</strong>%s<table style="margin:.3em 0 0">%s</table></div>' % (
        _CARD, escape(title), escape(state), rows,
    )


def card_text(result: Result, name: Optional[str] = None) -> str:
    """The same in plain text, for a terminal."""
    title = result.name or name or "measured"
    state = "" if result.state in (None, "ok") else " · " + str(result.state)
    return "\n".join(["joulebook: %s%s" % (title, state)] + ["  %-9s %s" % row for row in _rows(result)])


def _rows(result: Result) -> list[tuple[str, str]]:
    rows = []
    grade = " · grade %s" % result.grade if result.grade else ""
    energy = result.energy
    if energy is not None:
        rows.append(("Energy", str(energy) + grade))
    watts = result.power
    # What was used before the agent's first reading is not in the energy: a mean over a short time would be too low.
    if watts is None and energy is not None and energy.joules is not None and (result.duration or 0) >= _MEAN_FROM_S:
        watts = energy.joules / (result.duration or 1)
    if watts is not None:
        rows.append(("Power", "%.3g W" % watts))
    if result.co2 is not None:
        rows.append(("Carbon", str(result.co2) if result.co2.high is None else "%s CO₂e" % result.co2))
    if result.duration is not None:
        rows.append(("Time", duration_text(result.duration)))
    if result.forecast is not None:
        rows.append(("In all", "%s, foretold" % result.forecast))
    for warning in result.warnings:
        rows.append(("Warning", str(warning.get("what", warning) if isinstance(warning, dict) else warning)))
    return rows


def duration_text(seconds: float) -> str:
    """``0.42 s``, ``12 s``, ``3m05s``, ``1h02m``."""
    if seconds < 9.95:
        return "%.2g s" % seconds
    whole = int(seconds + 0.5)
    if whole < 60:
        return "%d s" % whole
    if whole < 3600:
        return "%dm%02ds" % divmod(whole, 60)
    return "%dh%02dm" % divmod((whole + 30) // 60, 60)
