import { test } from 'vitest';
import { expectSearchToSurviveKills } from '../faults/search-kill-laws.ts';

test('100 kills of the coordinator of a deterministic search', { timeout: 900_000 }, () =>
  expectSearchToSurviveKills(100, ['--deterministic']),
);

test('100 kills of the coordinator of a search', { timeout: 900_000 }, () => expectSearchToSurviveKills(100));
