/** Where a setting can be kept, the nearer over the farther. */
export const CONFIG_LEVELS = ['system', 'global', 'project', 'local'] as const;
/** One of them. */
export type ConfigLevel = (typeof CONFIG_LEVELS)[number];
