import type { CalcRequest, Scope } from './calc-request.ts';
import type { MethodConstant } from './calc-tables.ts';
import { type Figure, figureOf, givenFigure, sourcedFigure } from './figure.ts';
import type { CalcKnowledge } from './knowledge.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** PUE with what must be said of it; no figure where the layer has no building around it. */
export interface Building {
  readonly pue: Figure | undefined;
  readonly notes: readonly string[];
}

/** A constant of a published method as a figure. */
export function constantFigure(constant: MethodConstant, assumed?: string): Figure {
  const { id, label, value, unit, source, year, licence, url } = constant;
  return figureOf(
    { value, errors: {} },
    {
      id,
      label,
      unit,
      source,
      year,
      licence,
      ...(url === undefined ? {} : { url }),
      ...(assumed === undefined ? {} : { assumed }),
    },
  );
}

/** The power usage effectiveness of where the job runs: given, the method's own, the provider's, a desk's, or that of data centres. */
export function buildingOf(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  methodPue: string,
  place: { readonly provider?: string; readonly region?: string },
  knowledge: CalcKnowledge,
): Building {
  const given = request.pue;
  if (methodPue === 'none') {
    const ignored = given !== undefined && given !== 1;
    return {
      pue: undefined,
      notes: ignored ? [`this method has no PUE: the PUE of ${given} is not applied`] : [],
    };
  }
  if (request.scope !== 'facility') {
    const outside = given !== undefined && given !== 1;
    return { pue: undefined, notes: outside ? [outsideNote(request.scope, given)] : [] };
  }
  if (given !== undefined) return { pue: givenFigure('pue.given', 'PUE', given, '1'), notes: [] };
  if (methodPue !== 'place')
    return {
      pue: constantFigure(knowledge.methods().constant(methodPue), 'the PUE of the method; give `--pue`'),
      notes: [],
    };
  if (!request.pueOfPlace)
    return {
      pue: figureOf(
        { value: 1, errors: {} },
        {
          id: 'pue.missing',
          label: 'PUE',
          unit: '1',
          source: 'not given',
          assumed: 'a PUE of 1, as the form of the rows has it',
        },
      ),
      notes: [],
    };
  const provider = place.provider ?? request.provider;
  const known = provider === undefined ? undefined : knowledge.providerPue(provider, place.region);
  if (known !== undefined)
    return {
      pue: sourcedFigure(known, `PUE of ${provider}`, 'the PUE that the provider publishes; give `--pue`'),
      notes: [],
    };
  const { deskNames, deskPue } = knowledge.defaults();
  const atDesk =
    provider === undefined &&
    lines.length > 0 &&
    lines.every(({ name }) => deskNames.some((pattern) => new RegExp(pattern, 'i').test(name)));
  if (atDesk) return { pue: constantFigure(deskPue, 'that it stands at a desk; give `--pue`'), notes: [] };
  return {
    pue: sourcedFigure(
      knowledge.serverPue(),
      'PUE of data centres',
      "the PUE of data centres; give your site's with `--pue`",
    ),
    notes: [],
  };
}

function outsideNote(scope: Scope, pue: number): string {
  return `scope ${scope} ends before the building, so the PUE of ${pue} is not applied`;
}
