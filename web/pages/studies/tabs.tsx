import { linkTo, path, view } from '../../state/location.ts';

/** Parts of a page that are shown one at a time; which one stands in the address. The first is the default. */
export function Tabs({
  names,
  label,
}: {
  readonly names: readonly (readonly [key: string, name: string])[];
  readonly label: string;
}) {
  const now = currentTab(names);
  return (
    <nav class="tabs" aria-label={label}>
      {names.map(([key, name], n) => (
        <a
          key={key}
          href={linkTo(path.value, { tab: n === 0 ? undefined : key })}
          aria-current={key === now ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

/** The tab that the address names. */
export function currentTab(names: readonly (readonly [key: string, name: string])[]): string {
  const asked = view('tab');
  return names.find(([key]) => key === asked)?.[0] ?? names[0]?.[0] ?? '';
}
