import type { STUDY_COMMANDS } from './spec/study-commands.ts';

type StudyCommand = (typeof STUDY_COMMANDS)[number]['name'];

/** Where each command on studies is. */
export const STUDY_LOADERS: Readonly<Record<StudyCommand, () => Promise<unknown>>> = {
  'study ls': () => import('./commands/study-ls.io.ts'),
  'study show': () => import('./commands/study-show.io.ts'),
  'study best': () => import('./commands/study-best.io.ts'),
  'study explain': () => import('./commands/study-explain.io.ts'),
  'study plot': () => import('./commands/study-plot.io.ts'),
  'study export': () => import('./commands/study-export.io.ts'),
  'study import': () => import('./commands/study-import.io.ts'),
  'study replay': () => import('./commands/study-replay.io.ts'),
  'study rename': () => import('./commands/study-rename.io.ts'),
  'study delete': () => import('./commands/study-delete.io.ts'),
  'study create': () => import('./commands/study-create.io.ts'),
  'study ask': () => import('./commands/study-ask.io.ts'),
  'study report': () => import('./commands/study-report.io.ts'),
  'study tell': () => import('./commands/study-tell.io.ts'),
  'study enqueue': () => import('./commands/study-enqueue.io.ts'),
  'study drive': () => import('./commands/study-drive.io.ts'),
};
