import { Failure, failureBody, type PlainElement } from '@gesso/crdt-schema';
import type { BoardClient } from '../board-client.ts';
import { outlineOf } from './outline.ts';
import { aroundAll, boxOf, freePlaces } from './placing.ts';

/** What a tool answers with: text, or a picture in Base64. */
export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly data: string; readonly mimeType: 'image/png' };

type Given = Readonly<Record<string, unknown>>;

/** Something an assistant can do at a board. */
interface Tool {
  readonly description: string;
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly isReading?: true;
  /** Throws `Failure`, and `Misused` where it is asked for what it cannot do. */
  run(board: BoardClient, given: Given): Promise<readonly Content[]>;
}

/** Thrown where what is asked for makes no sense; its message says what would. */
class Misused extends Error {}

const most = { elements: 200, pictureBytes: 3 * 1024 * 1024 } as const;
/** How long it is waited for the server to have what was done on its disk (ms). */
const patience = 20_000;

const number = (description: string) => ({ type: 'number', description });
const string = (description: string) => ({ type: 'string', description });
const x = number('Left edge in board units. Without x and y it is put beside all that is there.');
const y = number('Top edge in board units.');
const color = string('A color such as #1971c2.');
const listOf = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({
  type: 'array',
  minItems: 1,
  maxItems: most.elements,
  items: { type: 'object', properties, required },
});

const say = (text: string): readonly Content[] => [{ type: 'text', text }];

const itemsOf = (given: Given, name: string): readonly Given[] => {
  const list = given[name];
  if (!Array.isArray(list) || list.length === 0) throw new Misused(`Give a list of ${name} with one at least.`);
  if (list.length > most.elements) throw new Misused(`Give ${most.elements} ${name} at most in one call.`);
  return list.map((item: unknown, i) => {
    if (typeof item !== 'object' || item === null) throw new Misused(`${name}[${i}] is not an object.`);
    return item as Given;
  });
};

const textOf = (given: Given, name: string): string => {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw new Misused(`Give ${name} as a text.`);
  return value;
};

/** Only what was given, under the names the board has. */
const picked = (given: Given, names: readonly string[]): Given =>
  Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

const isPlaced = ({ x, y }: Given): boolean => typeof x === 'number' && typeof y === 'number';

const sizeGiven = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise;

/** Resolves to whether this and the server have the same, on disk, within a while. Rejects where the server lets this in no more. */
const isSettled = async (board: BoardClient): Promise<boolean> => {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), patience);
  try {
    return await Promise.race([board.saved().then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Says what was done, once it is on the server's disk. */
const stored = async (board: BoardClient, done: string): Promise<readonly Content[]> =>
  say((await isSettled(board)) ? done : `${done} The server cannot be reached: it is sent as soon as it can.`);

const idsSaid = (ids: readonly string[]): string => `Added ${ids.length}: ${ids.join(', ')}.`;

/** Adds boxes as one step; those without a place beside all that is there. */
const addBoxes = async (
  board: BoardClient,
  boxes: readonly { readonly element: Given; readonly width: number; readonly height: number }[],
): Promise<readonly Content[]> => {
  const homeless = boxes.filter(({ element }) => !isPlaced(element));
  const [width, height] = [
    homeless.reduce((widest, box) => Math.max(widest, box.width), 0),
    homeless.reduce((highest, box) => Math.max(highest, box.height), 0),
  ];
  const places = [...freePlaces(board.elements(), homeless.length, { width, height })];
  const ids = board.add(boxes.map(({ element }) => (isPlaced(element) ? element : { ...element, ...places.shift() })));
  return stored(board, idsSaid(ids));
};

const middleOf = (element: PlainElement): { readonly x: number; readonly y: number } => {
  const { x, y, width, height } = boxOf(element);
  return { x: x + width / 2, y: y + height / 2 };
};

const elementOf = (board: BoardClient, id: string): PlainElement => {
  const element = board.get(id);
  if (element === undefined) throw new Misused(`There is no element ${id.slice(0, 40)}. read_board lists their ids.`);
  return element;
};

const connector = (board: BoardClient, given: Given): Given => {
  const [from, to] = [elementOf(board, textOf(given, 'source')), elementOf(board, textOf(given, 'target'))];
  const [begin, end] = [middleOf(from), middleOf(to)];
  const at = [0.5, 0.5];
  return {
    ...{ kind: 'arrow', x: begin.x, y: begin.y },
    points: [
      [0, 0],
      [end.x - begin.x, end.y - begin.y],
    ],
    ...{ start: { element: from.id, at }, end: { element: to.id, at } },
    ...(given['label'] === undefined ? {} : { text: given['label'] }),
    ...picked(given, ['color', 'route']),
  };
};

/** Pixels a board unit that make the longer side of a picture about so many pixels. */
const fittingScale = (board: BoardClient, frame: string | undefined, pixels: number): number => {
  const box = frame === undefined ? aroundAll(board.elements()) : boxOf(elementOf(board, frame));
  const longer = Math.max(box?.width ?? 0, box?.height ?? 0) + 32;
  return Math.max(0.0001, Math.min(2, Math.floor((pixels / longer) * 10_000) / 10_000));
};

async function exportPicture(board: BoardClient, given: Given): Promise<readonly Content[]> {
  await isSettled(board);
  const frame = given['frame'] === undefined ? undefined : textOf(given, 'frame');
  const theme = given['theme'] === 'dark' ? 'dark' : 'light';
  for (const pixels of [1_600, 800, 400]) {
    const scale = fittingScale(board, frame, pixels);
    const png = await board.export('png', { scale, theme, ...(frame === undefined ? {} : { frame }) });
    if (png.length <= most.pictureBytes)
      return [{ type: 'image', data: Buffer.from(png).toString('base64'), mimeType: 'image/png' }];
  }
  throw new Misused('The picture is too large to be given here. Ask for one frame.');
}

const look = { color, fill: string('A color such as #d0ebff for its inside, or none.') };
const forms = 'rect ellipse diamond triangle hexagon parallelogram cylinder document cloud bubble star plus'.split(' ');

const tools: Readonly<Record<string, Tool>> = {
  read_board: {
    description: 'Reads the board: its name, and each element in a line with id, kind, place, size and text.',
    properties: { after: string('Goes on behind the element with this id, the last of an earlier answer.') },
    isReading: true,
    run: async (board, { after }) => {
      const isNow = await isSettled(board);
      const { name, role } = board;
      const outline = outlineOf(
        { name, role, elements: board.elements() },
        typeof after === 'string' ? after : undefined,
      );
      return say(isNow ? outline : `${outline}\nThe server cannot be reached: the board may be another by now.`);
    },
  },
  add_notes: {
    description: 'Adds sticky notes. Returns their ids.',
    properties: { notes: listOf({ text: string('What is written on it.'), x, y, color }, ['text']) },
    required: ['notes'],
    run: async (board, given) =>
      addBoxes(
        board,
        itemsOf(given, 'notes').map((note) => ({
          element: { kind: 'sticky', ...{ width: 200, height: 200 }, ...picked(note, ['text', 'x', 'y', 'color']) },
          ...{ width: 200, height: 200 },
        })),
      ),
  },
  add_shapes: {
    description: 'Adds shapes, with a label where one is given. Returns their ids.',
    properties: {
      shapes: listOf(
        {
          shape: { type: 'string', enum: forms, description: 'rect where it is not given.' },
          text: string('The label inside it.'),
          ...{ x, y, ...look },
          width: number('160 where it is not given.'),
          height: number('100 where it is not given.'),
        },
        [],
      ),
    },
    required: ['shapes'],
    run: async (board, given) =>
      addBoxes(
        board,
        itemsOf(given, 'shapes').map((shape) => {
          const [width, height] = [sizeGiven(shape['width'], 160), sizeGiven(shape['height'], 100)];
          const form = shape['shape'] === undefined ? {} : { form: shape['shape'] };
          const own = picked(shape, ['text', 'x', 'y', 'color', 'fill']);
          return { element: { kind: 'rect', width, height, ...form, ...own }, width, height };
        }),
      ),
  },
  add_texts: {
    description: 'Adds texts without a box around them. Returns their ids.',
    properties: {
      texts: listOf(
        {
          text: string('What is written. \\n begins a new line.'),
          ...{ x, y, color },
          size: number('Size of its letters in board units, 20 where it is not given.'),
          width: number('Where its lines break; without it they are as long as they are.'),
        },
        ['text'],
      ),
    },
    required: ['texts'],
    run: async (board, given) =>
      addBoxes(
        board,
        itemsOf(given, 'texts').map((text) => {
          const own = picked(text, ['text', 'x', 'y', 'color', 'size', 'width']);
          return { element: { kind: 'text', ...own }, width: sizeGiven(text['width'], 240), height: 80 };
        }),
      ),
  },
  add_connectors: {
    description: 'Adds arrows that are tied to two elements and stay with them. Returns their ids.',
    properties: {
      connectors: listOf(
        {
          source: string('The id of the element it begins at.'),
          target: string('The id of the element it points at.'),
          label: string('What is written at it.'),
          route: { type: 'string', enum: ['straight', 'curved', 'elbow'] },
          color,
        },
        ['source', 'target'],
      ),
    },
    required: ['connectors'],
    run: async (board, given) =>
      stored(board, idsSaid(board.add(itemsOf(given, 'connectors').map((one) => connector(board, one))))),
  },
  change_element: {
    description:
      'Changes properties of one element: text, x, y, width, height, color, fill, size, name of a frame, and others it has.',
    properties: {
      id: string('The id of the element.'),
      properties: { type: 'object', description: 'The new values by their names.' },
    },
    required: ['id', 'properties'],
    run: async (board, given) => {
      const { id } = elementOf(board, textOf(given, 'id'));
      const { properties } = given;
      if (typeof properties !== 'object' || properties === null) throw new Misused('Give properties as an object.');
      board.patch(id, properties as Given);
      return stored(board, `Changed ${id}.`);
    },
  },
  remove_elements: {
    description: 'Removes elements from the board.',
    properties: {
      ids: { type: 'array', minItems: 1, maxItems: most.elements, items: string('The id of an element.') },
    },
    required: ['ids'],
    run: async (board, { ids }) => {
      if (!Array.isArray(ids) || ids.length === 0 || ids.length > most.elements)
        throw new Misused(`Give a list of 1 to ${most.elements} ids.`);
      const found = ids.map((id) => elementOf(board, String(id)).id);
      board.remove(found);
      return stored(board, `Removed ${found.length}.`);
    },
  },
  export_picture: {
    description: 'Gives a picture of the board, or of one frame, as a PNG.',
    properties: {
      frame: string('The id of a frame that is shown alone.'),
      theme: { type: 'string', enum: ['light', 'dark'] },
    },
    isReading: true,
    run: exportPicture,
  },
};

/** The tools as the protocol lists them. */
export const toolList = Object.entries(tools).map(([name, { description, properties, required = [], isReading }]) => ({
  name,
  description,
  inputSchema: { type: 'object', properties, required },
  annotations: { readOnlyHint: isReading === true, destructiveHint: name === 'remove_elements', openWorldHint: false },
}));

/** What went wrong, in sentences that say what to do. */
function sentenceOf(error: unknown): string {
  if (error instanceof Misused) return error.message;
  if (!(error instanceof Failure)) return `It did not work: ${error instanceof Error ? error.message : String(error)}`;
  const { message, hint } = failureBody(error.code);
  const detail = error.code === 'MALFORMED' ? ` (${error.message})` : '';
  return `${message}${detail} ${hint}`;
}

/** Uses a tool; undefined where there is none of that name. Never rejects: what fails is told to the assistant. */
export async function useTool(
  open: () => Promise<BoardClient>,
  name: unknown,
  given: unknown,
): Promise<{ readonly content: readonly Content[]; readonly isError?: true } | undefined> {
  const tool = typeof name === 'string' && Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool === undefined) return undefined;
  try {
    const asked = typeof given === 'object' && given !== null ? (given as Given) : {};
    return { content: await tool.run(await open(), asked) };
  } catch (error) {
    return { content: say(sentenceOf(error)), isError: true };
  }
}
