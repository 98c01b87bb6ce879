import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { Skeleton } from '../parts/skeleton.tsx';
import { TroubleView } from '../parts/trouble-view.tsx';
import { path, url } from '../state/location.ts';
import { CommandLine } from './command-line.tsx';
import { useShortcuts } from './shortcuts.ts';
import { keyOf, pageOf, type PageProps } from './pages.ts';
import { Rail } from './rail.tsx';
import { SampleNote } from './sample-note.tsx';
import { TopBar } from './top-bar.tsx';

/** The dashboard: rail, top bar and the page of the address. */
export function App() {
  useShortcuts();
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <Rail />
      <div class="beside">
        <TopBar />
        <main id="main" tabIndex={-1} data-page={pageOf(path.value)?.page.name.toLowerCase()}>
          <p class="printed">
            joulebook · {pageOf(path.value)?.page.name} · {url.value.origin + url.value.pathname}
            {url.value.search}
          </p>
          <SampleNote />
          <Guarded key={path.value}>
            <CurrentPage />
          </Guarded>
          <CommandLine />
        </main>
      </div>
    </>
  );
}

/** A page that breaks says so; the rail and the other pages go on. */
function Guarded({ children }: { readonly children: ComponentChildren }) {
  const [broken, again] = useErrorBoundary((error: unknown) => reportError(error));
  if (broken === undefined || broken === null) return <>{children}</>;
  const trouble = {
    code: 'E_PAGE',
    what: 'this page made a mistake',
    why: broken instanceof Error ? broken.message : String(broken),
    fix: 'Take back what you changed last, or choose another page.',
  };
  return <TroubleView trouble={trouble} again={again} />;
}

const loaded = new Map<string, ComponentType<PageProps>>();

function CurrentPage() {
  const found = pageOf(path.value);
  const key = found === undefined ? '' : keyOf(found.page);
  const [, setShown] = useState('');
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    document.title = `${found?.page.name ?? 'Not found'} · joulebook`;
    if (found === undefined || loaded.has(key)) return;
    found.page.load().then(
      (module) => {
        loaded.set(key, module.Page);
        setShown(key);
      },
      (error: unknown) => setFailed(String(error)),
    );
  }, [key]);
  if (found === undefined)
    return (
      <>
        <h1>Not found</h1>
        <TroubleView
          trouble={{
            code: 'E_NOT_FOUND',
            what: `there is no page ${path.value}`,
            why: null,
            fix: 'Choose one from the list of pages.',
          }}
        />
      </>
    );
  const Page = loaded.get(key);
  if (Page !== undefined) return <Page key={key} rest={found.rest} />;
  if (failed === undefined) return <Skeleton />;
  const trouble = {
    code: 'E_PAGE',
    what: 'this page could not be loaded',
    why: failed,
    fix: 'Reload the page.',
  };
  return <TroubleView trouble={trouble} />;
}
