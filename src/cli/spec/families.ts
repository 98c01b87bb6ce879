import { COMMANDS } from './commands.ts';
import type { CommandSpec } from './spec.ts';

/** What the commands of two words with the same first word are about. */
const TOPICS: Readonly<Record<string, string>> = {
  stage: 'Stages of dvc.yaml',
  params: 'Parameters',
  metrics: 'Metrics',
  plots: 'Plots',
  data: 'Tracked data',
  remote: 'Remotes, where data is kept',
  cache: 'The cache',
  exp: 'Experiments',
  queue: 'Queued experiments',
  search: 'Hyper-parameter search',
  study: 'Studies of a search',
  leaderboard: 'Leaderboards: quality against energy, in files',
};

/** Commands of two words that share the first, e.g. `stage add` and `stage list`. */
export interface CommandFamily {
  readonly first: string;
  readonly topic: string;
  readonly members: readonly CommandSpec[];
}

/** Commands that are shown, as the command list has them: one by one, or several of two words together. */
export type Listed =
  | { readonly kind: 'command'; readonly spec: CommandSpec }
  | { readonly kind: 'family'; readonly family: CommandFamily };

/** The commands of two words that begin with that word; undefined where none does. */
export function familyOf(first: string): CommandFamily | undefined {
  const members = (COMMANDS as readonly CommandSpec[]).filter(
    ({ name, hidden }) => hidden !== true && name.startsWith(`${first} `),
  );
  return members.length === 0 || first === ''
    ? undefined
    : { first, topic: TOPICS[first] ?? `Commands of ${first}`, members };
}

/** The second word of each command of the family. */
export function secondWords({ first, members }: CommandFamily): string[] {
  return members.map(({ name }) => name.slice(first.length + 1));
}

/** What is shown of the command table; families stand where their first member does. */
export function listedCommands(): Listed[] {
  const told = new Set<string>();
  const listed: Listed[] = [];
  for (const spec of COMMANDS as readonly CommandSpec[]) {
    if (spec.hidden === true) continue;
    const [first = '', second] = spec.name.split(' ');
    // `search check` beside `search`: the first word is a command of its own, so each stands for itself.
    const family = second === undefined || isCommand(first) ? undefined : familyOf(first);
    if (family === undefined) listed.push({ kind: 'command', spec });
    else if (!told.has(first)) listed.push({ kind: 'family', family });
    told.add(first);
  }
  return listed;
}

/** The first words of the commands that are shown, each once. */
export function firstWords(): string[] {
  const words = listedCommands().map((one) =>
    one.kind === 'command' ? (one.spec.name.split(' ')[0] ?? '') : one.family.first,
  );
  return [...new Set(words)];
}

function isCommand(word: string): boolean {
  return COMMANDS.some(({ name }) => name === word);
}
