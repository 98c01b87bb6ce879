import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { RunFolder } from '../../../book/run-folder.io.ts';
import { runFolder } from '../../../book/run-folder.io.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import type { Route } from '../../../server/route.ts';
import { askCommand } from '../ask-command.io.ts';
import { failure } from '../failure.io.ts';
import type { Surroundings } from './surroundings.io.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';

/** `/runs/:ref/evidence.tar.gz`: journal, record and the chain behind its figures, for another to check. */
export function runEvidenceRoutes({ host, book, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/runs/:ref/evidence.tar.gz',
      answer: async ({ part }) => {
        const found = book.resolve(part('ref'));
        if (!found.ok) return failure(found.error);
        const record = found.value;
        const chain = await askCommand(host, 'why', [...bookWords, '--prov=-', '--', record.id]);
        const texts = {
          'README.txt': readme(record),
          'run.json': `${JSON.stringify(record, null, 2)}\n`,
          ...(chain.exit === 0 ? { 'why.prov.json': chain.text } : {}),
        };
        const packed = Readable.from(archive(record, texts, runFolder(book.dir, record.id))).pipe(
          createGzip(),
        );
        return {
          status: 200,
          type: 'application/gzip',
          download: `joulebook-${record.id}.tar.gz`,
          body: Readable.toWeb(packed) as ReadableStream<Uint8Array>,
        };
      },
    },
  ];
}

async function* archive(
  { id, startedAt }: RunRecord,
  texts: Readonly<Record<string, string>>,
  { journal }: RunFolder,
): AsyncGenerator<Uint8Array> {
  const mtimeS = Math.max(0, Date.parse(startedAt) / 1000 || 0);
  for (const [name, text] of Object.entries(texts)) {
    const bytes = new TextEncoder().encode(text);
    yield tarHeader(`${id}/${name}`, bytes.length, mtimeS);
    yield bytes;
    yield tarPadding(bytes.length);
  }
  const { size } = statSync(journal); // a run that lives adds to it meanwhile
  yield tarHeader(`${id}/journal.jsonl`, size, mtimeS);
  if (size > 0) yield* createReadStream(journal, { end: size - 1 }) as AsyncIterable<Uint8Array>;
  yield tarPadding(size);
  yield TAR_END;
}

function readme({ id, name, trackerVersion }: RunRecord): string {
  return [
    `Evidence of the run ${JSON.stringify(name)} (${id}), measured by joulebook ${trackerVersion}.`,
    '',
    'journal.jsonl  what was measured, line by line; every line ends in the CRC-32C of the bytes before it, its',
    '               last line but notes and tags carries the SHA-256 of all bytes before that line',
    'run.json       what the journal sums up to',
    'why.prov.json  where the energy and the carbon come from, as W3C PROV-JSON',
    '',
    'To check it: lay run.json and journal.jsonl into runs/<yyyy>/<mm>/<id>/ of a book (the month of the id) and say',
    `  joulebook show ${id} --verify`,
    '',
  ].join('\n');
}
