import type { Problem } from '../../errors.ts';
import { type Check, check } from './check.ts';

const ABOUT = ['settings', 'Files'] as const;

/** The settings that are used, and what is wrong with them: most commands refuse to start on it. */
export function settingsChecks(files: readonly string[], problems: readonly Problem[]): readonly Check[] {
  const what =
    files.length === 0 ? 'none: every setting is the default or from the environment' : files.join(', ');
  return [
    check('settings.files', ABOUT, 'ok', what),
    ...problems.map(({ what: wrong, why, fix, at }) =>
      check('settings.wrong', ['settings', 'Wrong'], 'fail', wrong, {
        why,
        fix,
        details: at === undefined ? [] : [[at.file, at.line, at.column].filter(Boolean).join(':')],
      }),
    ),
  ];
}
