/** A piece of a word: text as it stands, or a macro that a trial fills. */
export type TemplatePart = string | Macro;

/** What a macro stands for. */
export type Macro =
  /** One word for each parameter, or nothing; only as a word of its own. */
  | {
      readonly macro:
        | 'args'
        | 'args_no_equals'
        | 'args_no_hyphens'
        | 'args_no_boolean_flags'
        | 'args_append_hydra'
        | 'args_override_hydra';
    }
  /** All parameters as JSON text, or the path of a file that holds it. */
  | { readonly macro: 'json' | 'json_file' }
  /** Value of one parameter. */
  | { readonly macro: 'param'; readonly name: string }
  | { readonly macro: 'ckpt_dir' | 'trial_dir' | 'trial' | 'study' | 'seed' }
  | { readonly macro: 'envvar'; readonly name: string };

/** A word of a command. */
export type TemplateWord = readonly TemplatePart[];

/** How a trial is started: words for the kernel, or one line for a shell. */
export type CommandTemplate =
  | { readonly kind: 'words'; readonly words: readonly TemplateWord[]; readonly values: ValueText }
  /** Each macro stands inside single quotes of the shell, double ones, or none; its text is quoted for that. */
  | { readonly kind: 'shell'; readonly parts: readonly ShellPart[]; readonly values: ValueText };

/** A piece of a line for a shell. */
export type ShellPart = string | { readonly filled: Macro; readonly inside: 'nothing' | 'single' | 'double' };

/** How values that are no numbers and no text are written: `true` and `null` as JSON has them, or `True` and `None` as Python has. */
export type ValueText = 'json' | 'python';
