import { allPlaces } from '../../../grid/places.io.ts';
import { allAccelerators } from '../../../hardware/accelerators.io.ts';
import { allCpus } from '../../../hardware/cpus.io.ts';
import type { Host } from '../../../host/host.ts';
import { printIntensity, printPower } from '../../../units/format.ts';
import type { NamedThing } from './find-names.ts';

/** Of what names can be asked for. */
export const NAME_KINDS = ['gpu', 'cpu', 'region'] as const;

/** Everything of a kind that the calculator knows. */
export function namesOf(host: Host, kind: (typeof NAME_KINDS)[number]): readonly NamedThing[] {
  if (kind === 'gpu')
    return allAccelerators(host).map(({ name, tdpW, memoryGB }) => ({
      name,
      about: [
        tdpW === null ? undefined : printPower(tdpW),
        memoryGB === undefined ? undefined : `${memoryGB} GB`,
      ]
        .filter(Boolean)
        .join(', '),
    }));
  if (kind === 'cpu')
    return allCpus(host).map(({ name, tdpW, coresPerSocket }) => ({
      name,
      about: [printPower(tdpW), coresPerSocket === undefined ? undefined : `${coresPerSocket} cores`]
        .filter(Boolean)
        .join(', '),
    }));
  return allPlaces(host).map(({ id, name, figures: [figure] }) => ({
    name: id,
    about: `${name}, ${printIntensity(figure.gPerKwh)} in ${figure.year}`,
  }));
}
