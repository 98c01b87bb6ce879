import { addressOf } from '../../pipeline/graph/address.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Forecast, Foreseen, Outlook } from '../../pipeline/repro/foreseen.ts';
import { add } from '../../units/arithmetic.ts';
import { type Estimate, interval } from '../../units/estimate.ts';
import { printEnergy, type PrintOptions } from '../../units/format.ts';

/** What a repro would take, line by line; no lines where it would do nothing. */
export function forecastLines(found: Forecast, from: RepoPath, print: PrintOptions): readonly string[] {
  const { nodes, sure, maybe, withoutRecord } = found;
  const of = (outlook: Outlook): readonly string[] =>
    nodes.filter((one) => one.outlook === outlook).map(({ node }) => addressOf(node, from));
  const [run, restore, open] = [of('run'), of('restore'), of('maybe')];
  const unknown = (outlook: Outlook): number =>
    nodes.filter((one) => one.outlook === outlook && one.node.kind === 'stage' && one.last === undefined)
      .length;
  const lines = [
    ...(run.length === 0
      ? []
      : [`Would run    ${counted(run)}${energyOf(sure, run.length, unknown('run'), print)}: ${shown(run)}`]),
    ...(open.length === 0
      ? []
      : [
          `May have to  ${counted(open)}${energyOf(maybe, open.length, unknown('maybe'), print)}, if what they read changes: ${shown(open)}`,
        ]),
    ...(restore.length === 0 ? [] : [`From cache   ${counted(restore)}: ${shown(restore)}`]),
  ];
  if (withoutRecord.length > 0 && run.length + open.length > withoutRecord.length)
    lines.push(`Not known is what ${shown(withoutRecord.map((stage) => addressOf(stage, from)))} takes.`);
  return lines;
}

/** What a repro would take, for programs. */
export function forecastJson(
  { nodes, sure, maybe, withoutRecord }: Forecast,
  from: RepoPath,
  write: (energy: Estimate) => unknown,
): unknown {
  const stages = nodes
    .filter(({ node }) => node.kind === 'stage')
    .map(({ node, outlook, last }: Foreseen) => ({
      stage: addressOf(node, from),
      outlook,
      energy: last === undefined ? null : last.energy.wall,
    }));
  return {
    stages,
    sure: write(sure),
    maybe: write(maybe),
    most: write(add(sure, maybe)),
    withoutRecord: withoutRecord.map((stage) => addressOf(stage, from)),
  };
}

/** `, about 12 Wh (10 to 15 Wh)`. */
function energyOf(energy: Estimate, all: number, unknown: number, print: PrintOptions): string {
  if (unknown === all) return ', of unknown energy';
  const { low, high } = interval(energy);
  const band =
    low === null || high === null ? '' : ` (${printEnergy(low, print)} to ${printEnergy(high, print)})`;
  return `, ${unknown > 0 ? 'at least' : 'about'} ${printEnergy(energy, print)}${band}`;
}

function counted(names: readonly string[]): string {
  return names.length === 1 ? '1 stage' : `${names.length} stages`;
}

function shown(names: readonly string[]): string {
  const first = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${first}, and ${names.length - 5} more` : first;
}
