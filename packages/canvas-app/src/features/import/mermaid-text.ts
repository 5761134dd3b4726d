/** What a diagram of Mermaid's that is read here begins with: comments, a title between dashes, a fence around it. */
const begins =
  /^(?:```mermaid\n)?(?:graph|flowchart)[ \t]+(?:TB|TD|BT|RL|LR)[ \t]*(?:;|\n)|^(?:```mermaid\n)?sequenceDiagram[ \t]*(?:;|\n)/;

/** The diagram itself. */
export const withoutPreface = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .trimStart()
    .replace(/^---\n[\s\S]{0,2000}?\n---\n/, '')
    .replace(/^[ \t]*%%[^\n]*\n/gm, '')
    .trimStart();

/** The lines of a diagram. No line has a letter in it that `.` does not stand for. */
export const linesOf = (text: string): readonly string[] => text.split(/[\n\r\u2028\u2029]|;(?=\s|$)/);

/** Whether text is a diagram that is read here. */
export const isMermaid = (text: string): boolean => begins.test(withoutPreface(text.slice(0, 4_000)));
