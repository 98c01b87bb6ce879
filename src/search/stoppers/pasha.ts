import { guarded } from './guarded.ts';
import { HalvingPromote, type PromotionSettings } from './halving-promote.ts';
import { crossingNoise, isSameSoftRanking } from './soft-ranking.ts';
import type { MakeStopper } from './stopper.ts';

/**
 * Successive halving with pauses that at first goes no further than the second rung, and opens the next one only when the two highest do not rank
 * trials alike, noise apart: where they do, going further would choose the same (PASHA, Bohdal et al., ICLR 2023). No trial but the recommended one
 * may ever be trained in full.
 */
export function pashaStopper(settings: PromotionSettings = {}): MakeStopper {
  return guarded((study) => new Pasha(study, settings));
}

class Pasha extends HalvingPromote {
  /** The highest rung that is open. */
  private open = 1;

  protected override get highest(): number {
    return this.open;
  }

  protected override arrived(rung: number): void {
    if (rung !== this.open) return;
    const trials = this.at(rung);
    if (trials.length < 2) return;
    const losses = trials.map(
      (trial) => [this.lossOf(trial, rung - 1) ?? Infinity, this.lossOf(trial, rung) ?? Infinity] as const,
    );
    if (!isSameSoftRanking(losses, crossingNoise(trials))) this.open += 1;
  }
}
