import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from './skeleton.tsx';
import { TroubleView } from './trouble-view.tsx';

/**
 * A part of a page that is loaded when it is first shown.
 *
 * @example
 * const PowerTab = lazyPart(() => import('./power/power-tab.tsx').then(({ PowerTab }) => PowerTab));
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> & { readonly preload: () => void } {
  let made: ComponentType<P> | undefined;
  let asked: Promise<ComponentType<P>> | undefined;
  const ask = (): Promise<ComponentType<P>> => (asked ??= load());
  function Lazy(props: P) {
    const [, setReady] = useState(made !== undefined);
    const [failed, setFailed] = useState<string>();
    useEffect(() => {
      if (made !== undefined) return;
      ask().then(
        (part) => {
          made = part;
          setReady(true);
        },
        (error: unknown) => {
          asked = undefined;
          setFailed(String(error));
        },
      );
    }, []);
    const Made = made;
    if (Made !== undefined) return <Made {...props} />;
    if (failed === undefined) return <Skeleton />;
    const trouble = {
      code: 'E_PAGE',
      what: 'this part of the page could not be loaded',
      why: failed,
      fix: 'Reload the page.',
    };
    return <TroubleView trouble={trouble} />;
  }
  Lazy.preload = (): void => void ask().catch(() => undefined); // where it is shown it says so
  return Lazy;
}
