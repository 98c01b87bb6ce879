import 'virtual:palette.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/top-bar.css';
import { render } from 'preact';
import { App } from './shell/app.tsx';
import { firstQuestion } from './shell/first-question.ts';
import { pageOf } from './shell/pages.ts';
import { askAhead } from './state/ask.ts';
import { path } from './state/location.ts';
import { showToken } from './state/session.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('the page has no #app');
// Fetched while the token is shown; where that fails the page says so when it is to be drawn.
pageOf(path.value)
  ?.page.load()
  .catch(() => undefined);
await showToken();
const first = firstQuestion();
if (first !== undefined) askAhead(first);
render(<App />, place);
