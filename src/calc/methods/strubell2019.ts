import { ok } from '../../result.ts';
import { givenPower } from '../accelerator-energy.ts';
import { constantFigure } from '../building.ts';
import { hostPower } from '../host-energy.ts';
import type { Recipe } from '../recipe.ts';
import { partsEnergy } from './parts-energy.ts';
import { limitPower } from './table-power.ts';

/**
 * Strubell, Ganesh and McCallum 2019 (arXiv 1906.02243), eq. 1 and 2: kWh = 1.58 · t · (p_c + p_r + g·p_g) / 1000, lb = 0.954 · kWh, with
 * measured mean powers of all CPUs, of all memory and of one GPU.
 */
export const STRUBELL_2019: Recipe = {
  name: 'strubell2019',
  pue: 'strubell2019.pue',
  intensity: (request, knowledge) =>
    request.region === undefined
      ? constantFigure(knowledge.methods().constant('strubell2019.intensity'))
      : undefined,
  notes: [],
  energy: (request, lines, _layer, knowledge) => {
    const host = hostPower(request, 'chips', knowledge, lines.length > 0);
    return partsEnergy(
      request,
      lines,
      {
        powerOf: (line) => {
          const given = givenPower(line, undefined);
          if (given !== undefined) return ok(given);
          const limit = limitPower(line);
          if (!limit.ok) return limit;
          const note = 'Strubell et al. measure the mean power; the board power limit stands in its place';
          return ok({ power: limit.value.power, notes: [note] });
        },
        host: host.ok ? ok(host.value?.power) : host,
      },
      knowledge,
    );
  },
};
