import type { Problem } from '../../errors.ts';
import type { Objective } from '../study/objective.ts';
import type { SamplerName, SamplerSettings, StopperChoice } from './engine-choice.ts';
import type { MetricConstraint } from './metric-constraint.ts';
import type {
  CarbonSettings,
  RetrySettings,
  SearchBudget,
  SearchSettings,
  WorkerSettings,
} from './search-spec.ts';

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** A search while its file and its options are read; what was not said is absent. */
export interface Draft {
  origin: 'file' | 'sweep' | 'options';
  name?: string;
  description?: string;
  project?: string;
  program?: string;
  objectives: Objective[];
  resource?: string;
  maxResource?: number;
  readonly budget: Changing<SearchBudget>;
  worthPerKwh?: number;
  constraints: MetricConstraint[];
  sampler?: SamplerName;
  samplerSettings?: SamplerSettings;
  stopper?: StopperChoice;
  readonly settings: Changing<Partial<Omit<SearchSettings, 'sampler' | 'stopper'>>>;
  readonly workers: Changing<Partial<WorkerSettings>>;
  carbon?: CarbonSettings;
  retry?: RetrySettings;
  capture: RegExp[];
  checkpoint?: boolean | 'auto';
  readonly notes: Problem[];
}

/** Nothing said yet. */
export function emptyDraft(origin: Draft['origin']): Draft {
  return {
    origin,
    objectives: [],
    budget: {},
    constraints: [],
    settings: {},
    workers: {},
    capture: [],
    notes: [],
  };
}
