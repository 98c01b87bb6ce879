import { expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

const table = (steps: number, reward: number): string => `---------------------------------
| rollout/           |          |
|    ep_len_mean     | 22.1     |
|    ep_rew_mean     | ${reward}     |
| time/              |          |
|    fps             | 1234     |
|    total_timesteps | ${steps}     |
---------------------------------
`;

test.each(['rollout/ep_rew_mean', 'ep_rew_mean'])("Stable-Baselines3's tables: %s", (metric) => {
  expect(reportsOf(`Using cpu device\n${table(2048, 22.1)}saved\n${table(4096, 26.8)}`, metric)).toEqual([
    [2048, 22.1],
    [4096, 26.8],
  ]);
});
