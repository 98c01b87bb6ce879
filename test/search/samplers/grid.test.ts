import { describe, expect, it } from 'vitest';
import { gridSampler } from '../../../src/search/samplers/grid-sampler.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import { float, spaceOf } from './spaces.ts';
import { WatchedStudy } from './watched-study.ts';

const space = spaceOf(
  { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd'] },
  { ...float('lr', 1e-4, 1e-2, 'log') },
  {
    kind: 'float',
    name: 'momentum',
    low: 0,
    high: 0.3,
    scale: 'linear',
    step: 0.1,
    when: { text: "opt == 'sgd'", parents: ['opt'], holds: ({ opt }) => opt === 'sgd' },
  },
);

function all(watched: WatchedStudy): readonly (Configuration | undefined)[] {
  const tried: (Configuration | undefined)[] = [];
  for (let trial = watched.ask(); trial !== undefined; trial = watched.ask()) tried.push(trial.configuration);
  return tried;
}

describe('grid', () => {
  it('tries every combination in order, the last parameter fastest, continuous ones at even places of their axis', () => {
    const tried = all(new WatchedStudy(space, gridSampler({ levels: 3 })));
    expect(tried.slice(0, 5)).toEqual([
      { opt: 'adam', lr: 1e-4 },
      { opt: 'adam', lr: expect.closeTo(1e-3, 12) as number },
      { opt: 'adam', lr: 1e-2 },
      { opt: 'sgd', lr: 1e-4, momentum: 0 },
      { opt: 'sgd', lr: 1e-4, momentum: 0.1 },
    ]);
    expect(tried.length).toBe(3 + 3 * 4);
  });

  it('leaves out what was tried already', () => {
    const watched = new WatchedStudy(space, gridSampler({ levels: 3 }));
    watched.start({ opt: 'adam', lr: 1e-4 }, 'enqueued');
    expect(all(watched).length).toBe(14);
  });
});
