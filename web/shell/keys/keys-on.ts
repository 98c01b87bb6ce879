import { signal } from '@preact/signals';

const KEY = 'joulebook-keys';

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Whether keys of one letter do something; who speaks to the computer may not want it (WCAG 2.1.4). */
export const areKeysOn = signal(kept());

export function setKeysOn(isOn: boolean): void {
  areKeysOn.value = isOn;
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off');
  } catch {
    // a browser that keeps nothing knows it until it is closed
  }
}
