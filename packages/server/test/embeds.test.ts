import { describe, expect, test } from 'vitest';
import { type Link, person } from './support/person.ts';
import { png } from './support/pictures.ts';
import { serve } from './support/server.ts';

const scene = async (role: Link['role'] = 'viewer') => {
  const server = await serve();
  const ann = person(server.url);
  const { id } = await ann.makesBoard('Plan');
  const at = `/api/boards/${id}`;
  const link = (await ann.post(`${at}/links`, { role })).body as Link;
  /** A page in a frame: it has no cookie, and sends what it was given. */
  const visitor = async (from: Link = link) => {
    const first = await person(server.url).post(`${at}/ticket`, { key: from.key });
    const proof = first.headers.get('gesso-visitor') ?? '';
    const ask = (method: string, path: string, body?: unknown, headers = {}) =>
      person(server.url).request(method, path, body, { 'gesso-visitor': proof, ...headers });
    return { ask, proof, pictures: first.headers.get('gesso-pictures') ?? '' };
  };
  const picture = async () => (await ann.request('POST', `${at}/assets`, await png())).body.hash;
  return { server, ann, id, at, link, visitor, picture };
};

describe('the page in a frame', () => {
  const headersOf = async (env: Record<string, string>, path: string) => {
    const { url } = await serve(env);
    const { headers } = await fetch(`${url}${path}`);
    return {
      frames: /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1],
      older: headers.get('x-frame-options'),
    };
  };

  test('may be shown by any site, and every other page by none', async () => {
    expect(await headersOf({}, '/embed/some-board')).toEqual({ frames: '*', older: null });
    for (const path of ['/', '/boards', '/b/some-board', '/embed', '/api/session'])
      expect([path, await headersOf({}, path)]).toEqual([path, { frames: "'none'", older: 'DENY' }]);
  });

  test('may be shown by the sites that the operator names, or by none', async () => {
    const named = { EMBED_ORIGINS: 'https://a.example, https://b.example:8443' };
    expect((await headersOf(named, '/embed/board')).frames).toBe('https://a.example https://b.example:8443');
    expect((await headersOf({ EMBED_ORIGINS: 'none' }, '/embed/board')).frames).toBe("'none'");
    const { url } = await serve({ EMBED_ORIGINS: 'none' });
    const ann = person(url);
    const { id } = await ann.makesBoard();
    expect((await ann.get(`/api/boards/${id}/links`)).body).toMatchObject({ embeds: false });
  });
});

describe('a visitor without a session', () => {
  test('comes in again without the key, as the same person, for as long as the link is on', async () => {
    const { server, ann, id, at, link, visitor } = await scene('editor');
    const { ask } = await visitor();
    const again = await ask('POST', `${at}/ticket`, {});
    expect([again.status, again.body.role]).toEqual([200, 'editor']);
    const line = await person(server.url).connects(id, { ticket: again.body.ticket, gesso: '1' });
    const { you } = await line.hears('role');
    expect((await ask('GET', '/api/session')).body).toMatchObject({ id: you.id, name: you.name });
    expect((await ask('GET', at)).body).toMatchObject({ title: 'Plan', role: 'editor' });
    await ann.delete(`${at}/links/${link.id}`);
    await line.closed;
    for (const path of ['/ticket', '/assets'])
      expect([path, (await ask('POST', `${at}${path}`, {})).status]).toEqual([path, 404]);
    expect((await ask('GET', at)).status).toBe(404);
  });

  test('has the pictures of its board by address, and nothing else by that', async () => {
    const { server, at, visitor, picture, ann } = await scene();
    const hash = await picture();
    const { ask, pictures, proof } = await visitor();
    const show = (query: string) => person(server.url).get(`${at}/assets/${hash}${query}`);
    expect((await ask('GET', `${at}/assets/${hash}`)).status).toBe(200);
    expect((await show(`?visitor=${pictures}`)).status).toBe(200);
    for (const query of ['', `?visitor=${proof}`, `?visitor=${pictures}x`, `?visitor=${pictures}&visitor=${pictures}`])
      expect([query, (await show(query)).status]).toEqual([query, 404]);
    const [token = ''] = pictures.split('.');
    for (const part of [pictures, token, `${token}.`, pictures.slice(0, pictures.lastIndexOf('.'))]) {
      const header = { 'gesso-visitor': part };
      expect([part, (await person(server.url).request('POST', `${at}/ticket`, {}, header)).status]).toEqual([
        part,
        404,
      ]);
      const me = (await person(server.url).request('GET', '/api/session', undefined, header)).body.id;
      expect(me).toMatch(/^guest-/);
    }
    // The browser of a person who has a session, but not this board, may send their cookie along from a frame.
    const cas = person(server.url);
    await cas.makesBoard();
    expect((await cas.get(`${at}/assets/${hash}`)).status).toBe(404);
    expect((await cas.get(`${at}/assets/${hash}?visitor=${pictures}`)).status).toBe(200);
    const other = await ann.makesBoard();
    expect((await person(server.url).get(`/api/boards/${other.id}/assets/${hash}?visitor=${pictures}`)).status).toBe(
      404,
    );
  });

  test('puts pictures on a board it may edit, and on no other', async () => {
    const { at, visitor, ann } = await scene('editor');
    const { ask } = await visitor();
    expect((await ask('POST', `${at}/assets`, await png())).status).toBe(201);
    const viewing = await visitor((await ann.post(`${at}/links`, { role: 'viewer' })).body as Link);
    expect((await viewing.ask('POST', `${at}/assets`, await png())).status).toBe(403);
  });

  test('owns, keeps and changes nothing, with what it was given or with what it makes up', async () => {
    const { at, id, link, visitor } = await scene('editor');
    const { ask, proof } = await visitor();
    const refused = [
      ['PATCH', at, { title: 'Mine' }],
      ['GET', `${at}/links`],
      ['GET', `${at}/document`],
      ['PUT', `/api/boards/${id}/star`, {}],
      ['POST', `${at}/duplicate`, {}],
      ['DELETE', at],
    ] as const;
    for (const [method, path, body] of refused) {
      const { status } = await ask(method, path, body);
      expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
    }
    const [token, , seal] = proof.split('.');
    const forged = [`${token}.other-link.${seal}`, `${token}.${link.id}.${'A'.repeat(32)}`, `${token}.${link.id}`, 'x'];
    for (const header of forged) {
      const answer = await ask('POST', `${at}/ticket`, {}, { 'gesso-visitor': header });
      expect([header, answer.status]).toEqual([header, 404]);
    }
  });

  test('to whom the owner gives another role has the pictures still', async () => {
    const { server, ann, id, at, visitor, picture } = await scene();
    const hash = await picture();
    const { ask } = await visitor();
    const { ticket } = (await ask('POST', `${at}/ticket`, {})).body;
    const line = await person(server.url).connects(id, { ticket, gesso: '1' });
    const { you } = await line.hears('role');
    expect((await ann.put(`${at}/people/${you.id}`, { role: 'editor' })).status).toBe(204);
    const again = await ask('POST', `${at}/ticket`, {});
    expect([again.status, again.body.role]).toEqual([200, 'editor']);
    const pictures = again.headers.get('gesso-pictures') ?? '';
    expect((await person(server.url).get(`${at}/assets/${hash}?visitor=${pictures}`)).status).toBe(200);
  });

  test('that was sent away is kept out, also by what it was given before', async () => {
    const { server, ann, id, at, visitor } = await scene('editor');
    const { ask } = await visitor();
    const { ticket } = (await ask('POST', `${at}/ticket`, {})).body;
    const line = await person(server.url).connects(id, { ticket, gesso: '1' });
    const { you } = await line.hears('role');
    expect((await ann.delete(`${at}/people/${you.id}`)).status).toBe(204);
    await line.closed;
    expect((await ask('POST', `${at}/ticket`, {})).status).toBe(404);
    expect((await ask('GET', at)).status).toBe(404);
  });
});
