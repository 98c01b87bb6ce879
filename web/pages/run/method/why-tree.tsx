import type { Derivation } from '../../../../src/units/derivation.ts';
import { quantityText } from './quantity-text.ts';

/** Where a figure comes from, from itself down to each constant. */
export function WhyTree({ node, isOpen = true }: { readonly node: Derivation; readonly isOpen?: boolean }) {
  const { label, formula, from = [], source, year, licence, url, grade, assumed, note } = node;
  const value = quantityText(node);
  const says = [
    grade === undefined ? undefined : `grade ${grade}`,
    source === undefined ? undefined : [source, year, licence].filter(Boolean).join(', '),
    note,
  ].filter(Boolean);
  const head = (
    <>
      <span dir="auto">{label}</span>
      {value === '' ? '' : ' = '}
      <strong>{value}</strong>
    </>
  );
  const rest = (
    <>
      {formula !== undefined && (
        <div>
          <code>{formula}</code>
        </div>
      )}
      {says.length > 0 && <div class="muted">{says.join(' · ')}</div>}
      {url !== undefined && /^https?:\/\//.test(url) && (
        <div class="muted">
          <a href={url} rel="noreferrer noopener" target="_blank">
            {url}
          </a>
        </div>
      )}
      {assumed !== undefined && (
        <div>
          <em>Assumed:</em> {assumed}
        </div>
      )}
    </>
  );
  if (from.length === 0)
    return (
      <li>
        {head}
        {rest}
      </li>
    );
  return (
    <li>
      <details open={isOpen}>
        <summary>{head}</summary>
        {rest}
        <ul>
          {from.map((part, i) => (
            <WhyTree key={`${part.id} ${i}`} node={part} isOpen={false} />
          ))}
        </ul>
      </details>
    </li>
  );
}
