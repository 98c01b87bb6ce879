/** What a CI system offers. */
export interface Surroundings {
  readonly system: 'github' | 'gitlab' | 'other';
  /** File that takes Markdown for the page of the job. */
  readonly summary?: string;
  /** File that takes `name=value` lines for the steps after this one. */
  readonly output?: string;
}

/** Which CI this is, by its documented environment variables. */
export function surroundings(env: Readonly<Record<string, string | undefined>>): Surroundings {
  const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
  const output = env['GITHUB_OUTPUT'] ?? '';
  if (env['GITHUB_ACTIONS'] === 'true')
    return {
      system: 'github',
      ...(summary === '' ? {} : { summary }),
      ...(output === '' ? {} : { output }),
    };
  return { system: env['GITLAB_CI'] === 'true' ? 'gitlab' : 'other' };
}
