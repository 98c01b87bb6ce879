import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { collectPlots } from '../../pipeline/plots/collect-plots.io.ts';
import { fillTemplate } from '../../pipeline/plots/fill-template.ts';
import { loadTemplate, type Template } from '../../pipeline/plots/load-template.io.ts';
import { pictureSection, plotSection, plotsPage } from '../../pipeline/plots/page.ts';
import { suffixOf } from '../../pipeline/plots/path-text.ts';
import type { PicturePlot, Plot, PlotFault, ValuePlot } from '../../pipeline/plots/plot.ts';
import type { Value, ValueMap } from '../../pipeline/model/value.ts';
import type { Revisions, Snapshots } from '../../pipeline/revision/revisions.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import type { PlotOptions } from './plot-options.ts';
import { openInBrowser } from './open-in-browser.io.ts';

const OUT = 'dvc_plots';

/** Draws plots: a page in a folder, whose address is printed; or their Vega-Lite. */
export function drawPlots(
  context: CliContext,
  revisions: Revisions,
  snapshots: Snapshots,
  options: PlotOptions,
): number {
  const { targets, props, showVega } = options;
  const { from } = revisions.standpoint;
  if (showVega && targets.length !== 1)
    return usage(context, 'one target has to be given for --show-vega', 'name the plot');
  const found = collectPlots(revisions, snapshots, { targets, props, from });
  const faults = [...found.faults];
  const { plots: settings } = revisions.config;
  const out = resolve(context.host.cwd, options.out ?? settings.outDir ?? OUT);
  const drawing = new Drawing(context, revisions, out, faults);
  if (context.json) return drawing.json(found.plots, options.split);
  for (const fault of faults) context.warn(faultWarning(fault));
  if (found.plots.length === 0) {
    context.err('No plots were loaded, visualization file will not be created.\n');
    return 0;
  }
  if (showVega) return drawing.vega(found.plots);
  const page = drawing.page(found.plots, htmlTemplate(context, revisions, options));
  if (!page.ok) return context.fail(page.error);
  context.out(`${pathToFileURL(page.value).href}\n`);
  if (options.open || settings.isOpened) openInBrowser(page.value);
  return 0;
}

/** Path of a page of the user's own: as given, or as configured, which is told from `.dvc`. */
function htmlTemplate(
  { host }: CliContext,
  { standpoint, config }: Revisions,
  options: PlotOptions,
): string | undefined {
  if (options.htmlTemplate !== undefined) return resolve(host.cwd, options.htmlTemplate);
  const configured = config.plots.htmlTemplate;
  return configured === undefined ? undefined : resolve(standpoint.root, '.dvc', configured);
}

class Drawing {
  readonly #context: CliContext;
  readonly #revisions: Revisions;
  readonly #out: string;
  readonly #faults: PlotFault[];

  constructor(context: CliContext, revisions: Revisions, out: string, faults: PlotFault[]) {
    this.#context = context;
    this.#revisions = revisions;
    this.#out = out;
    this.#faults = faults;
  }

  json(plots: readonly Plot[], isSplit: boolean): number {
    const data = new Map<string, Value>();
    for (const plot of plots) {
      if (plot.kind === 'picture') {
        const shown = this.#pictures(plot);
        if (!shown.ok) return this.#context.fail(shown.error);
        data.set(plot.name, shown.value);
        continue;
      }
      const template = this.#template(plot);
      if (template === undefined || plot.axes === undefined) {
        data.set(plot.name, []);
        continue;
      }
      const { content, apart } = fillTemplate(template.content, plot, isSplit);
      const entry: readonly (readonly [string, Value])[] = [
        ['type', 'vega'],
        ['revisions', plot.revisions],
        ['content', content],
        ...(isSplit ? [['anchor_definitions', apart] as const] : []),
      ];
      data.set(plot.name, [new Map(entry)]);
    }
    const errors = this.#faults.map(faultJson);
    const all = new Map<string, Value>([
      ...(errors.length === 0 ? [] : [['errors', errors] as const]),
      ...(data.size === 0 ? [] : [['data', data] as const]),
    ]);
    this.#context.out(`${jsonInOrder(all)}\n`);
    return 0;
  }

  vega(plots: readonly Plot[]): number {
    const plot = plots.find((one): one is ValuePlot => one.kind === 'values');
    const template = plot && this.#template(plot);
    if (plot !== undefined && template !== undefined)
      this.#context.out(`${jsonInOrder(fillTemplate(template.content, plot).content)}\n`);
    return 0;
  }

  page(plots: readonly Plot[], htmlTemplate: string | undefined): Result<string> {
    const sections: string[] = [];
    for (const plot of plots) {
      if (plot.kind === 'picture') {
        const pictures = plot.pictures.map(({ revision, path, bytes }) => ({
          revision,
          source: `data:${mimeOf(path)};base64,${Buffer.from(bytes).toString('base64')}`,
        }));
        sections.push(pictureSection({ name: plot.name, pictures }));
        continue;
      }
      const before = this.#faults.length;
      const template = this.#template(plot);
      for (const fault of this.#faults.slice(before)) this.#context.warn(faultWarning(fault));
      if (template === undefined || plot.axes === undefined) continue;
      const spec = fillTemplate(template.content, plot).content;
      const specPath = `static/${plot.name.replaceAll(/[^\w.-]+/g, '_')}.vl.json`;
      const failed = this.#write(specPath, `${jsonInOrder(spec)}\n`);
      if (!failed.ok) return failed;
      sections.push(plotSection({ plot, builtIn: template.builtIn, spec, specPath }));
    }
    const html = framed(sections, htmlTemplate);
    return html.ok ? this.#write('index.html', html.value) : html;
  }

  /** The template of a plot, if its fields are in the data. */
  #template(plot: ValuePlot): Template | undefined {
    const { standpoint, host } = this.#revisions;
    const template = loadTemplate(standpoint.root, host.cwd, plot.template);
    const fields = plot.axes === undefined ? [] : [plot.axes.x, plot.axes.y ?? plot.axes.x];
    const missing = fields.find((field) => !plot.points.some((point) => point.has(field)));
    if (template.ok && missing === undefined) return template.value;
    const msg = template.ok ? `Field '${missing}' does not exist in provided data.` : template.error.what;
    const type = template.ok ? 'NoFieldInDataError' : 'TemplateNotFoundError';
    for (const revision of plot.revisions) this.#faults.push({ name: plot.name, revision, type, msg });
    return undefined;
  }

  #pictures(plot: PicturePlot): Result<readonly ValueMap[]> {
    const shown: ValueMap[] = [];
    for (const { revision, path, bytes } of plot.pictures) {
      const written = this.#write(`${revision}_${path}`.replaceAll('/', '_'), bytes);
      if (!written.ok) return written;
      shown.push(
        new Map<string, Value>([
          ['type', 'image'],
          ['revisions', [revision]],
          ['url', written.value],
        ]),
      );
    }
    return ok(shown);
  }

  #write(name: string, content: string | Uint8Array): Result<string> {
    const path = join(this.#out, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_OUTPUT', `cannot make ${dirname(path)}`, why, fix));
    }
    const failed = writeFileAtomic(path, content);
    return failed === undefined ? ok(path) : err(failed);
  }
}

/** A page of the user's own, with the plots where it says `{plot_divs}`. */
function framed(sections: readonly string[], template: string | undefined): Result<string> {
  if (template === undefined) return ok(plotsPage(sections));
  let html: string;
  try {
    html = readFileSync(template, 'utf8');
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE', `cannot read ${template}`, why, fix));
  }
  if (!html.includes('{plot_divs}'))
    return err(
      problem(
        'E_PIPELINE',
        "HTML template has to contain '{plot_divs}'.",
        undefined,
        'put it where the plots go',
      ),
    );
  const filled = html.replaceAll('{scripts}', '').replaceAll('{refresh_tag}', '');
  return ok(filled.replaceAll('{plot_divs}', () => sections.join('\n')));
}

const MIMES: Readonly<Record<string, string>> = { '.jpg': 'jpeg', '.svg': 'svg+xml' };

function mimeOf(path: string): string {
  const suffix = suffixOf(path);
  return `image/${MIMES[suffix] ?? suffix.slice(1)}`;
}

function faultJson({ name, revision, source, type, msg }: PlotFault): ValueMap {
  return new Map([
    ...(name === undefined ? [] : [['name', name] as const]),
    ['rev', revision],
    ...(source === undefined ? [] : [['source', source] as const]),
    ['type', type],
    ['msg', msg],
  ]);
}

function faultWarning({ name, revision, source, msg }: PlotFault): ReturnType<typeof problem> {
  const what = source ?? name ?? 'the plots';
  return problem(
    'E_PIPELINE_FILE',
    `${what} of ${revision} cannot be drawn`,
    msg,
    'correct the file or the plot',
  );
}

function usage(context: CliContext, what: string, fix: string): number {
  context.fail(problem('E_PIPELINE', what, undefined, fix));
  return 1;
}
