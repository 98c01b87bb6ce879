import type { MachineInterval } from '../../attribution/share-out.ts';
import type { GpuTenancy } from '../../meters/gpu-tenancy.ts';
import type { ComponentInfo } from '../../meters/meter.ts';
import type { IntervalPowers } from './interval-energy.ts';
import type { ComponentReading, GpuUse } from './reading.ts';

/** What stands behind the readings of an interval's components. */
export interface ComponentSources {
  readonly powers: IntervalPowers;
  readonly machine: MachineInterval;
  readonly dtS: number;
  readonly tenancyOf: (component: string) => GpuTenancy | undefined;
}

/** All components of the machine in one interval, those too that cannot be read. */
export function componentReadings(
  components: readonly ComponentInfo[],
  { powers, machine, dtS, tenancyOf }: ComponentSources,
): readonly ComponentReading[] {
  return components.map(({ name, method, grade, uuid, available, reason }): ComponentReading => {
    const place = available ? machine.components.indexOf(name) : -1;
    const tenancy = tenancyOf(name);
    return {
      name,
      method,
      grade,
      power: place === -1 ? { value: null, errors: {} } : powers.component(name),
      watts: place === -1 ? null : (machine.energyJ[place] ?? 0) / dtS,
      ...(uuid === undefined ? {} : { uuid }),
      ...(tenancy === undefined ? {} : { gpu: useOf(tenancy) }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

function useOf({ busy, tenants, isHidden, slice }: GpuTenancy): GpuUse {
  return {
    busy: Number.isNaN(busy) ? null : busy,
    tenants: tenants.length,
    isHidden,
    ...(slice === undefined ? {} : { slice: slice.name }),
  };
}
