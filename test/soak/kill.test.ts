import { test } from 'vitest';
import { expectToSurviveKills } from '../faults/kill-laws.ts';

test('200 runs whose tracker, command or both are killed at random moments', { timeout: 600_000 }, () =>
  expectToSurviveKills(200, 5),
);
