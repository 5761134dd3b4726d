import type { Machine } from './machine.ts';
import { goalOf, type Row, ratioOf, rounded, verdictOf } from './row.ts';

/** The circumstances of one run of one bench. */
export interface Run {
  readonly bench: string;
  readonly date: Date;
  readonly commit: string;
  readonly machine: Machine;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

const introduction = `# Results

Written by \`npm run bench\`; not edited by hand. Each section is one run of one bench and says what it was measured on. A
bench that was not run keeps its section. What is measured, how, and what a ratio means: \`README.md\`.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const line = (row: Row): string => {
  const goal = goalOf(row);
  const ratio = ratioOf(row);
  const cells = [
    row.name,
    `${rounded(row.value)} ${row.unit}`,
    goal === '' ? '' : `${goal} ${verdictOf(row) === 'reached' ? '✓' : '✗'}`,
    row.baseline === undefined ? '' : String(rounded(row.baseline)),
    ratio === undefined ? '' : `${ratio} ×`,
    row.note ?? '',
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
};

/** One bench as a section of Markdown. */
export const formatSection = ({ bench, date, commit, machine, seconds, rows }: Run): string => {
  const { cores, processor, memoryGiB, platform, node, chromium, loadBefore } = machine;
  return [
    `## ${bench}`,
    '',
    `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC · commit ${commit} · ${Math.round(seconds)} s`,
    `${cores} cores (${processor}) · ${memoryGiB} GiB · ${platform} · Node ${node} · Chromium ${chromium} · load before the run ${loadBefore}`,
    '',
    '| figure | measured | goal | baseline | ratio | note |',
    '|---|--:|--:|--:|--:|---|',
    ...rows.map(line),
    '',
  ].join('\n');
};

/** The document with this bench's section replaced, or added in the order of `order`; all other sections stay. */
export const withSection = (markdown: string, bench: string, section: string, order: readonly string[]): string => {
  const sections = new Map(
    markdown.split(/^(?=## )/m).flatMap((text) => {
      const name = /^## (.+)/.exec(text)?.[1];
      return name === undefined ? [] : [[name, text] as const];
    }),
  );
  sections.set(bench, section);
  const names = [...order, ...[...sections.keys()].filter((name) => !order.includes(name))];
  return [introduction, ...names.flatMap((name) => sections.get(name) ?? [])]
    .map((text) => text.trimEnd())
    .join('\n\n')
    .concat('\n');
};
