import { ok } from '../../result.ts';
import { givenPower, modelledPower } from '../accelerator-energy.ts';
import type { Recipe } from '../recipe.ts';
import { partsEnergy } from './parts-energy.ts';

/**
 * Dodge et al. 2022 (arXiv 2206.05229): C = Σ E_t · MOER_t in steps of five minutes, with the electricity of the GPUs alone and the marginal
 * rate of the grid. A job that draws evenly has E · mean(MOER) over its time, which a series of rates gives (rate-series.ts).
 */
export const DODGE_2022: Recipe = {
  name: 'dodge2022',
  pue: 'none',
  intensity: () => undefined,
  notes: ['Dodge et al. count the electricity of GPUs alone, without host and building, at marginal rates'],
  energy: (request, lines, _layer, knowledge) =>
    partsEnergy(
      request,
      lines,
      {
        powerOf: (line) => {
          const given = givenPower(line, request.utilisation);
          return given === undefined
            ? modelledPower(line, request.utilisation, 'board', knowledge)
            : ok(given);
        },
        host: ok(undefined),
      },
      knowledge,
    ),
};
