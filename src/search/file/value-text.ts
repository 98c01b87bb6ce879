import type { ParameterValue } from '../space/configuration.ts';
import type { ValueText } from './command-template.ts';

/** A value as a word of a command line: text as it is, the rest as JSON or as Python's `str` has it. */
export function valueText(value: ParameterValue, style: ValueText): string {
  if (typeof value === 'string') return value;
  return style === 'json' ? JSON.stringify(value) : pythonText(value);
}

function pythonText(value: ParameterValue): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return `${value}`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${pythonString(key)}: ${pythonText(inner)}`);
  return `{${entries.join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** As Python's `repr` writes it: in single quotes, unless those are in it and double ones are not. */
function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replaceAll(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] ?? String.raw`\\`)
    .replaceAll(
      /\p{Cc}/gu,
      (sign) => String.raw`\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
    );
  return `${quote}${quote === "'" ? inner.replaceAll("'", String.raw`\'`) : inner}${quote}`;
}
