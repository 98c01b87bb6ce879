import type { MethodName } from '../calc-request.ts';
import { machineEnergy } from '../machine-energy.ts';
import type { Recipe } from '../recipe.ts';
import { DODGE_2022 } from './dodge2022.ts';
import { LACOSTE_2019 } from './lacoste2019.ts';
import { LANNELONGUE_2021 } from './lannelongue2021.ts';
import { PATTERSON_2021 } from './patterson2021.ts';
import { STRUBELL_2019 } from './strubell2019.ts';

const JOULEBOOK: Recipe = {
  name: 'joulebook',
  pue: 'place',
  intensity: () => undefined,
  notes: [],
  energy: machineEnergy,
};

const RECIPES: Readonly<Record<MethodName, Recipe>> = {
  joulebook: JOULEBOOK,
  strubell2019: STRUBELL_2019,
  lacoste2019: LACOSTE_2019,
  lannelongue2021: LANNELONGUE_2021,
  patterson2021: PATTERSON_2021,
  dodge2022: DODGE_2022,
};

/** The way of computing of that name. */
export function recipeOf(name: MethodName): Recipe {
  return RECIPES[name];
}
