import { useEffect, useRef } from 'preact/hooks';
import { keepInView } from '../parts/keep-in-view.ts';
import { linkTo, path } from '../state/location.ts';
import { PAGES, pageOf } from './pages.ts';

/** The pages: at the left, as icons where it is narrow, at the bottom of a phone. */
export function Rail() {
  const current = pageOf(path.value)?.page;
  const row = useRef<HTMLElement>(null);
  useEffect(() => keepInView(row.current, '[aria-current]'), [current]);
  return (
    <nav ref={row} class="rail" aria-label="Pages">
      {PAGES.filter(({ key }) => key !== undefined).map((page) => (
        <a
          key={page.path}
          href={linkTo(page.path)}
          aria-current={page === current ? 'page' : page.path === current?.path ? 'true' : undefined}
          title={`${page.name} (g ${page.key})`}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={page.icon} />
          </svg>
          <span>{page.name}</span>
        </a>
      ))}
    </nav>
  );
}
