"""What can be said in one line of JSON."""

from math import isfinite

_encoder = None


def encode(message):
    """One line of UTF-8 with its end. ASCII inside, so that no writer's encoding matters."""
    global _encoder
    if _encoder is None:
        from json import JSONEncoder

        _encoder = JSONEncoder(separators=(",", ":"), allow_nan=False).encode
    return (_encoder(message) + "\n").encode("ascii")


def metrics_of(values):
    """The finite numbers among ``values``; NumPy scalars and tensors of one element count as numbers."""
    kept = {}
    for name, value in values.items():
        kind = type(value)
        if kind is not float and kind is not int:
            if isinstance(value, (str, bytes)) or value is None:
                continue
            try:
                value = float(value)
            except Exception:  # whatever a foreign __float__ raises: it is no number
                continue
        try:
            if isfinite(value):
                kept[name if type(name) is str else str(name)] = value
        except OverflowError:  # an int beyond all floats
            continue
    return kept


def scalars_of(values):
    """Parameters as the book keeps them: text, finite numbers, booleans, null; anything else as its text."""
    kept = {}
    for name, value in dict(values).items():
        if value is None or isinstance(value, (bool, str)):
            kept[str(name)] = value
            continue
        number = metrics_of({"_": value}).get("_")
        if isinstance(value, int) and number is not None:
            number = int(value)
        kept[str(name)] = str(value) if number is None else number
    return kept
