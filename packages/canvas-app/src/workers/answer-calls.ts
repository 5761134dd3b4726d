import { measureForeignWith, paintRich, paintRichWith } from '@gesso/drawing';
import { addFaces } from './font-faces.ts';
import { deviceLetters } from './letters.ts';
import type { Call, Calls, FromPage, FromWorker } from './protocol.ts';

/** The part of a worker's global scope that is used; the compiler knows the page's. */
interface Scope<C extends Calls<C>> {
  postMessage(message: FromWorker<C>, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<FromPage<C>>) => void) | null;
  readonly fonts: FontFaceSet;
}

/** What a worker does for each call. The signal tells of a call that is taken back; its answer is not wanted any more. */
export type Answers<C extends Calls<C>> = {
  readonly [N in keyof C]: (data: C[N][0], signal: AbortSignal | undefined) => C[N][1] | Promise<C[N][1]>;
};

/** Makes a worker answer the page's calls, in the order in which they come, and says that it is there. */
export function answerCalls<C extends Calls<C>>(answers: (fonts: FontFaceSet) => Answers<C>): void {
  const scope = globalThis as unknown as Scope<C>;
  const handlers = answers(scope.fonts);
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker<C>, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

  const answer = async <N extends keyof C>({ name, data }: Call<C, N>, id: number): Promise<void> => {
    const takenBack = new AbortController();
    running.set(id, takenBack);
    try {
      const made = await handlers[name](data, takenBack.signal);
      if (!takenBack.signal.aborted)
        post({ type: 'answer', id, data: made }, made instanceof ImageBitmap ? [made] : []);
    } catch {
      post({ type: 'failed' });
    }
    running.delete(id);
  };

  paintRichWith(paintRich);
  measureForeignWith(deviceLetters(new OffscreenCanvas(1, 1).getContext('2d')));
  scope.onmessage = ({ data: message }) => {
    if (message.type === 'faces') addFaces(scope.fonts, message.data);
    else if (message.type === 'cancel') running.get(message.id)?.abort();
    else if (message.id === undefined) handlers[message.name](message.data, undefined);
    else void answer(message, message.id);
  };
  post({ type: 'ready' });
}
