import type { CalcRequest } from './calc-request.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** Two ways to one number may differ by this much, as they are rounded. */
const SAME_WITHIN = 0.05;

/**
 * What was given and is not used, because something nearer to the result was given too. Where both can be held against each other and
 * disagree, it is said by how much.
 */
export function unusedInputs(request: CalcRequest, lines: readonly ResolvedLine[]): readonly string[] {
  const { energy, totalPowerW, utilisation, compute, hours, acceleratorHours } = request;
  const notes: string[] = [];
  const byParts = wattsOfLines(lines);
  const clock = hours ?? (acceleratorHours === undefined ? undefined : acceleratorHours / countOf(lines));
  if (energy !== undefined) {
    const watts = totalPowerW ?? byParts;
    const other = watts === undefined || clock === undefined ? undefined : (watts * clock) / 1000;
    const withPue = other === undefined ? undefined : other * (request.pue ?? 1);
    if (other !== undefined && differs(other, energy.kwh) && differs(withPue ?? other, energy.kwh))
      notes.push(`the energy given is used; power × hours would be ${digits(other)} kWh`);
  } else if (totalPowerW !== undefined && byParts !== undefined && differs(byParts, totalPowerW))
    notes.push(`the total power is used; the powers of the accelerators add up to ${digits(byParts)} W`);
  if (
    utilisation !== undefined &&
    (energy !== undefined || (totalPowerW !== undefined && request.cpu === undefined))
  )
    notes.push(
      `the utilisation is not applied: the ${energy === undefined ? 'power of the whole system' : 'energy'} has it in it`,
    );
  if (
    compute !== undefined &&
    (energy !== undefined || hours !== undefined || acceleratorHours !== undefined)
  ) {
    const byFlops =
      compute.achievedFlops === undefined ? undefined : compute.totalFlops / compute.achievedFlops / 3600;
    const given = acceleratorHours ?? (hours === undefined ? undefined : hours * countOf(lines));
    if (byFlops !== undefined && given !== undefined && differs(byFlops, given))
      notes.push(
        `the hours given are used; FLOPs / achieved FLOP/s would be ${digits(byFlops)} accelerator-hours`,
      );
  }
  return notes;
}

/** Power of all accelerators, W, where each line's is given. */
function wattsOfLines(lines: readonly ResolvedLine[]): number | undefined {
  if (lines.length === 0 || lines.some(({ power }) => power === undefined)) return undefined;
  return lines.reduce((sum, { power, count }) => sum + (power?.watts ?? 0) * count, 0);
}

function countOf(lines: readonly ResolvedLine[]): number {
  return Math.max(
    1,
    lines.reduce((sum, { count }) => sum + count, 0),
  );
}

function differs(a: number, b: number): boolean {
  return Math.abs(a / b - 1) > SAME_WITHIN;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
