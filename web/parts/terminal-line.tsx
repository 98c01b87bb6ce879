import { CopyButton } from './copy-button.tsx';

/** The command that says the same as a page, to be copied; it ends the page. */
export function TerminalLine({ command }: { readonly command: string }) {
  return (
    <footer class="page-command row">
      <span class="muted">In the terminal:</span> <code>{command}</code>{' '}
      <CopyButton label="Copy as command" text={command} />
    </footer>
  );
}
