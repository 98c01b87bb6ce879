/**
 * The accuracy that ACPI firmware states of its power meter, 0 to 1, from the text of `power1_accuracy`; undefined where it cannot be true.
 * The kernel prints thousandths of a per cent after the point without leading zeros: `97.5%` is 97.005 % (drivers/hwmon/acpi_power_meter.c).
 *
 * @example
 * statedAccuracy('95.0%', { low: 0.5, high: 0.9999 }); // 0.95
 */
export function statedAccuracy(
  text: string,
  believed: { readonly low: number; readonly high: number },
): number | undefined {
  const match = /^(\d+)(?:\.(\d{1,3}))?%?$/.exec(text.trim());
  if (match === null) return undefined;
  const accuracy = Number(match[1]) / 100 + Number(match[2] ?? 0) / 100_000;
  return accuracy >= believed.low && accuracy <= believed.high ? accuracy : undefined;
}
