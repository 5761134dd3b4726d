import { Parser } from 'htmlparser2';
import { type Pause, refusal } from './format.ts';
import { importLimits } from './limits.ts';

/** An element of XML. Names are without their prefixes. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The letters in it, also those in its children, in their order. */
  readonly text: string;
}

interface Open extends XmlNode {
  readonly children: Open[];
  text: string;
}

/** Characters that are read between two looks at the clock and at the nesting. */
const piece = 64 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * XML as a tree. Nothing is loaded, and no entity is known but those of XML itself: declarations of others are read over. Rejects with a
 * `refusal` where it is nested too deep, has too much in it, or is none.
 */
export async function readXml(source: string, pause: Pause): Promise<XmlNode> {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let count = 0;
  let isTooDeep = false;
  const parser = new Parser(
    {
      onopentag(name, given) {
        count += 1;
        if (open.length > importLimits.depth) isTooDeep = true;
        if (isTooDeep || count > importLimits.things) return;
        const attributes = Object.fromEntries(Object.entries(given).map(([key, value]) => [local(key), value]));
        const node: Open = { name: local(name), attributes, children: [], text: '' };
        open.at(-1)?.children.push(node);
        open.push(node);
      },
      ontext(letters) {
        const last = open.at(-1);
        if (last !== undefined) last.text += letters;
      },
      onclosetag(_name, isImplied) {
        if (open.length < 2 || isTooDeep || count > importLimits.things) return;
        const closed = open.pop();
        const parent = open.at(-1);
        // A line of text may be in parts, each with a look of its own.
        if (closed?.name === 'tspan' && parent !== undefined && !isImplied) parent.text += closed.text;
      },
    },
    { xmlMode: true },
  );
  for (let at = 0; at < source.length; at += piece) {
    await pause();
    parser.write(source.slice(at, at + piece));
    if (isTooDeep) throw refusal('damaged');
    if (count > importLimits.things) throw refusal('tooMany');
  }
  parser.end();
  const [first] = root.children;
  if (first === undefined) throw refusal('damaged');
  return first;
}
