import { refusal } from './format.ts';
import { importLimits } from './limits.ts';

const [quote, backslash, ...brackets] = [...'"\\[]{}'].map((sign) => sign.charCodeAt(0));
const [open, close, openBrace, closeBrace] = brackets;

/** Whether JSON is nested deeper than any board: a browser may run out of stack in it. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isText = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (isText) {
      if (byte === backslash) i += 1;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === open || byte === openBrace) {
      depth += 1;
      if (depth > importLimits.depth) return true;
    } else if (byte === close || byte === closeBrace) depth -= 1;
  }
  return false;
}

/** JSON of a file. Throws a `refusal` for what is none. */
export function readJson(bytes: Uint8Array): unknown {
  if (isTooDeep(bytes)) throw refusal('damaged');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refusal('damaged');
  }
}

/** A list of a file. Throws a `refusal` where it is none or has too much in it. */
export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw refusal('damaged');
  if (value.length > importLimits.things) throw refusal('tooMany');
  return value;
}
