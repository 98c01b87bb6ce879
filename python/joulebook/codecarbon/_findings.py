"""What a tracker says of its figures: what could not be measured, and where the electricity was taken to come from."""

from __future__ import annotations

from typing import Iterator, Sequence

from ._meter import Reading

_J_PER_WH = 3600.0


def findings(reading: Reading, asked: Sequence[str]) -> Iterator[str]:
    """Sentences, none where all is known. ``asked``: the places that the script names."""
    for part in reading.missing:
        why = part.get("reason")
        yield "%s is not measured and not in the figures%s" % (part["name"], ": " + why if why else "")
    for part in reading.bounded:
        yield "of %s only bounds are known, %.3g to %.3g Wh: their middle is written" % (
            part["name"], part["lowJ"] / _J_PER_WH, part["highJ"] / _J_PER_WH,
        )
    where, name = reading.intensity.get("from"), reading.intensity.get("zoneName")
    grams = reading.intensity.get("gPerKwh")
    if where == "world":
        yield "%s: the world's average of %.0f g/kWh is used. %s" % (
            "%s is no place with a known intensity" % " or ".join(asked) if asked else "the place is not known",
            grams or 0,
            "country_iso_code is a code of three letters, e.g. FRA" if asked
            else "Give country_iso_code to an OfflineEmissionsTracker, or `joulebook config set region FR`",
        )
    elif len(asked) > 1 and reading.intensity.get("zone") == reading.row.get("country_iso_code"):
        yield "%s is not in the tables: the figure of %s is used, %.0f g/kWh" % (asked[0], name, grams or 0)
    elif where == "time-zone":
        yield "the place is guessed from the time zone: %s, %.0f g/kWh. `joulebook config set region …` says it for sure" % (
            name, grams or 0,
        )
