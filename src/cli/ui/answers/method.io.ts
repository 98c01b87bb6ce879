import { packageJson, packageText } from '../../../host/package-data.io.ts';
import { VERSION } from '../../../host/version.ts';
import { GRADES, METERS, WORDS } from '../../../report/method/glossary.ts';
import type { Route } from '../../../server/route.ts';
import { ok } from '../../../result.ts';
import { envelopeOf } from '../envelope-of.ts';
import { readSources } from '../method/read-sources.ts';

/** `/method`: grades, meters and words, the shipped tables with their sources, and what energy is set beside. */
export function methodRoutes(): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/method',
      answer: () => {
        const data = {
          version: VERSION,
          grades: GRADES,
          meters: METERS,
          words: WORDS,
          sources: readSources(packageText('data/SOURCES.md')),
          equivalences: packageJson('data/equivalences/equivalences.json'),
        };
        return envelopeOf(ok({ data, warnings: [] }));
      },
    },
  ];
}
