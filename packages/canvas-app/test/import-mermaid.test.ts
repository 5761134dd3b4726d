import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { readMermaid } from '../src/features/import/formats/mermaid.ts';
import { formatOf } from '../src/features/import/formats.ts';
import { isMermaid } from '../src/features/import/mermaid-text.ts';

const read = (text: string) => readMermaid(new TextEncoder().encode(text), async () => undefined);
interface Shown {
  readonly id?: string;
  readonly kind: string;
  readonly text?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly start?: { readonly element: string };
  readonly end?: { readonly element: string };
}
const shown = (elements: readonly NewElement[]) => elements as unknown as readonly Shown[];
/** Links by the words of what they join. */
const links = (elements: readonly NewElement[]) => {
  const all = shown(elements);
  const words = (id: string | undefined) => all.find((one) => one.id === id)?.text;
  return all.flatMap(({ start, end, text }) =>
    start && end ? [`${words(start.element)}>${words(end.element)}${text ? `:${text}` : ''}`] : [],
  );
};

describe('a flowchart', () => {
  test('comes with all forms, links, words and colors', async () => {
    const { elements, report } = await read(`%% a comment
graph TD
  A["Start (now)"] --> B{Right?}
  B -->|yes| C([Done]); B -- no --> D[(Data<br/>base)]
  C -.-> E((Ring)) ==> F{{Six}}
  D --- G[/Lean/] & H>Flag]
  G <--> H:::warm
  classDef warm fill:#f96,stroke:#333
  style A fill:#ccffcc
  E --x A
`);
    expect(report).toEqual({ carried: { rect: 6, diamond: 1, ellipse: 1, arrow: 7, line: 2 }, lost: {}, changed: {} });
    expect(links(elements).sort()).toEqual(
      [
        ...['Start (now)>Right?', 'Right?>Done:yes', 'Right?>Data\nbase:no', 'Done>Ring', 'Ring>Six'],
        ...['Data\nbase>Lean', 'Data\nbase>Flag', 'Lean>Flag', 'Ring>Start (now)'],
      ].sort(),
    );
    const one = (text: string) => elements.find((element) => 'text' in element && element.text === text);
    expect(one('Start (now)')).toMatchObject({ fill: '#ccffcc' });
    expect(one('Flag')).toMatchObject({ fill: '#ff9966', color: '#333333' });
    expect(one('Six')).toMatchObject({ form: 'hexagon' });
    expect(one('Data\nbase')).toMatchObject({ form: 'cylinder' });
  });

  test.each(['TD', 'LR', 'BT', 'RL'])('that goes %s is laid out so, and nothing lies over another', async (way) => {
    const { elements } = await read(`flowchart ${way}\nA-->B-->C\nA-->D-->C\nC-->A\nX-->Y`);
    const boxes = shown(elements).filter(({ text }) => text !== '' && text !== undefined);
    const at = (text: string) => boxes.find((one) => one.text === text) ?? { x: 0, y: 0 };
    const [a, c] = [at('A'), at('C')];
    const gone = { TD: c.y - a.y, LR: c.x - a.x, BT: a.y - c.y, RL: a.x - c.x }[way];
    expect(gone).toBeGreaterThan(100);
    for (const one of boxes)
      for (const other of boxes)
        expect(
          one === other ||
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
        ).toBe(true);
  });

  test('has in a subgraph what that mentions, also where it stood outside before', async () => {
    const { elements } = await read(
      'graph TD\nA --> B\nB --> C\nsubgraph Store\nB\nC\nend\nsubgraph Other\nC --> D\nend',
    );
    const [store, other, b, c, d] = ['Store', 'Other', 'B', 'C', 'D'].map((text) =>
      shown(elements).find((one) => one.text === text),
    );
    const isIn = (inner?: Shown, outer?: Shown) =>
      inner !== undefined &&
      outer !== undefined &&
      inner.x > outer.x &&
      inner.y > outer.y &&
      inner.x + inner.width < outer.x + outer.width &&
      inner.y + inner.height < outer.y + outer.height;
    expect([isIn(b, store), isIn(c, store), isIn(d, other), isIn(c, other)]).toEqual([true, true, true, false]);
  });

  test('has links that go round what lies between, and to and fro on ways of their own', async () => {
    const { elements } = await read('graph TD\nA --> B\nB --> C\nA --> C\nC --> D\nD --> C');
    const ways = elements.flatMap((one) =>
      one.kind === 'arrow' ? [{ points: one.points.xy.length / 2, route: one.route }] : [],
    );
    expect(ways).toEqual([
      ...[{ points: 2 }, { points: 2 }].map((way) => ({ ...way, route: undefined })),
      ...[{ points: 3 }, { points: 2 }, { points: 2 }].map((way) => ({ ...way, route: 'curved' })),
    ]);
  });

  test('keeps what is in a subgraph within its box', async () => {
    const { elements } = await read(
      'flowchart TB\nsubgraph one [First]\n a1-->a2\n subgraph two\n b1\n end\nend\nc-->one\nc-->b1',
    );
    const boxes = shown(elements);
    const at = (text: string) => boxes.find((one) => one.text === text);
    const holds = (outer = at('First'), inner = at('a1')) =>
      outer !== undefined &&
      inner !== undefined &&
      outer.x <= inner.x &&
      outer.y <= inner.y &&
      outer.x + outer.width >= inner.x + inner.width &&
      outer.y + outer.height >= inner.y + inner.height;
    expect(holds()).toBe(true);
    expect(holds(at('First'), at('a2'))).toBe(true);
    expect(holds(at('First'), at('two'))).toBe(true);
    expect(holds(at('two'), at('b1'))).toBe(true);
    expect(holds(at('First'), at('c'))).toBe(false);
    expect(links(elements)).toContain('c>First');
  });
});

describe('a sequence diagram', () => {
  test('comes with who speaks, what is said, notes and blocks', async () => {
    const { elements, report } = await read(`sequenceDiagram
  autonumber
  participant A as Alice
  actor B
  A->>+B: Hello B, how are you?
  B-->>-A: Great!
  A->>A: thinks
  Note right of B: B thinks<br/>long
  Note over A,B: both
  alt is well
    B-)C: go on
  else
    B-xA: no
  end
  what is this
`);
    expect(report).toEqual({
      ...{ carried: { line: 4, arrow: 5, rect: 6 + 2 + 1 }, lost: { unreadable: 1 }, changed: {} },
    });
    const texts = shown(elements).map(({ text }) => text);
    for (const text of ['Alice', 'B', 'C', 'Hello B, how are you?', 'B thinks\nlong', 'both', 'alt is well', 'go on'])
      expect(texts).toContain(text);
  });
});

test('text is recognised as a diagram where it begins so', () => {
  for (const text of [
    'graph TD\nA',
    'flowchart LR; A-->B',
    '---\ntitle: x\n---\nsequenceDiagram\nA->>B: x',
    '```mermaid\ngraph LR\nA\n```',
  ])
    expect(isMermaid(text), text).toBe(true);
  for (const text of ['graph', 'graph TDish', 'a graph TD\n', 'sequenceDiagrams are nice', 'flowchart of it\n'])
    expect(isMermaid(text), text).toBe(false);
});

test('a fence ends the diagram in it, and with words behind it the whole is what its name says', async () => {
  const fenced = '```mermaid\n---\ntitle: x\n---\ngraph LR\nA-->B\n```\n';
  const notes = `${fenced}\n# Notes\n- one\n`;
  expect([isMermaid(fenced), isMermaid(notes)]).toEqual([true, false]);
  expect(await formatOf(new Blob([notes]), 'notes.md')).toBe('markdown');
  const { report } = await read(notes);
  expect(report).toEqual({ carried: { rect: 2, arrow: 1 }, lost: { unreadable: 2 }, changed: {} });
});

test('a line that makes no sense leaves nothing, and what is quoted stays together', async () => {
  const { elements, report } = await read(
    'graph TD\naccTitle: My chart\nA["one; two"] --> B; B --> C\nD --> E what\nA --> B[other] -->',
  );
  expect(report).toEqual({ carried: { rect: 3, arrow: 2 }, lost: { unreadable: 3 }, changed: {} });
  expect(links(elements).sort()).toEqual(['B>C', 'one; two>B']);
});

test('names of who speaks may have a hyphen', async () => {
  const { elements, report } = await read(
    'sequenceDiagram\nweb-server->>+data-base: ask\ndata-base-->>-web-server: tell',
  );
  expect(report.lost).toEqual({});
  const texts = shown(elements).map(({ text }) => text);
  for (const text of ['web-server', 'data-base', 'ask', 'tell']) expect(texts).toContain(text);
});

test('blanks without end are read in one pass', async () => {
  const blanks = ' '.repeat(1_900);
  const flow = await read(`graph TD\nA-->B\n${`A --${blanks}${blanks} z\n`.repeat(40)}`);
  expect(flow.report.carried).toEqual({ rect: 3, arrow: 1, line: 40 });
  const hostile = [
    `A${blanks}->>${' '.repeat(40)}b  ,`,
    `note over a${blanks},${' '.repeat(40)}b`,
    `participant a${blanks}b`,
  ];
  const { report } = await read(
    `sequenceDiagram\nA->>B: hi\n${hostile.map((line) => `${line}\n`.repeat(30)).join('')}`,
  );
  expect(report.lost).toEqual({ unreadable: 60 });
});

test('what is hostile is refused with a reason, or takes no longer', async () => {
  await expect(read('pie\n"a": 1')).rejects.toMatchObject({ detail: 'file.unknown' });
  await expect(read(`graph TD\n${'A-->B\n'.repeat(5_000)}`)).rejects.toMatchObject({ detail: 'file.tooMany' });
  await expect(read(`graph TD\n${'&'.repeat(300_000)}`)).rejects.toMatchObject({ detail: 'file.tooMany' });
  const many = (sign: string) => Array.from({ length: 40 }, (_, i) => `n${i}`).join(sign);
  await expect(
    read(`graph TD\n${many(' & ')} --> ${many(' & ').replaceAll('n', 'm')} --> ${many(' & ')}`),
  ).rejects.toMatchObject({ detail: 'file.tooMany' });
  await expect(read(`graph TD\n${'subgraph a\n'.repeat(3_000)}b\n`)).rejects.toMatchObject({ detail: 'file.damaged' });
  const chain = Array.from({ length: 900 }, (_, i) => `n${i}-->n${i + 1}`).join('\n');
  expect((await read(`graph TD\n${chain}\nn900-->n0`)).elements).toHaveLength(1_802);
  for (const text of [
    'subgraph a\n'.repeat(16),
    `A${'-'.repeat(4_000)}`,
    `A -- ${'x '.repeat(2_000)}`,
    `A[${'['.repeat(4_000)}`,
    'end\n'.repeat(90),
    'A-->A',
    'subgraph a\na-->a\nend',
    'subgraph a\nb\nend\nsubgraph b\na\nend',
  ])
    expect((await read(`graph TD\n${text}`)).elements.length).toBeLessThan(1_000);
  for (const text of [
    `A${'-'.repeat(1_900)}`,
    `${'A '.repeat(900)}`,
    'loop\n'.repeat(900),
    'end\n'.repeat(9),
    'else',
    'Note over A: ',
    'A->>A',
  ])
    expect((await read(`sequenceDiagram\n${text}`)).elements.length).toBeLessThan(1_000);
});
