/** A stretch of time, ms since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When a run was. */
export function spanOf(run: { readonly startedAt: string; readonly durationS: number }): Span {
  const fromMs = Date.parse(run.startedAt);
  return { fromMs, toMs: fromMs + run.durationS * 1000 };
}

/** How long two stretches overlap, s. */
export function overlapS(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs)) / 1000;
}

/** Length of what some stretches cover together, s. */
export function unionS(spans: readonly Span[]): number {
  let coveredMs = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    coveredMs += Math.max(0, toMs - Math.max(fromMs, untilMs));
    untilMs = Math.max(untilMs, toMs);
  }
  return coveredMs / 1000;
}
