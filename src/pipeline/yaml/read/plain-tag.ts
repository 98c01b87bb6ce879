/** What YAML 1.2, as DVC reads it, takes a text without quotes for. */
export type PlainTag = 'null' | 'bool' | 'int' | 'float' | 'date' | 'merge' | 'value' | 'str';

const NULL = /^(?:~|null|Null|NULL|)$/;
const BOOL = /^(?:true|True|TRUE|false|False|FALSE)$/;
const FLOAT =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*[eE][-+]?\d+|[-+]?\.[\d_]+(?:[eE][-+]\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INT = /^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[\d_]+|[-+]?0x[\da-fA-F_]+)$/;
const DATE =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** What a text without quotes stands for: nothing, a truth value, a number, a date, a merge key (`<<`), `=`, or itself. */
export function plainTag(text: string): PlainTag {
  const first = text.charCodeAt(0);
  // Digits, signs and the dot begin numbers and dates.
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) {
    if (FLOAT.test(text)) return 'float';
    if (first !== 0x2e && INT.test(text)) return 'int';
    return first >= 0x30 && DATE.test(text) ? 'date' : 'str';
  }
  switch (text) {
    case '<<':
      return 'merge';
    case '=':
      return 'value';
    default:
  }
  if (text.length > 5) return 'str';
  return NULL.test(text) ? 'null' : BOOL.test(text) ? 'bool' : 'str';
}
