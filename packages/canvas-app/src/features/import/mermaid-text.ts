import { importLimits } from './limits.ts';

/** What a diagram of Mermaid's that is read here begins with. */
const begins = /^(?:graph|flowchart)[ \t]+(?:TB|TD|BT|RL|LR)[ \t]*(?:;|\n)|^sequenceDiagram[ \t]*(?:;|\n)/;

/** Text without the comments and the title between dashes that may stand before a diagram. */
const withoutPreface = (text: string): string =>
  text
    .trimStart()
    .replace(/^---\n[\s\S]{0,2000}?\n---\n/, '')
    .replace(/^[ \t]*%%[^\n]*\n/gm, '')
    .trimStart();

/** The diagram itself, to the end of the fence that may be around it, and what stands behind that. */
export function diagramIn(text: string): { readonly diagram: string; readonly behind: string } {
  const whole = withoutPreface(text.replaceAll('\r\n', '\n'));
  const open = /^```mermaid[ \t]*\n/.exec(whole);
  if (open === null) return { diagram: whole, behind: '' };
  const body = whole.slice(open[0].length);
  const close = /^[ \t]*```[ \t]*$/m.exec(body);
  const end = close?.index ?? body.length;
  return { diagram: withoutPreface(body.slice(0, end)), behind: body.slice(end + (close?.[0].length ?? 0)).trim() };
}

/** The statements of a line: a `;` ends one, but not between quotes. */
function statementsOf(line: string): readonly string[] {
  const all: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === '"') isQuoted = !isQuoted;
    if (line[i] !== ';' || isQuoted || !/^\s?$/.test(line[i + 1] ?? '')) continue;
    all.push(line.slice(from, i));
    from = i + 1;
  }
  return [...all, line.slice(from)];
}

/** The statements of a diagram, one to a line. None has a letter in it that `.` does not stand for. */
export const linesOf = (text: string): readonly string[] => text.split(/[\n\r\u2028\u2029]/).flatMap(statementsOf);

/** Whether text is a diagram that is read here, and nothing else. */
export function isMermaid(text: string): boolean {
  const { diagram, behind } = diagramIn(text.slice(0, importLimits.head));
  return behind === '' && begins.test(diagram);
}
