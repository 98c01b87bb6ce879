import { packageJson } from '../../host/package-data.io.ts';
import type { WasteRules } from './rules.ts';

/** Loads from when on energy counts as wasted. */
export function wasteRules(): WasteRules {
  const { constants } = packageJson('data/waste/rules.json') as {
    readonly constants: Readonly<Record<keyof WasteRules, { readonly value: number }>>;
  };
  return {
    flatWithin: constants.flatWithin.value,
    strict: constants.strict.value,
    generous: constants.generous.value,
    patience: constants.patience.value,
    fewestEpochs: constants.fewestEpochs.value,
    ownAtMost: constants.ownAtMost.value,
    ofUsual: constants.ofUsual.value,
    nothing: constants.nothing.value,
    shortestS: constants.shortestS.value,
    tryPart: constants.tryPart.value,
    leastShare: constants.leastShare.value,
  };
}
