import { ok, type Result } from '../../result.ts';
import type { CalcRequest } from '../calc-request.ts';
import { givenPower } from '../accelerator-energy.ts';
import { constantFigure } from '../building.ts';
import { type Figure, figureOf, givenFigure, product, total } from '../figure.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import type { Recipe } from '../recipe.ts';
import { partsEnergy } from './parts-energy.ts';
import { limitPower, namedPower, rowNamed, rowOf, used } from './table-power.ts';

const SOURCE = {
  source: 'Green Algorithms, TDP tables',
  year: 2024,
  licence: 'CC BY 4.0',
  url: 'https://github.com/GreenAlgorithms/green-algorithms-tool',
};

/**
 * Lannelongue, Grealey and Inouye 2021 (Green Algorithms, Adv. Sci. 8, 2100707): E = t · (n_c·P_c·u_c + n_m·P_m) · PUE / 1000 with
 * P_m = 0.3725 W for each gigabyte that is available; GPUs count n · TDP · u; C = E · CI · PSF, the pragmatic scaling factor being the runs.
 */
export const LANNELONGUE_2021: Recipe = {
  name: 'lannelongue2021',
  pue: 'lannelongue2021.pue',
  intensity: (request, knowledge) => {
    const { methods } = knowledge;
    const named = request.region === undefined ? 'WORLD' : request.region.trim().toUpperCase();
    const id = (
      { WORLD: 'world', US: 'us', USA: 'us', GB: 'gb', UK: 'gb', GBR: 'gb', FR: 'fr', FRA: 'fr' } as Record<
        string,
        string
      >
    )[named];
    return id === undefined
      ? undefined
      : constantFigure(methods().constant(`lannelongue2021.intensity.${id}`));
  },
  notes: [],
  energy: (request, lines, _layer, knowledge) =>
    partsEnergy(
      request,
      lines,
      {
        powerOf: (line) => {
          const given = givenPower(line, request.utilisation);
          if (given !== undefined) return ok(given);
          const row = rowOf(knowledge.methods().lannelongueGpus(), line);
          if (row !== undefined)
            return ok({ power: used(namedPower(line, row, SOURCE), request.utilisation), notes: [] });
          const limit = limitPower(line);
          if (!limit.ok) return limit;
          const note = `${line.name} is not in the source's table: our table's power limit stands in`;
          return ok({ power: used(limit.value.power, request.utilisation), notes: [note] });
        },
        host: hostOf(request, lines.length > 0, knowledge),
      },
      knowledge,
    ),
};

function hostOf(
  request: CalcRequest,
  besideGpus: boolean,
  knowledge: CalcKnowledge,
): Result<Figure | undefined> {
  const terms: Figure[] = [];
  if (request.cpu !== undefined) {
    const usage = request.cpu.usage ?? (besideGpus ? undefined : request.utilisation);
    const cores = givenFigure('cpu.cores', 'cores', request.cpu.cores ?? coresOf(request, knowledge), '1');
    terms.push(
      used(
        product({ id: 'power.cpu', label: 'power of the cores', unit: 'W', formula: 'cores × W per core' }, [
          cores,
          corePower(request, knowledge),
        ]),
        usage,
      ),
    );
  }
  if (request.memory?.gigabytes !== undefined) {
    const each =
      request.memory.wPerGB === undefined
        ? constantFigure(knowledge.methods().constant('lannelongue2021.memory'))
        : givenFigure('ram.w-per-gb', 'power of a gigabyte of memory', request.memory.wPerGB, 'W/GB');
    terms.push(
      product({ id: 'power.ram', label: 'power of the memory', unit: 'W', formula: 'gigabytes × W/GB' }, [
        givenFigure('ram', 'memory', request.memory.gigabytes, 'GB'),
        each,
      ]),
    );
  }
  const [only, ...others] = terms;
  if (only === undefined) return ok(undefined);
  return ok(
    others.length === 0
      ? only
      : total(
          { id: 'power.host', label: 'power of cores and memory', unit: 'W', formula: 'cores + memory' },
          terms,
        ),
  );
}

function coresOf(request: CalcRequest, knowledge: CalcKnowledge): number {
  const match = request.cpu?.text === undefined ? undefined : knowledge.cpu(request.cpu.text);
  const perSocket = match?.kind === 'found' ? match.value.coresPerSocket : undefined;
  return (perSocket ?? 1) * (request.cpu?.sockets ?? 1);
}

/** Given, by the source's table, by ours, or "Any": 12 W. */
function corePower({ cpu }: CalcRequest, knowledge: CalcKnowledge): Figure {
  if (cpu?.coreTdpW !== undefined) return givenFigure('cpu.core-tdp', 'power of one core', cpu.coreTdpW, 'W');
  const any = constantFigure(knowledge.methods().constant('lannelongue2021.core'));
  if (cpu?.text === undefined) return any;
  const row = rowNamed(knowledge.methods().lannelongueCores(), cpu.text);
  if (row !== undefined)
    return figureOf(
      { value: row.watts, errors: {} },
      { id: 'cpu.core-tdp', label: `power of one core of ${row.name}`, unit: 'W', ...SOURCE },
    );
  const match = knowledge.cpu(cpu.text);
  if (match.kind !== 'found' || match.value.coresPerSocket === undefined) return any;
  const { tdpW, coresPerSocket, name, key, from } = match.value;
  return figureOf(
    { value: tdpW / coresPerSocket, errors: {} },
    {
      id: `cpu.${key}.core`,
      label: `TDP of ${name} over its cores`,
      unit: 'W',
      source: from.source,
      year: from.year,
      licence: from.licence,
    },
  );
}
