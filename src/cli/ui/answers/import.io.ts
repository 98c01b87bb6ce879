import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route } from '../../../server/route.ts';
import { askCommand } from '../ask-command.io.ts';
import { envelopeOf } from '../envelope-of.ts';
import { importReport } from '../import/import-report.ts';
import { MOST_FILE_BYTES, readSentImport } from '../import/sent-files.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** Base64 has four letters for three bytes; the rest is names. */
const MOST_BYTES = Math.ceil((MOST_FILE_BYTES * 4) / 3) + 2 ** 16;

/** `POST /import`: as `joulebook import` of the files that the page sends; into the book only with `write`. Only one at a time, for each reads whole files. */
export function importRoutes({ host, bookWords }: Surroundings): readonly Route[] {
  let turn: Promise<unknown> = Promise.resolve();
  return [
    {
      method: 'POST',
      path: '/import',
      mostBytes: MOST_BYTES,
      answer: async ({ body }) => {
        const sent = readSentImport(body);
        if (!sent.ok) return envelopeOf(sent);
        const { files, project, tag, isMeant } = sent.value;
        const words = [
          ...bookWords,
          ...(project === undefined ? [] : [`--project=${project}`]),
          ...(tag === undefined ? [] : [`--tag=${tag}`]),
          ...(isMeant ? ['--yes'] : []),
        ];
        const mine = turn.then(async () => {
          const folder = mkdtempSync(join(tmpdir(), 'joulebook-import-'));
          try {
            const paths = files.map(({ name, bytes }) => {
              const path = join(folder, name);
              writeFileSync(path, bytes, { mode: 0o600 });
              return path;
            });
            const said = await askCommand(host, 'import', [...words, '--', ...paths]);
            return replyOf({ ...said, text: importReport(said.text, `${folder}/`) });
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        });
        turn = mine.catch(() => undefined); // the one that it concerns is told
        return mine;
      },
    },
  ];
}
