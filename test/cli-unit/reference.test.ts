import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referencePages } from '../../src/cli/reference/reference-pages.ts';

test.each(Object.entries(referencePages()))(
  'docs/reference/%s is as `npm run docs` writes it',
  (name, text) => {
    expect(readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8')).toBe(text);
  },
);
