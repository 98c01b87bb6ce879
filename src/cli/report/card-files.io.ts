import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyUnread } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';

const CARD = /^readme\.md$/i;
const NOT_ENTERED = /^(?:\..*|node_modules)$/;
/** A folder of cards is a few levels deep; further down are other things. */
const DEEPEST = 8;

/** The cards that a path stands for: a file is itself, of a folder all README.md in it and beneath, in their order. E_IMPORT, E_NOT_FOUND. */
export function cardFiles(path: string): Result<readonly string[]> {
  if (path === '-') return ok([path]);
  try {
    if (!statSync(path).isDirectory()) return ok([path]);
    const found = cardsIn(path, DEEPEST);
    return found.length > 0 ? ok(found) : err(noCard(path));
  } catch (error) {
    const { why, fix } = whyUnread(error);
    return err(problem('E_IMPORT', `cannot read ${path}`, why, fix));
  }
}

function cardsIn(folder: string, levels: number): readonly string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = inside.filter((one) => !one.isDirectory() && CARD.test(one.name));
  const beneath = inside.filter((one) => one.isDirectory() && !NOT_ENTERED.test(one.name));
  return [
    ...own.map(({ name }) => join(folder, name)),
    ...(levels === 0 ? [] : beneath.flatMap(({ name }) => cardsIn(join(folder, name), levels - 1))),
  ];
}

function noCard(folder: string): Problem {
  return problem('E_NOT_FOUND', `no card in ${folder}`, 'A card is a README.md.', 'Name the file itself.');
}
