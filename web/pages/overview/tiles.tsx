import { missing, printCarbon, printEnergy, printMoney } from '../../../src/units/format.ts';
import { thousands } from '../../parts/count-text.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { linkTo } from '../../state/location.ts';
import { changeText } from './change-text.ts';
import type { Overview, Sums } from '../../../src/report/overview/overview.ts';

/** Energy, carbon, cost and number of runs of the period, beside those of the one before. */
export function Tiles({ data }: { readonly data: Overview }) {
  const { now, before, period } = data;
  const days = Math.round((period.toMs - period.fromMs) / 86_400_000);
  const span = days <= 1 ? 'the day before' : `the ${days} days before`;
  const isMixed = now.kinds.length > 1;
  const isComparable = !isMixed && before.kinds.length < 2 && now.kinds[0] === before.kinds[0];
  return (
    <section class="tiles" aria-label={`${dateText(period.fromMs)} to ${dateText(period.toMs)}`}>
      <Tile
        name="Energy"
        value={now.runs === 0 ? missing() : printEnergy(now.energyJ)}
        change={changeText(now.energyJ, before.energyJ, span)}
        note={notKnown(now.unknown).join('')}
        href={linkTo('/runs', { s: '-energy' })}
      >
        <GradeMix sums={now} />
      </Tile>
      <Tile
        name="Carbon, CO₂e"
        value={now.co2G === null ? missing() : printCarbon(now.co2G)}
        change={isComparable ? changeText(now.co2G, before.co2G, span) : undefined}
        note={
          isMixed
            ? `mixed, no sum to be quoted: ${now.kinds.join(' and ')}`
            : [
                now.kinds[0] === undefined ? [] : [`location-based, ${now.kinds[0]}`],
                notKnown(now.co2Unknown),
              ]
                .flat()
                .join('; ')
        }
        href={linkTo('/runs', { s: '-co2', u: 'co2' })}
      />
      <Tile
        name="Cost"
        value={now.cost === null ? missing() : printMoney(now.cost, now.currency ?? '')}
        change={now.currency === before.currency ? changeText(now.cost, before.cost, span) : undefined}
        note={
          now.cost === null
            ? 'joulebook config set price 0.25'
            : [...notKnown(now.costUnknown), ...elsewhere(now)].join('; ')
        }
        href={linkTo('/runs', { s: '-cost', u: 'cost' })}
      />
      <Tile
        name="Runs"
        value={thousands(now.runs)}
        change={changeText(now.runs, before.runs, span)}
        href={linkTo('/runs')}
      />
    </section>
  );
}

/** What is said of runs that are in no sum. */
function notKnown(runs: number): readonly string[] {
  return runs === 0 ? [] : [`not known of ${runs === 1 ? '1 run' : `${thousands(runs)} runs`}`];
}

/** What is said of runs whose cost is in another currency. */
export function elsewhere({
  costElsewhere,
  otherCurrencies,
}: Pick<Sums, 'costElsewhere' | 'otherCurrencies'>): readonly string[] {
  if (costElsewhere === 0) return [];
  const runs = costElsewhere === 1 ? '1 run' : `${thousands(costElsewhere)} runs`;
  return [`${runs} in ${otherCurrencies.join(' and ')} not added`];
}

function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function Tile({
  name,
  value,
  change,
  note,
  href,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly change?: string | undefined;
  readonly note?: string | undefined;
  readonly href: string;
  readonly children?: preact.ComponentChildren;
}) {
  return (
    <div class="tile">
      <h2>
        <a href={href}>{name}</a>
      </h2>
      <p class="tile-value">{value}</p>
      {change !== undefined && <p>{change}</p>}
      {note !== undefined && note !== '' && <p class="muted">{note}</p>}
      {children}
    </div>
  );
}

/** Which part of the energy was measured how well. */
function GradeMix({ sums: { grades, energyJ } }: { readonly sums: Sums }) {
  const parts = Object.entries(grades)
    .filter(([, joules]) => joules > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (parts.length === 0) return null;
  return (
    <p class="muted" title="grade: A counter or meter, B model, C assumed, D imported">
      grade {parts.map(([grade, joules]) => `${grade} ${shareText(joules / energyJ)}`).join(' · ')}
    </p>
  );
}
