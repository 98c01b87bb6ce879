import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runId } from '../../book/run-id.ts';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { checkConfiguration } from '../space/check-configuration.ts';
import type { Configuration } from '../space/configuration.ts';
import type { Study } from '../study/study.ts';
import type { StudyFolder } from './study-folder.io.ts';

/** Leaves a configuration for the one who works on the study, since nobody else may write its journal. */
export function leaveInInbox(
  folder: StudyFolder,
  configuration: Configuration,
  host: Host,
): Problem | undefined {
  try {
    makeFolder(folder.inbox);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot make ${folder.inbox}`, why, fix);
  }
  const name = `${runId(host.clock.wallMs(), host.random)}.json`;
  return writeFileAtomic(join(folder.inbox, name), `${JSON.stringify(configuration)}\n`, { sync: true });
}

/**
 * Takes in what others have left, in the order of its coming: to be called before each ask. What is no configuration of the study is left out.
 *
 * @param flush puts the study on the disk; only then is the inbox emptied, so that a kill loses nothing.
 * @returns the numbers of the trials that wait now.
 */
export function takeFromInbox(
  folder: StudyFolder,
  study: Study,
  flush: () => Problem | undefined,
): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder.inbox).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return [];
    throw error;
  }
  const paths = [...names].sort().map((name) => join(folder.inbox, name));
  const taken = paths.flatMap((path) => {
    const configuration = configurationIn(path);
    const checked =
      configuration === undefined ? undefined : checkConfiguration(study.plan.space, configuration);
    return checked?.ok === true ? [study.enqueue(checked.value)] : [];
  });
  if (paths.length > 0 && flush() === undefined) for (const path of paths) unlinkSync(path);
  return taken;
}

function configurationIn(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined; // no JSON: nothing that we have left there
  }
}
