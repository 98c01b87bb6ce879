import { type Check, check } from './check.ts';
import { shareText } from '../../units/format-share.ts';

/** Who uses one GPU, as its driver tells. */
export interface GpuUsers {
  readonly target: `gpu:${number}`;
  readonly users: readonly { readonly pid: number; readonly name: string; readonly smBusy: number }[];
  /** True where the driver hides some of them. */
  readonly isHidden: boolean;
  readonly slice?: { readonly fraction: number; readonly name: string };
}

/** Users of one GPU that are named in full. */
const NAMED = 4;

/** Who uses each GPU, for people who wonder whose energy it will be. */
export function gpuUserChecks(all: readonly GpuUsers[]): readonly Check[] {
  return all.map(({ target, users, isHidden, slice }) => {
    const about = ['gpus', target] as const;
    const names = users.slice(0, NAMED).map(({ pid, name, smBusy }) => {
      const busy = Number.isNaN(smBusy) ? '' : `, ${shareText(smBusy)} of its time`;
      return `${name} (pid ${pid}${busy})`;
    });
    const more = users.length > NAMED ? [`${users.length - NAMED} more`] : [];
    const part = slice === undefined ? [] : [`a slice of it: ${slice.name}`];
    const what = users.length === 0 ? 'no process uses it' : `used by ${[...names, ...more].join(', ')}`;
    if (!isHidden) return check(`gpu.users.${target}`, about, 'ok', what, { details: part });
    return check(
      `gpu.users.${target}`,
      about,
      'note',
      users.length === 0 ? 'who uses it is not shown' : what,
      {
        why: 'processes in other containers, or of other users, are hidden: a run has bounds instead of a share of this GPU',
        details: part,
      },
    );
  });
}
