import { wasteRules } from '../../../src/report/waste/rules.io.ts';

/** The rules that are shipped. */
export const RULES = wasteRules();
