import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { givenPower } from '../accelerator-energy.ts';
import { constantFigure } from '../building.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import type { Recipe, SaidPower } from '../recipe.ts';
import type { ResolvedLine } from '../resolve-line.ts';
import { partsEnergy } from './parts-energy.ts';

/** Accelerators of Table 3, by what their names begin with. */
const TABLE_3: readonly (readonly [pattern: RegExp, constant: string])[] = [
  [/tpu.?v2/i, 'patterson2021.power.tpu-v2'],
  [/tpu.?v3/i, 'patterson2021.power.tpu-v3'],
  [/\bp100/i, 'patterson2021.power.p100'],
  [/\bv100/i, 'patterson2021.power.v100'],
];

/**
 * Patterson et al. 2021 (arXiv 2104.10350): kWh = hours · processors · average W for each processor · PUE / 1000, t = kWh · kg/kWh / 1000. The
 * average is measured at the system, so memory, network, fans and the host are in it; Table 3 has it for four processors.
 */
export const PATTERSON_2021: Recipe = {
  name: 'patterson2021',
  pue: 'patterson2021.pue',
  intensity: (request, knowledge) =>
    request.region === undefined
      ? constantFigure(knowledge.methods().constant('patterson2021.intensity'))
      : undefined,
  notes: [],
  energy: (request, lines, _layer, knowledge) =>
    partsEnergy(
      request,
      lines,
      {
        powerOf: (line) => {
          const given = givenPower(line, undefined);
          return given === undefined ? table3Power(line, knowledge) : ok(given);
        },
        host: ok(undefined),
      },
      knowledge,
    ),
};

function table3Power(line: ResolvedLine, knowledge: CalcKnowledge): Result<SaidPower> {
  const row = TABLE_3.find(([pattern]) => pattern.test(line.name));
  if (row !== undefined)
    return ok({ power: constantFigure(knowledge.methods().constant(row[1])), notes: [] });
  return err(
    problem(
      'E_USAGE',
      `patterson2021 has no power for ${line.name}`,
      'Patterson et al. measured TPU v2, TPU v3, P100 and V100 (Table 3).',
      'Give the mean power of the system for each accelerator: `--power 330W`; or leave `--method` out.',
    ),
  );
}
