import { refusal } from '../format.ts';
import { linesOf } from '../mermaid-text.ts';

/** Flowcharts of Mermaid, https://mermaid.js.org/syntax/flowchart.html: nodes, links, subgraphs, and colors of nodes. */

export interface FlowNode {
  readonly id: string;
  text: string;
  form: string;
  isRound: boolean;
  style: Readonly<Record<string, string>>;
  /** Classes that it is to look like. */
  readonly classes: string[];
  /** The subgraph it is in: the first that mentions it, also after it stood outside. */
  within: string | undefined;
}

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly heads: readonly [string, string];
  readonly dash: 'solid' | 'dotted';
  readonly isThick: boolean;
  readonly isSeen: boolean;
}

export interface Subgraph {
  readonly id: string;
  readonly title: string;
  readonly within: string | undefined;
}

export interface Flow {
  readonly direction: string;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly links: readonly FlowLink[];
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  /** Lines that make no sense here. */
  readonly unread: number;
}

/** Brackets around the words of a node, the longest first, and the form they mean. */
const brackets = [
  ['(((', ')))', 'ellipse'],
  ['((', '))', 'ellipse'],
  ['([', '])', 'round'],
  ['[[', ']]', 'rect'],
  ['[(', ')]', 'cylinder'],
  ['[/', '/]', 'parallelogram'],
  ['[\\', '\\]', 'parallelogram'],
  ['[/', '\\]', 'parallelogram'],
  ['[\\', '/]', 'parallelogram'],
  ['{{', '}}', 'hexagon'],
  ['{', '}', 'diamond'],
  ['(', ')', 'round'],
  ['[', ']', 'rect'],
  ['>', ']', 'rect'],
] as const;

/** Words as they are written in Mermaid: quoted, with breaks of lines and codes of letters. */
export const wordsOf = (source: string): string =>
  source
    .trim()
    .replace(/^"([\s\S]*)"$/, '$1')
    .replace(/^`([\s\S]*)`$/, '$1')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/#(?:quot|34);/g, '"')
    .replace(/#(\d{1,6});/g, (all, code: string) =>
      Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : all,
    )
    .trim();

const idAt = /[ \t]*([\p{L}\p{N}_][\p{L}\p{N}_.]*(?:-(?![-.>=])[\p{L}\p{N}_]+)*)/uy;
const classAt = /:::([\w-]+)/y;
const andAt = /[ \t]*&[ \t]*/y;
// Words and the blanks between them have no letter in common, so that there is one way to divide a line into them.
const labeledAt =
  /[ \t]*([<xo])?(--|==|-\.)[ \t]+([^ \t|>]+(?:[ \t]+[^ \t|>]+)*?)[ \t]+(-{2,}|={2,}|\.+-)([>xo])?(?=[ \t]*[\p{L}\p{N}_&])/uy;
const linkAt = /[ \t]*([<xo])?(-{2,}|={2,}|-\.+-|~{3,})([>xo])?[ \t]*(?:\|([^|\n]{0,500})\|)?/uy;

const at = (pattern: RegExp, text: string, from: number): RegExpExecArray | undefined => {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
};

/** Subgraphs within each other at most. */
const deepest = 16;

/** Links of a chart at most: `&` joins all with all. */
const mostLinks = 2_000;

const headOf = (sign: string | undefined): string =>
  ({ '<': 'arrow', '>': 'arrow', x: 'bar', o: 'circle' })[sign ?? ''] ?? 'none';

const declarations = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').flatMap((part) => {
      const [key, value] = part.split(':').map((side) => side.trim());
      return key && value && ['fill', 'stroke', 'color'].includes(key) ? [[key, value.replace(';', '')] as const] : [];
    }),
  );

/** A flowchart while it is read. */
interface State {
  readonly nodes: Map<string, FlowNode>;
  readonly links: FlowLink[];
  readonly subgraphs: Map<string, Subgraph>;
  readonly classes: Map<string, Readonly<Record<string, string>>>;
  /** Subgraphs that are open, the innermost last. */
  readonly open: string[];
}

/** A node as one place of a line has it. */
interface Mention {
  readonly id: string;
  /** Its words and their form, where they stand there. */
  readonly label?: Pick<FlowNode, 'text' | 'form' | 'isRound'>;
  readonly named?: string;
}

/** Puts a node as a line has it among the nodes. */
function put(state: State, { id, label, named }: Mention): void {
  const node: FlowNode = state.nodes.get(id) ?? {
    ...{ id, text: id, form: 'rect', isRound: false, style: {}, classes: [] },
    within: undefined,
  };
  node.within ??= state.open.at(-1);
  if (!state.subgraphs.has(id)) state.nodes.set(id, node);
  Object.assign(node, label);
  if (named !== undefined) node.classes.push(named);
}

/** The node that stands in a line from a place on, and where it ends. */
const nodeAt = (line: string, from: number): readonly [Mention, number] | undefined => {
  const found = at(idAt, line, from);
  if (found === undefined) return undefined;
  const id = found[1] ?? '';
  let end = idAt.lastIndex;
  let mention: Mention = { id };
  for (const [left, right, form] of brackets) {
    if (!line.startsWith(left, end)) continue;
    const isQuoted = line[end + left.length] === '"';
    const inside = isQuoted ? line.indexOf('"', end + left.length + 1) : end + left.length;
    const close = inside < 0 ? -1 : line.indexOf(right, inside);
    if (close < 0) continue;
    const text = wordsOf(line.slice(end + left.length, close)) || id;
    const isRound = form === 'round';
    mention = { id, label: { text, form: isRound ? 'rect' : form, isRound } };
    end = close + right.length;
    break;
  }
  const named = at(classAt, line, end);
  if (named === undefined) return [mention, end];
  return [{ ...mention, named: named[1] ?? '' }, classAt.lastIndex];
};

const nodesAt = (line: string, from: number): readonly [readonly Mention[], number] | undefined => {
  const all: Mention[] = [];
  let end = from;
  for (;;) {
    const next = nodeAt(line, end);
    if (next === undefined) return all.length === 0 ? undefined : [all, end];
    all.push(next[0]);
    end = next[1];
    if (at(andAt, line, end) === undefined) return [all, end];
    end = andAt.lastIndex;
  }
};

const linkFrom = (line: string, from: number) => {
  const labeled = at(labeledAt, line, from);
  if (labeled !== undefined) {
    const [, start, body = '', text = '', , head] = labeled;
    return { start, body, text, head, end: labeledAt.lastIndex };
  }
  const plain = at(linkAt, line, from);
  if (plain === undefined) return undefined;
  const [, start, body = '', head, text = ''] = plain;
  return { start, body, text, head, end: linkAt.lastIndex };
};

/** Reads a line of nodes and links. Returns whether it made sense to its end; nothing is kept of one that did not. */
const chain = (state: State, line: string): boolean => {
  const mentions: Mention[] = [];
  const links: FlowLink[] = [];
  let left = nodesAt(line, 0);
  while (left !== undefined) {
    const [nodes, end] = left;
    mentions.push(...nodes);
    if (line.slice(end).trim() === '') {
      for (const mention of mentions) put(state, mention);
      state.links.push(...links);
      return true;
    }
    const link = linkFrom(line, end);
    const right = link && nodesAt(line, link.end);
    if (link === undefined || right === undefined) return false;
    if (state.links.length + links.length + nodes.length * right[0].length > mostLinks) throw refusal('tooMany');
    for (const { id: from } of nodes)
      for (const { id: to } of right[0])
        links.push({
          ...{ from, to, text: wordsOf(link.text), heads: [headOf(link.start), headOf(link.head)] },
          dash: link.body.includes('.') ? 'dotted' : 'solid',
          isThick: link.body.includes('='),
          isSeen: !link.body.includes('~'),
        });
    left = right;
  }
  return false;
};

const styled = (state: State, line: string): boolean => {
  const [, word, names = '', rest = ''] =
    /^(classDef|class|style|linkStyle|click|direction)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
  for (const name of names.split(',')) {
    const node = state.nodes.get(name);
    if (word === 'classDef') state.classes.set(name, declarations(rest));
    else if (node !== undefined && word === 'style') node.style = { ...node.style, ...declarations(rest) };
    else if (node !== undefined && word === 'class') node.classes.push(rest.trim());
  }
  return word !== undefined;
};

/** Reads one line. Returns whether it made sense. */
function readLine(state: State, text: string): boolean {
  const group = /^subgraph\s+(?:([\p{L}\p{N}_-]+)\s*\[(.*)\]|(.*))$/u.exec(text);
  if (group) {
    const id = group[1] ?? wordsOf(group[3] ?? '');
    const title = wordsOf(group[2] ?? group[3] ?? '');
    if (!state.subgraphs.has(id)) state.subgraphs.set(id, { id, title, within: state.open.at(-1) });
    state.open.push(id);
    if (state.open.length > deepest) throw refusal('damaged');
    return true;
  }
  if (text === 'end') return state.open.pop() !== undefined;
  return styled(state, text) || chain(state, text);
}

export function readFlow(source: string): Flow {
  const [first = '', ...rest] = linesOf(source);
  const state: State = { nodes: new Map(), links: [], subgraphs: new Map(), classes: new Map(), open: [] };
  let unread = 0;
  for (const line of rest.map((one) => one.slice(0, 5_000).trim())) {
    if (line !== '' && !line.startsWith('%%') && !line.startsWith('```') && !readLine(state, line)) unread += 1;
  }
  const { nodes, links, subgraphs, classes } = state;
  // A name that stood for a node before its subgraph began stands for that.
  for (const id of subgraphs.keys()) nodes.delete(id);
  for (const node of nodes.values())
    for (const name of node.classes.splice(0)) node.style = { ...classes.get(name), ...node.style };
  const direction = /\b(TB|TD|BT|RL|LR)\b/.exec(first)?.[1] ?? 'TB';
  return { direction, nodes, links, subgraphs, unread };
}
