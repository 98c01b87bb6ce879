import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calcKnowledge } from '../../src/calc/knowledge.io.ts';
import { rememberedKnowledge } from '../../src/calc/remembered-knowledge.ts';
import type { CalcKnowledge } from '../../src/calc/knowledge.ts';
import { realHost } from '../../src/host/real-host.io.ts';

/** The shipped tables, without any of a user or a project. */
export function shippedKnowledge(): CalcKnowledge {
  const cwd = mkdtempSync(join(tmpdir(), 'joulebook-calc-'));
  return rememberedKnowledge(calcKnowledge({ ...realHost({ env: {} }), cwd, home: undefined }));
}
