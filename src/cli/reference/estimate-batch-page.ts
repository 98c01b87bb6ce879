import { bareNames, slotNames, type SlotSpec } from '../../calc/batch/slot-spec.ts';
import { SLOTS } from '../../calc/batch/slots.ts';
import { type RowDimension, UNIT_WORDS } from '../../calc/batch/unit-words.ts';

/** How a dimension is named, and the units that are worth showing of it. */
const DIMENSIONS: Readonly<Record<RowDimension, readonly [name: string, units: readonly string[]]>> = {
  hours: ['time', ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years']],
  watts: ['power', ['w', 'kw', 'mw']],
  kwh: ['energy', ['wh', 'kwh', 'mwh', 'gwh', 'j', 'mj', 'gj']],
  kg: ['mass', ['g', 'kg', 't', 'lb', 'kgco2e', 'tco2e']],
  gPerKwh: [
    'intensity',
    ['g_per_kwh', 'kg_per_kwh', 'lb_per_kwh', 't_per_mwh', 'lb_per_mwh', 'gco2e_per_kwh'],
  ],
  kgPerHour: [
    'mass for each accelerator-hour',
    ['kg_per_gpu_hour', 'lb_per_chip_hour', 'g_per_accelerator_hour'],
  ],
  gigabytes: ['memory', ['mb', 'gb', 'tb']],
  wPerGB: ['power of memory', ['w_per_gb']],
  flops: ['operations', ['flops', 'exaflops', 'zettaflops', 'pf_days', 'petaflop_s_days']],
  flopsPerS: ['operations per second', ['flops_per_s', 'gflops', 'tflops', 'pflops']],
  number: ['number', ['k', 'm', 'b', 't', 'millions', 'billions', 'trillions']],
  part: ['part', ['pct', 'percent']],
  years: ['life', ['years', 'months', 'hours']],
};

/** `docs/reference/estimate-batch.md`, made from the table that the program reads rows by. */
export function estimateBatchPage(): string {
  const slots = Object.values(SLOTS) as readonly SlotSpec[];
  return [
    '<!-- Made by `npm run docs` from the table of keys; edits are lost. -->\n',
    '# Rows of `joulebook calc --batch`\n',
    'The file is a JSON array of `{ "id", "inputs": { … } }` (or an object with `rows`, or one object a line; `-` is stdin). The answer under',
    '`--json` is `{ "rows": [ … ] }`, one row for each, in their order:\n',
    '`{ "id", "kwh", "kgco2e", "kwhLow", "kwhHigh", "kgLow", "kgHigh", "method", "note" }`, and where the row has them `kgco2eNet` (net or',
    'market-based intensity) and `kgEmbodied` (beside an energy, never in `kgco2e`). Low and high are the 90 % interval; what is given has none.\n',
    '- A row that cannot be computed has nulls, and its `note` says which input is missing. The exit code is 0 whenever the file could be read.',
    '- A key that is not below is named in the `note` and otherwise ignored; so is one that is understood and not needed beside the rest, and of',
    '  several that contradict each other the one that is used. The order of the keys decides nothing.',
    '- A missing `pue` means 1. A missing intensity is never made up: `kwh` is given and `kgco2e` is null; a `region` gives it from the tables.',
    '- `published` and `tolerance_pct` beside `inputs` are compared with the answer and never computed with.\n',
    '## How a key is read\n',
    'Capitals, dashes and camel case make no difference. A key is a name of the table with the unit of its number anywhere in it:',
    '`power_w_each`, `training_days`, `intensity_lb_per_kwh`, `energy_mwh`. A value may have its own unit (`"400 W"`, `"3.3 days"`,',
    '`"0.43 kg/kWh"`), separators (`"1,082,990"`, `"1 082 990"`, `"1.082.990"`; `"0,43"` and `"1.234,5"` have a decimal comma, `"1,082"` has not)',
    'and a suffix (`"7B"`, `"1.46M"`, `"3.14×10^23"`). `mW`, `mWh` and `mJ` are thousandths by their capitals. What stands for nothing (`null`,',
    '`"n/a"`, `"not disclosed"`) is as if the key were not there.\n',
    'A key that is none of the names is read by its words: order, plurals, `avg`/`mean`/`measured`, `gpu`/`chip`/`accelerator`/`device`,',
    '`number of`, and what the unit says already make no difference (`Total number of GPUs used`, `avg watts per processor`,',
    '`GPU Power Consumption (MWh)`). What follows a `per` does: an energy of the GPUs is none for each GPU.\n',
    '- **Groups** are laid out: `{ "training": { "hours": 10 } }` is `training_hours`, `{ "value": 57, "unit": "g/kWh" }` a number with its unit,',
    '  and `{ "gpu_hours": { "pretraining": 7, "sft": 2 } }` the sum of its parts.',
    '- **Phases** of a job (a list of objects, or a group of groups with the same keys) are computed apart, each with what the row says of all,',
    '  and added up, bounds too.',
    '- **Hardware** may be a list, `"4x A100 + 2x V100"`, or `{ "A100": 8, "V100": 4 }`. Cores of a TPU become chips.',
    '- **Accelerator-hours** (`gpu_hours`, `chip_hours`) are summed over the accelerators already: `count` beside them does not multiply them.',
    '- **`total_power_w`** is of the whole system: `count` does not multiply it. `power_w_each` is of one accelerator, and is multiplied.',
    '- **`power_w`** alone is told apart by the power limit of the accelerator: above one and a half times of it, it is that of all.',
    '- **An energy with a `pue` beside it** is taken as the energy of the machines and multiplied, and the note says so; where power, hours and PUE',
    '  stand beside it and give it, or `energy_includes_pue` is true, the PUE is in it and it is not.',
    '- **`queries` and an energy of one** are added to an energy of the training where the row has one.',
    '- **A place** is looked up as it is written, then without its town; of `region` and `country` the region is asked first.',
    '- **Hardware, number and hours alone**: the default method, with an interval; `--scope` says which layer.\n',
    '## Keys\n',
    '| What | Unit | Names (with a unit), `names` understood without one |',
    '|---|---|---|',
    ...slots.map(slotRow),
    '',
    '## Units\n',
    '| | In keys and values, among others |',
    '|---|---|',
    ...Object.values(DIMENSIONS).map(
      ([name, units]) => `| ${name} | ${units.map((unit) => `\`${unit}\``).join(', ')} |`,
    ),
    '',
  ].join('\n');
}

function slotRow(spec: SlotSpec): string {
  const { about, dimension } = spec;
  const alone = new Set(bareNames(spec));
  const unit = dimension === 'text' ? 'text' : DIMENSIONS[dimension][0];
  const shown = slotNames(spec).map((name) =>
    name === '' ? `the unit alone (${unitExample(dimension)})` : alone.has(name) ? `\`${name}\`` : name,
  );
  return `| ${about} | ${unit} | ${shown.join(', ')} |`;
}

function unitExample(dimension: SlotSpec['dimension']): string {
  if (dimension === 'text') return '';
  const [, units] = DIMENSIONS[dimension];
  const known = units.filter((unit) => Object.hasOwn(UNIT_WORDS[dimension], unit)).slice(0, 3);
  return known.map((unit) => `\`${unit}\``).join(', ');
}
