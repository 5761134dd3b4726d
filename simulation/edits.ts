import './globals.ts';
import type { Board, Comments, Element, ElementId, NewElement } from '@gesso/crdt-schema';
import type { Rng } from './random.ts';

/** What people do on a board, and how often, in the words of `Rng.weighted`. */
export type EditKind =
  | 'stroke'
  | 'shape'
  | 'note'
  | 'connect'
  | 'move'
  | 'style'
  | 'remove'
  | 'undo'
  | 'redo'
  | 'type'
  | 'heap'
  | 'comment';
export type EditWeights = Readonly<Record<EditKind, number>>;

/** An element nobody with sense touches: it shows whether a person without the right did. */
export const canary: ElementId = 'the-canary-0';

const place = (rng: Rng) => ({ x: rng.int(2_000), y: rng.int(1_000) });

const stroke = (rng: Rng, points: number): NewElement => {
  const xy = new Float32Array(points * 2);
  let [x, y] = [0, 0];
  for (let i = 0; i < points; i++) {
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
    x += rng.between(-8, 8);
    y += rng.between(-8, 8);
  }
  return { kind: 'stroke', ...place(rng), points: { xy } };
};

const someElement = (board: Board, rng: Rng): Element | undefined => {
  const all = board.all().filter(({ id }) => id !== canary);
  return all.length === 0 ? undefined : rng.pick(all);
};

const typeInto = (board: Board, id: ElementId, rng: Rng): void => {
  const session = board.typing(id);
  if (session === undefined) return;
  for (let n = 1 + rng.int(3); n > 0; n--) {
    const text = session.value();
    const at = rng.int(text.length + 1);
    const cut = rng.chance(0.3) ? rng.int(3) : 0;
    session.set(`${text.slice(0, at)}${rng.pick(['a', 'bc', ' ', 'é', '😀'])}${text.slice(at + cut)}`);
  }
  session.close();
};

/** Says something, or does something to what is said: what is not one's own is not changed by the app. */
const commentAtRandom = (comments: Comments, rng: Rng): void => {
  const draft = { text: `word ${rng.int(1_000)}` };
  const threads = comments.threads();
  const thread = threads.length === 0 ? undefined : rng.pick(threads);
  const entry = thread === undefined ? undefined : rng.pick(thread.entries);
  if (thread === undefined || entry === undefined || rng.chance(0.2)) {
    comments.start(place(rng), draft);
    return;
  }
  rng.pick([
    () => comments.reply(thread.id, draft),
    () => comments.reply(thread.id, draft),
    () => comments.edit(thread.id, entry.id, draft),
    () => comments.remove(thread.id, entry.id),
    () => comments.resolve(thread.id, thread.resolved === undefined),
    () => comments.move(thread.id, place(rng)),
    () => comments.say(draft),
    () => comments.removeSaid(comments.chat().at(-1)?.id ?? ''),
  ])();
};

/** One thing a person does. Everything about it follows from the board and the chance that is passed in. */
export const editAtRandom = (board: Board, comments: Comments, rng: Rng, weights: EditWeights): EditKind => {
  const kind = rng.weighted(weights);
  const one = someElement(board, rng);
  switch (kind) {
    case 'stroke':
      board.edit((writer) => writer.add(stroke(rng, 2 + rng.int(30))));
      break;
    case 'shape':
      board.edit((writer) =>
        writer.add({ kind: rng.pick(['rect', 'ellipse', 'diamond'] as const), ...place(rng), width: 80, height: 50 }),
      );
      break;
    case 'note':
      board.edit((writer) => writer.add({ kind: 'sticky', ...place(rng), text: `note ${rng.int(1_000)}` }));
      break;
    case 'connect':
      board.edit((writer) =>
        writer.add({
          kind: 'arrow',
          ...place(rng),
          points: { xy: Float32Array.of(0, 0, 100, 40) },
          ...(one === undefined ? {} : { end: { element: one.id, at: [0.5, 0.5] } }),
        }),
      );
      break;
    case 'move':
      if (one !== undefined) board.edit((writer) => writer.patch(one.id, place(rng)));
      break;
    case 'style':
      if (one !== undefined)
        board.edit((writer) =>
          writer.patch(one.id, { color: rng.pick(['#e03131', '#1971c2']), opacity: rng.int(101) }),
        );
      break;
    case 'remove':
      if (one !== undefined) board.edit((writer) => writer.remove(one.id));
      break;
    case 'undo':
      board.undo();
      break;
    case 'redo':
      board.redo();
      break;
    case 'type':
      if (one !== undefined) typeInto(board, one.id, rng);
      break;
    case 'heap':
      // More than fits a small update: it travels as a sync step 2.
      board.edit((writer) => writer.addAll(Array.from({ length: 12 }, () => stroke(rng, 1_500))));
      break;
    case 'comment':
      commentAtRandom(comments, rng);
      break;
  }
  return kind;
};
