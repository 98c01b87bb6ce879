import { embodiedNode } from './embodied-node.ts';
import { besideNode, layerNode, pueNode } from './energy-nodes.ts';
import {
  costNode,
  marginalNode,
  marketIntensityNode,
  marketNode,
  operationalNode,
  priceNode,
  waterNode,
  wueNode,
} from './footprint-nodes.ts';
import { gradeNode, measuredNode } from './grade-nodes.ts';
import { intensityNode } from './intensity-nodes.ts';
import { durationNode, powerNode } from './rate-nodes.ts';
import type { StaticFigure } from './static-figure.ts';
import { CACHE_FIGURE, EPOCH_FIGURE, WORK_FIGURES } from './work-nodes.ts';

const GIVE = (option: string): string => `Give ${option} with the next run.`;

/** The figures that have a name of their own; components, stages and epochs are named by the run. */
export const STATIC_FIGURES: readonly StaticFigure[] = [
  {
    names: ['energy', 'wall', 'energy.wall', 'energy.wall.attributed', 'attributed'],
    meaning: 'attributed energy at the wall',
    node: (e) => layerNode(e, 'wall', 'attributed'),
  },
  {
    names: ['co2', 'carbon', 'co2e', 'emissions', 'operational', 'carbon.operational'],
    meaning: 'operational carbon',
    node: operationalNode,
  },
  {
    names: ['embodied', 'carbon.embodied'],
    meaning: 'embodied carbon',
    node: embodiedNode,
  },
  {
    names: ['market', 'carbon.market', 'carbon.market.operational'],
    meaning: 'carbon by the contract',
    node: marketNode,
    missing: GIVE('--market-intensity'),
  },
  {
    names: ['marginal', 'carbon.marginal', 'carbon.marginal.emissions'],
    meaning: 'marginal emissions',
    node: marginalNode,
    missing: 'Set a live source of them: joulebook config set grid-source watttime',
  },
  { names: ['cost', 'cost.total'], meaning: 'cost', node: costNode, missing: GIVE('--price') },
  { names: ['water', 'water.total'], meaning: 'water', node: waterNode, missing: GIVE('--wue') },
  { names: ['active'], meaning: 'energy above idle', node: (e) => layerNode(e, 'wall', 'active') },
  {
    names: ['machine'],
    meaning: 'energy of the whole machine',
    node: (e) => layerNode(e, 'wall', 'machine'),
  },
  { names: ['chips'], meaning: 'energy of the chips', node: (e) => layerNode(e, 'chips', 'attributed') },
  {
    names: ['facility'],
    meaning: 'energy with the building',
    node: (e) => layerNode(e, 'facility', 'attributed'),
  },
  { names: ['power'], meaning: 'mean power', node: powerNode },
  { names: ['duration', 'time', 'durationS'], meaning: 'how long it took', node: durationNode },
  { names: ['intensity', 'carbon.intensity'], meaning: 'carbon intensity', node: intensityNode },
  { names: ['pue', 'carbon.pue'], meaning: 'PUE', node: pueNode },
  {
    names: ['market.intensity', 'carbon.market.intensity'],
    meaning: 'intensity of the contract',
    node: marketIntensityNode,
    missing: GIVE('--market-intensity'),
  },
  { names: ['price', 'cost.price'], meaning: 'price of a kWh', node: priceNode, missing: GIVE('--price') },
  {
    names: ['wue', 'water.wue'],
    meaning: 'water usage effectiveness',
    node: wueNode,
    missing: GIVE('--wue'),
  },
  { names: ['grade', 'quality'], meaning: 'how well it was measured', node: gradeNode },
  {
    names: ['measuredFraction', 'measured', 'energy.measuredFraction'],
    meaning: 'part from counters',
    node: measuredNode,
  },
  {
    names: ['unattributed', 'energy.unattributed'],
    meaning: 'energy that nobody owns',
    node: (e) => besideNode(e, 'unattributed'),
  },
  {
    names: ['tracker', 'energy.tracker'],
    meaning: "the tracker's own energy",
    node: (e) => besideNode(e, 'tracker'),
  },
  ...WORK_FIGURES,
  EPOCH_FIGURE,
  CACHE_FIGURE,
];

const BY_NAME = new Map(
  STATIC_FIGURES.flatMap((figure) => figure.names.map((name) => [name.toLowerCase(), figure] as const)),
);

/** The figure of that name, whatever the case. */
export function staticFigure(name: string): StaticFigure | undefined {
  return BY_NAME.get(name.toLowerCase());
}
