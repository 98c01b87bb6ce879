import { test } from 'vitest';
import { expectReproToSurviveKills } from '../faults/repro-kills.ts';

test('200 repros that are killed at random moments', { timeout: 1_200_000 }, () =>
  expectReproToSurviveKills(200, 2),
);
