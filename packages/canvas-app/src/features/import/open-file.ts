import { Failure } from '@gesso/crdt-schema';
import { takeTurns } from '../../time-slicing.ts';
import { deferred, Late, within } from '../../waiting.ts';
import { callWorker } from '../../workers/call-worker.ts';
import { newImportWorker } from '../../workers/later-addresses.ts';
import { openWorkerPort } from '../../workers/worker-port.ts';
import { asRefusal, refusal } from './format.ts';
import { importLimits } from './limits.ts';
import type { OpenFile, OpenJob } from './open-job.ts';
import { boundedBy, type ReadJob, readFile } from './read-file.ts';
import type { ReadCalls } from './read-protocol.ts';

/** ms that a worker may take to say that it is there; the page reads in its place then. */
const startTimeout = 5_000;

class Lost extends Error {}

/** Reads a file in a worker. Rejects with `Lost` where none starts, and with a refusal where one fails over the file. */
async function openInWorker(job: ReadJob, signal: AbortSignal): Promise<OpenFile> {
  const port = openWorkerPort(newImportWorker);
  if (port === undefined) throw new Lost();
  const started = deferred<void>();
  const lost = () => started.reject(new Lost());
  const worker = callWorker<ReadCalls>(port, [], { ready: () => started.resolve(), lost });
  try {
    await within(startTimeout, started.promise).catch(() => {
      throw new Lost();
    });
    signal.throwIfAborted();
    // A reader looks at its own clock only between its steps.
    const answer = await within(importLimits.ms, worker.ask('read', job, { signal })).catch((error) => {
      throw error instanceof Late ? refusal('tooSlow') : error;
    });
    if ('refused' in answer) throw new Failure(answer.refused, answer.detail);
    return { ...answer, elementsOf: (turn) => worker.ask('elements', turn, { signal }), close: worker.stop };
  } catch (error) {
    worker.stop();
    signal.throwIfAborted();
    throw error instanceof Lost ? error : asRefusal(error);
  }
}

/** Opens a file: pages are painted by the page, all else is read. Rejects with `Failure`, or with the signal's reason. */
export async function openFile({ format, ...job }: OpenJob, signal: AbortSignal): Promise<OpenFile> {
  if (format !== 'pdf') return await openElements({ bytes: job.bytes, board: job.board, format }, signal);
  const { openPdf } = await import('./pdf-pages.ts').catch((error: unknown) => {
    // What cannot be fetched is a `TypeError`; anything else is that this browser does not understand it.
    throw error instanceof TypeError ? new Failure('UNREACHABLE') : refusal('cannotPaint');
  });
  return await openPdf(job, signal);
}

/** Reads a file: in a worker, or on the page in short turns where there is none. */
async function openElements(job: ReadJob, signal: AbortSignal): Promise<OpenFile> {
  try {
    return await openInWorker(job, signal);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
  }
  const { elements, ...told } = await readFile(job, boundedBy(signal, takeTurns(signal))).catch((error: unknown) => {
    signal.throwIfAborted();
    throw asRefusal(error);
  });
  return { ...told, elementsOf: async (turn) => elements[turn] ?? [], close: () => undefined };
}
