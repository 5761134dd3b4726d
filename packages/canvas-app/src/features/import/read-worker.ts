import { answerCalls } from '../../workers/answer-calls.ts';
import { asRefusal } from './format.ts';
import { boundedBy, type Opened, readFile } from './read-file.ts';
import type { ReadCalls } from './read-protocol.ts';

/** Reads one file on a thread of its own, so that the page goes on meanwhile. It is started for that file and ended after it. */

let opened: Opened | undefined;

answerCalls<ReadCalls>(() => ({
  async read(job, signal) {
    try {
      opened = await readFile(
        job,
        boundedBy(signal, async () => undefined),
      );
      const { elements: _elements, ...told } = opened;
      return told;
    } catch (error) {
      const { code, detail } = asRefusal(error);
      return { refused: code, detail };
    }
  },
  elements: (turn) => opened?.elements[turn] ?? [],
}));
