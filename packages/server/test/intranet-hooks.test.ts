import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadHooks } from '../src/auth/hooks.ts';
import { closeOf, line } from './support/line.ts';
import { serve } from './support/server.ts';

/** The example of `docs/hooks.md`. */
const example = fileURLToPath(new URL('../../../docs/examples/intranet-hooks.mjs', import.meta.url));
const secret = 'a secret of the house, long enough';

beforeAll(() => {
  vi.stubEnv('INTRANET_SECRET', secret);
});

/** A cookie as the intranet sets it. */
const cookieOf = (id: string, teams: readonly string[], until = Date.now() + 60_000, signedWith = secret): string => {
  const facts = Buffer.from(JSON.stringify({ id, name: id.toUpperCase(), teams, until })).toString('base64url');
  return `intranet=${facts}.${createHmac('sha256', signedWith).update(facts).digest('base64url')}`;
};

test('who is of the team makes its board, others of the house look, and strangers find none', async () => {
  const { url } = await serve({}, { hooks: await loadHooks(example) });
  const asks = async (cookie: string, path = '/api/boards/team-sales-roadmap') => {
    const answer = await fetch(`${url}${path}`, { headers: { cookie } });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await asks(cookieOf('ben', ['support']))).toMatchObject({ status: 404 });
  expect(await asks(cookieOf('ann', ['sales']))).toMatchObject({ id: 'team-sales-roadmap', role: 'editor' });
  expect(await asks(cookieOf('ben', ['support']))).toMatchObject({ role: 'viewer' });
  expect(await asks(cookieOf('ann', ['sales'], Date.now() - 1))).toMatchObject({ status: 404 });
  expect(await asks(cookieOf('ann', ['sales'], undefined, 'a secret of somebody else, also long'))).toMatchObject({
    status: 404,
  });
  expect(await asks('intranet=nonsense')).toMatchObject({ status: 404 });
  expect(await asks(cookieOf('ann', ['sales']), '/api/boards/of-nobody')).toMatchObject({ status: 404 });
});

test('sockets come in by the same cookie', async () => {
  const { url } = await serve({}, { hooks: await loadHooks(example) });
  const socket = (cookie: string) =>
    line(`${url.replace('http', 'ws')}/sync/team-sales-roadmap?gesso=1`, { cookie, origin: url });
  const ann = await socket(cookieOf('ann', ['sales']));
  expect(await ann.hears('role')).toMatchObject({ role: 'editor', you: { name: 'ANN' } });
  expect(await (await socket('intranet=nonsense')).closed).toEqual(closeOf('UNAUTHENTICATED'));
});
