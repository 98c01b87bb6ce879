import { ok } from '../../result.ts';
import { constantFigure } from '../building.ts';
import type { CalcRequest } from '../calc-request.ts';
import { type Figure, figureOf, givenFigure } from '../figure.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import type { Recipe } from '../recipe.ts';
import { partsEnergy } from './parts-energy.ts';
import { limitPower, namedPower, rowOf } from './table-power.ts';

const SOURCE = {
  source: 'ML CO2 Impact calculator, gpus.csv',
  year: 2026,
  licence: 'MIT',
  url: 'https://github.com/mlco2/impact',
};

/**
 * Lacoste et al. 2019 (arXiv 1910.09700), as its calculator does it: kg = round2(round2(P · h / 1000) · round2(I)), P the TDP of one device, I
 * kg/kWh; no PUE, no utilisation, no CPU, no memory. Several devices are several times the hours.
 */
export const LACOSTE_2019: Recipe = {
  name: 'lacoste2019',
  pue: 'none',
  intensity: lacosteIntensity,
  rounds: true,
  notes: [],
  energy: (request, lines, _layer, knowledge) =>
    partsEnergy(
      request,
      lines,
      {
        powerOf: (line) => {
          if (line.power !== undefined)
            return ok({
              power: givenFigure(`power.${line.name}`, `power of one ${line.name}`, line.power.watts, 'W'),
              notes: ignored(request),
            });
          const row = rowOf(knowledge.methods().lacosteHardware(), line);
          if (row !== undefined) return ok({ power: namedPower(line, row, SOURCE), notes: ignored(request) });
          const limit = limitPower(line);
          if (!limit.ok) return limit;
          const note = `${line.name} is not in the calculator's table: our table's power limit stands in`;
          return ok({ power: limit.value.power, notes: [note, ...ignored(request)] });
        },
        host: ok(undefined),
      },
      knowledge,
    ),
};

function ignored({ utilisation, cpu, memory }: CalcRequest): readonly string[] {
  const parts = [
    ...(utilisation === undefined || utilisation === 1 ? [] : ['the utilisation']),
    ...(cpu === undefined ? [] : ['the CPU']),
    ...(memory === undefined ? [] : ['the memory']),
  ];
  return parts.length === 0 ? [] : [`this method has no place for ${parts.join(', ')}: left out`];
}

/** The calculator's own figure for a cloud region; without any place its default for private infrastructure. */
function lacosteIntensity({ region, provider }: CalcRequest, knowledge: CalcKnowledge): Figure | undefined {
  const methods = knowledge.methods();
  if (region === undefined) return constantFigure(methods.constant('lacoste2019.intensity'));
  const [cloud, name] = region.includes(':') ? region.split(':', 2) : [provider, region];
  const rows = methods.lacosteRegions().filter((row) => row.region.toLowerCase() === name?.toLowerCase());
  const row = rows.find((each) => cloud === undefined || each.provider === cloud.toLowerCase());
  if (row === undefined) return undefined;
  return figureOf(
    { value: row.gPerKwh, errors: {} },
    {
      id: `lacoste2019.region.${row.provider}.${row.region}`,
      label: `carbon intensity of ${row.provider} ${row.region}`,
      unit: 'g/kWh',
      source: 'ML CO2 Impact calculator, impact.csv (2016 to 2021)',
      year: 2019,
      licence: 'MIT',
      url: 'https://github.com/mlco2/impact',
    },
  );
}
