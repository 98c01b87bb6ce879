import { middleOf } from '../../attribution/ends.ts';
import type { MachineInterval, Shares } from '../../attribution/share-out.ts';

/** Energy above idle that these shares own, J; without a usable idle power all of it counts as such. */
export function dynamicJ(machine: MachineInterval, { dynamic }: Shares): number {
  return machine.components.reduce((total, _, c) => {
    const idle = machine.idleJ[c] ?? 0;
    const above = (machine.energyJ[c] ?? 0) - (Number.isNaN(idle) ? 0 : idle);
    return total + above * middleOf(dynamic[c] ?? 0);
  }, 0);
}
