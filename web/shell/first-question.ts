import { path, view } from '../state/location.ts';
import { overviewQuestion } from '../state/overview-question.ts';
import { powerQuestion } from '../state/power-question.ts';
import { pageOf } from './pages.ts';

/** What the page of the address asks the server first, where that is known before the page is loaded: it can be asked meanwhile. */
export function firstQuestion(): string | undefined {
  if (path.value === '/') return overviewQuestion();
  if (path.value === '/runs') return '/runs';
  const { page, rest } = pageOf(path.value) ?? {};
  const isPower = page?.name === 'Run' && view('tab') === 'power' && view('z') === undefined;
  return isPower && rest !== undefined ? powerQuestion(rest) : undefined;
}
