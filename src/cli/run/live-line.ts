import { FEWEST_EPOCHS } from '../../run/forecast.ts';
import { printDuration } from '../../units/format-duration.ts';
import { printCarbon, printEnergy, printPower } from '../../units/format.ts';
import { fitText } from '../output/text-width.ts';

/** What the live line tells. */
export interface LiveFacts {
  readonly durationS: number;
  readonly powerW: number | null;
  readonly energyJ: number;
  readonly co2G: number | null;
  readonly epochs: number;
  readonly plannedEpochs: number | undefined;
  readonly stage: string | undefined;
  readonly forecast:
    | { readonly totalJ: number; readonly lowJ: number; readonly highJ: number; readonly remainingS: number }
    | undefined;
}

/**
 * One line about a run that lives.
 *
 * @example
 * liveLine(facts, { columns: 80, unicode: true }) // '⚡ 12m04s  312 W  62.1 Wh  1.90 g  epoch 4/20  ~311 Wh ±8%  48m00s left'
 */
export function liveLine(
  facts: LiveFacts,
  look: { readonly columns: number; readonly unicode: boolean },
): string {
  const ascii = !look.unicode;
  const parts = [
    `${look.unicode ? '⚡' : '*'} ${printDuration(facts.durationS)}`,
    facts.powerW === null ? '' : printPower(facts.powerW, { ascii }),
    printEnergy(facts.energyJ, { ascii }),
    facts.co2G === null ? '' : printCarbon(facts.co2G, { ascii }),
    facts.stage ?? '',
    epochText(facts),
    forecastText(facts, look.unicode),
  ];
  return fitText(parts.filter((part) => part !== '').join('  '), look.columns - 1, ascii ? '...' : '…');
}

function epochText({ epochs, plannedEpochs }: LiveFacts): string {
  if (epochs === 0) return '';
  return plannedEpochs === undefined ? `epoch ${epochs}` : `epoch ${epochs}/${plannedEpochs}`;
}

/** The forecast, e.g. `~311 Wh ±8%  48m left`; from the third epoch on. */
export function forecastText({ epochs, forecast }: LiveFacts, unicode: boolean): string {
  if (forecast === undefined || epochs < FEWEST_EPOCHS) return '';
  const half = (forecast.highJ - forecast.lowJ) / 2 / forecast.totalJ;
  const band = `${unicode ? '±' : '+-'}${Math.max(1, Math.round(100 * half))}%`;
  const left = forecast.remainingS > 0 ? `  ${printDuration(forecast.remainingS)} left` : '';
  return `~${printEnergy(forecast.totalJ, { ascii: !unicode })} ${band}${left}`;
}
