import { describe, test } from 'vitest';
import { expectSearchToSurviveKills } from './search-kill-laws.ts';

describe('a search whose coordinator is killed 30 times at random moments', { timeout: 600_000 }, () => {
  test('goes on by the same command, and in deterministic mode is the one that nobody has killed', () =>
    expectSearchToSurviveKills(30, ['--deterministic']));

  test('otherwise too loses no trial and counts none twice', () => expectSearchToSurviveKills(15));
});
