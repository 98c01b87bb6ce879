import { test } from 'vitest';
import { expectToSurviveKills } from './kill-laws.ts';

test('40 runs whose tracker, command or both are killed at random moments', { timeout: 600_000 }, () =>
  expectToSurviveKills(40, 5),
);
