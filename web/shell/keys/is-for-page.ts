/** Whether a key means the page: it is not taken already, no dialog is over the page, and nothing is typed with it. */
export function isForPage(event: KeyboardEvent): boolean {
  return !(
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    isTyping(event.target) ||
    document.querySelector('dialog[open]') !== null
  );
}

const FIELDS = 'input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(FIELDS) !== null;
}
