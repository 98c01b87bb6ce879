import unittest

from tests import support  # noqa: F401  (puts the package on the path)
from joulebook import Carbon, Energy, Result


def energy(value, low, high):
    return Energy(value, low, high, "J")


class Printing(unittest.TestCase):
    def test_scales_and_bands(self):
        cases = [
            (energy(1119600, 1063620, 1175580), "310 Wh ±5 %"),
            (energy(1119600, 1100000, 1139200), "311 Wh ±2 %"),
            (energy(1119600, 864000, 1728000), "310 Wh (240–480)"),
            (energy(5.2e6, 5.2e6, 5.2e6), "1.44 kWh"),
            (energy(0.00011, None, None), "0.0306 µWh"),
            (energy(0.11, None, None), "30.6 µWh"),
            (energy(0, 0, 0), "0 Wh"),
            (energy(None, 3600, 7200), "1.0–2.0 Wh"),
            (energy(None, None, 7200), "≤ 2.0 Wh"),
            (energy(None, None, None), "unknown"),
            (energy(None, 0, None), "unknown"),
            (energy(None, 3600, None), "≥ 1.0 Wh"),
            (energy(3599.9999, None, None), "1.00 Wh"),
            (Carbon(9.6, 7.1, 12.9, "g"), "9.6 g (7.1–13)"),
            (Carbon(1200, 1190, 1210, "g"), "1.20 kg ±0.8 %"),
        ]
        for quantity, text in cases:
            with self.subTest(text):
                self.assertEqual(str(quantity), text)

    def test_what_is_not_zero_never_prints_as_zero(self):
        for exponent in range(-12, 12):
            text = str(energy(3.1 * 10.0**exponent, 1 * 10.0**exponent, 7 * 10.0**exponent))
            self.assertGreater(float(text.split()[0]), 0, text)

    def test_units(self):
        e = energy(7.2e6, 7e6, 8e6)
        self.assertEqual((e.joules, e.wh, e.kwh), (7.2e6, 2000, 2))
        self.assertIsNone(energy(None, 1, 2).kwh)
        self.assertEqual(Carbon(1500, 1, 2, "g").kg, 1.5)
        self.assertEqual(e, energy(7.2e6, 7e6, 8e6))
        self.assertNotEqual(e, Carbon(7.2e6, 7e6, 8e6, "J"))


class Answers(unittest.TestCase):
    def test_missing_and_odd_fields_are_none(self):
        result = Result({"type": "ended", "energy": None, "carbon": 3, "durationS": "long", "forecast": []})
        self.assertIsNone(result.energy)
        self.assertIsNone(result.co2)
        self.assertIsNone(result.duration)
        self.assertIsNone(result.forecast)
        self.assertEqual(result.warnings, [])

    def test_what_stands_beside_carbon(self):
        result = Result({
            "embodied": {"value": 3.2, "low": 1.6, "high": 6.4, "unit": "g"},
            "market": {"value": 0, "low": 0, "high": 0, "unit": "g"},
            "water": {"value": 0.0031, "low": 0.003, "high": 0.0032, "unit": "L"},
            "cost": {"value": 0.0186, "low": 0.0176, "high": 0.0196, "unit": "EUR"},
        })
        texts = [str(one) for one in (result.embodied, result.market, result.water, result.cost)]
        self.assertEqual(texts, ["3.2 g (1.6–6.4)", "0 g", "3.10 mL ±3 %", "0.019 EUR ±5 %"])
        self.assertEqual((result.water.litres, result.cost.unit), (0.0031, "EUR"))
        self.assertIsNone(Result({}).water)

    def test_a_forecast_in_three_scopes_or_one(self):
        one = {"value": 1.0, "low": 0.5, "high": 2.0, "unit": "J", "errors": {}}
        flat = Result({"forecast": {"energy": one, "remainingS": 3}})
        deep = Result({"forecast": {"energy": {"attributed": one, "active": one, "machine": one}, "remainingS": 3}})
        self.assertEqual(flat.forecast, deep.forecast)
        self.assertEqual(flat.remaining, 3)
