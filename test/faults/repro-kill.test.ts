import { test } from 'vitest';
import { expectReproToSurviveKills } from './repro-kills.ts';

test('40 repros that are killed at random moments', { timeout: 600_000 }, () =>
  expectReproToSurviveKills(40, 2),
);
