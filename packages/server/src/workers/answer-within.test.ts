import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { answerWithin, NoAnswer, onlyAnswerWithin } from './answer-within.ts';

const threadOf = (source: string): Worker => new Worker(source, { eval: true });
const timeout = { what: 'counting', ms: 60_000 };

test('a thread that was started for one answer gives it, and is gone', async () => {
  const worker = threadOf("require('node:worker_threads').parentPort.postMessage(3); setInterval(() => {}, 1_000);");
  const gone = new Promise((resolve) => void worker.once('exit', resolve));
  await expect(onlyAnswerWithin(worker, timeout)).resolves.toBe(3);
  await gone;
});

test('a thread that fails rejects with its own error, one that says nothing with another', async () => {
  await expect(onlyAnswerWithin(threadOf("throw new TypeError('no');"), timeout)).rejects.toThrow(TypeError);
  await expect(onlyAnswerWithin(threadOf('process.exit(7);'), timeout)).rejects.toThrow('counting ended with 7');
  const never = onlyAnswerWithin(threadOf('for (;;);'), { ...timeout, ms: 1 });
  await expect(never).rejects.toThrow(NoAnswer);
  await expect(never).rejects.toThrow('counting took longer than 1 ms');
});

test('a thread that goes on is not listened to after its answer', async () => {
  const thread = new EventEmitter() as EventEmitter & Pick<Worker, 'on' | 'off'>;
  const answer = answerWithin(thread, timeout);
  thread.emit('message', 'one');
  await expect(answer).resolves.toBe('one');
  expect(thread.eventNames()).toEqual([]);
});
