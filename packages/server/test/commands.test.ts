import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createBoardDoc, type NewElement, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, frames } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { png } from './support/pictures.ts';
import { gesso, spawnServer } from './support/process.ts';
import { newFolder, serve } from './support/server.ts';

/** A board with so many elements, each stored as an update of its own. */
const draws = async (who: Someone, count: number): Promise<string> => {
  const board = await who.makesBoard('Plan');
  const doc = new Y.Doc();
  for (let n = 0; n < count; n++) {
    expect(
      (await who.put(`/api/boards/${board.id}/document`, edit(doc, `element-${String(n).padStart(4, '0')}`))).status,
    ).toBe(204);
  }
  return board.id;
};

const elements = async (who: Someone, board: string): Promise<number> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await who.get(`/api/boards/${board}/document`)).bytes);
  return doc.getMap('el').size;
};

/** Changes stored bytes behind everybody's back, as a failing disk would. */
const tamper = (file: string, statement: string): void => {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
};

describe('what was set aside', () => {
  test('is shown and deleted when somebody says so, and the board is what it was', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await draws(ann, 3);
    const file = path.join(server.folder, 'gesso.db');
    tamper(
      file,
      `INSERT INTO quarantine (board, origin, seq, data, sum, at)
       SELECT board, 'costly update', seq, data, sum, at FROM updates LIMIT 2`,
    );
    const boards = (...args: string[]) => gesso(['boards', ...args], { DATA_DIR: server.folder });
    const shown = await boards('aside');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain(board);
    expect(shown.out).toContain('an update that would hold up everybody');
    expect(JSON.parse((await boards('aside', board, '--json')).out)).toHaveLength(2);
    expect((await boards('clean', board)).out).toContain('Deleted 2 records');
    expect((await boards('clean', board)).code).toBe(1);
    expect((await boards('aside')).out).toContain('Nothing is set aside.');
    expect((await boards('wash', board)).code).toBe(2);
    expect(await elements(ann, board)).toBe(3);
  });
});

describe('a board that is exported on the command line', () => {
  test('is a file of each format, beside a running server, and replaces none', async () => {
    const server = await serve();
    const board = await draws(person(server.url), 2);
    const folder = newFolder();
    const env = { DATA_DIR: server.folder };
    const begins = { png: '\u0089PNG', svg: '<svg', pdf: '%PDF', gesso: '{"type":"gesso/board"' };
    for (const [format, beginning] of Object.entries(begins)) {
      const file = path.join(folder, `plan.${format}`);
      expect(await gesso(['export', board, file], env)).toMatchObject({
        code: 0,
        err: '',
        out: `Exported to ${file}\n`,
      });
      expect(readFileSync(file).toString('latin1').startsWith(beginning), format).toBe(true);
    }
    const again = await gesso(['export', board, path.join(folder, 'plan.png')], env);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('cannot be written') });
    expect((await gesso(['export', 'nosuchboard', 'x.png'], env, { cwd: folder })).err).toContain('There is no board');
    expect((await gesso(['export', board, 'x.doc'], env, { cwd: folder })).code).toBe(2);
    expect((await gesso(['export', board, 'x.png', '--scale', '9'], env, { cwd: folder })).code).toBe(2);
    expect((await gesso(['export', board, 'x.png', '--frame', 'abcdefghijkl'], env, { cwd: folder })).code).toBe(1);
    expect(readdirSync(folder)).toHaveLength(4);
  });
});

describe('a board file on the command line', () => {
  test('says how many pictures it only names', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const { hash } = (await ann.post(`/api/boards/${board.id}/assets`, await png())).body;
    const draw = async (...assets: readonly string[]) => {
      const doc = createBoardDoc();
      openBoard(doc).edit((writer) => {
        for (const asset of assets)
          writer.add({ kind: 'image', x: 0, y: 0, width: 60, height: 40, asset } as NewElement);
      });
      await ann.put(`/api/boards/${board.id}/document`, Y.encodeStateAsUpdate(doc));
    };
    const folder = newFolder();
    const said = async (file: string) =>
      (await gesso(['export', board.id, path.join(folder, file)], { DATA_DIR: server.folder })).out.split('\n')[1];
    await draw(hash, 'A'.repeat(43));
    expect(await said('one.gesso')).toBe('One picture is not in the file: it did not fit, or it is not here.');
    await draw('B'.repeat(43));
    expect(await said('two.gesso')).toMatch(/^2 pictures are not in the file/);
    expect(Object.keys(JSON.parse(readFileSync(path.join(folder, 'two.gesso'), 'utf8')).pictures)).toEqual([hash]);
  });
});

describe('a backup', () => {
  test('taken while people draw is complete, sound, and becomes a server of its own', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await draws(ann, 5);
    const file = path.join(newFolder(), 'backup.db');
    const taken = await gesso(['backup', file], { DATA_DIR: server.folder });
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(taken.out).toContain(`Backed up to ${file}`);
    expect(taken.out).toContain('1 boards with 5 elements');
    await draws(ann, 1);

    const elsewhere = newFolder();
    expect(await gesso(['restore', file], { DATA_DIR: elsewhere })).toMatchObject({ code: 0, err: '' });
    const second = await serve({ DATA_DIR: elsewhere });
    expect(await elements(person(second.url, ann.cookie), board)).toBe(5);
  });

  test('holds everything that was saved before it began, whatever is written meanwhile', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const line = await ann.connects(id);
    await line.hears('step1');
    const doc = new Y.Doc();
    let sent = 0;
    const write = async (): Promise<void> => {
      line.send(frames.update(edit(doc, `element-${String(sent++).padStart(4, '0')}`)));
      await line.hears('saved', ({ count }) => count === sent);
    };
    while (sent < 50) await write();
    const file = path.join(newFolder(), 'backup.db');
    let finished = false;
    const taking = gesso(['backup', file], { DATA_DIR: server.folder }).finally(() => {
      finished = true;
    });
    while (!finished) await write();
    const taken = await taking;
    expect([taken.code, taken.err]).toEqual([0, '']);
    const kept = Number(/with (\d+) elements/.exec(taken.out)?.[1]);
    expect(kept).toBeGreaterThanOrEqual(50);
    expect(kept).toBeLessThanOrEqual(sent);
  });

  test('never replaces a file, and leaves nothing half done', async () => {
    const server = await serve();
    const folder = newFolder();
    writeFileSync(path.join(folder, 'mine.db'), 'precious');
    const taken = await gesso(['backup', path.join(folder, 'mine.db')], { DATA_DIR: server.folder });
    expect(taken.code).toBe(1);
    expect(taken.err).toContain('exists already');
    expect(readFileSync(path.join(folder, 'mine.db'), 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['mine.db']);
  });

  test('without a name goes into the data folder, under the time', async () => {
    const server = await serve();
    expect((await gesso(['backup'], { DATA_DIR: server.folder })).code).toBe(0);
    expect(readdirSync(path.join(server.folder, 'backups'))).toEqual([
      expect.stringMatching(/^gesso-\d{8}T\d{6}Z\.db$/),
    ]);
  });
});

describe('verifying', () => {
  test('counts what is there beside a running server', async () => {
    const server = await serve();
    await draws(person(server.url), 3);
    const checked = await gesso(['verify'], { DATA_DIR: server.folder });
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toMatch(
      /^1 boards with 3 elements in 0 snapshots and 4 updates, \d+ bytes; 2 links, 0 pictures, 0 named versions and 0 pieces of history\n/,
    );
  });

  test.each([
    ['UPDATE updates SET data = zeroblob(length(data)) WHERE seq = 2', '1 records do not match their checksum'],
    ["UPDATE updates SET sum = x'00' WHERE seq IN (1, 2)", '2 records do not match their checksum'],
  ])('after %s says which board is damaged and fails', async (statement, what) => {
    const server = await serve();
    const board = await draws(person(server.url), 3);
    await server.close();
    tamper(path.join(server.folder, 'gesso.db'), statement);
    const checked = await gesso(['verify', server.folder], {});
    expect(checked.code).toBe(1);
    expect(checked.out).toContain(`board ${board}: ${what}`);
    expect(checked.out).toContain('NOT everything');
  });

  test('of a file that is none of Gesso’s says so', async () => {
    const folder = newFolder();
    expect((await gesso(['verify'], { DATA_DIR: folder })).err).toContain('There is no file');
    writeFileSync(path.join(folder, 'gesso.db'), 'not a database at all, but long enough to look at'.repeat(100));
    expect(await gesso(['verify'], { DATA_DIR: folder })).toMatchObject({ code: 1, out: '' });
    tamper(path.join(folder, 'other.db'), 'CREATE TABLE cats (name TEXT)');
    expect((await gesso(['verify', path.join(folder, 'other.db')], {})).err).toContain('holds no boards of Gesso');
  });
});

describe('restoring', () => {
  test('is refused while a server has the folder, and over boards that are there', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await draws(ann, 2);
    const file = path.join(newFolder(), 'backup.db');
    await gesso(['backup', file], { DATA_DIR: server.folder });
    const busy = await gesso(['restore', file, '--force'], { DATA_DIR: server.folder });
    expect(busy.code).toBe(1);
    expect(busy.err).toContain('Another Gesso server is already using');
    await ann.put(`/api/boards/${board}/document`, edit(new Y.Doc(), 'element-late'));
    await server.close();

    const occupied = await gesso(['restore', file], { DATA_DIR: server.folder });
    expect(occupied.code).toBe(1);
    expect(occupied.err).toContain('--force');

    const forced = await gesso(['restore', file, '--force'], { DATA_DIR: server.folder });
    expect(forced.code).toBe(0);
    const aside = /kept in (\S+)/.exec(forced.out)?.[1] ?? '';
    expect((await gesso(['verify', aside], {})).out).toContain('with 3 elements');
    const again = await serve({ DATA_DIR: server.folder });
    expect(await elements(person(again.url, ann.cookie), board)).toBe(2);
  });

  test('of a damaged backup is refused, and with --force goes as far as it can', async () => {
    const server = await serve();
    await draws(person(server.url), 3);
    const file = path.join(newFolder(), 'backup.db');
    await gesso(['backup', file], { DATA_DIR: server.folder });
    tamper(file, 'UPDATE updates SET data = zeroblob(3) WHERE seq = 3');
    const target = newFolder();
    expect((await gesso(['restore', file], { DATA_DIR: target })).err).toContain('The backup is damaged');
    expect((await gesso(['restore', file, '--force'], { DATA_DIR: target })).code).toBe(0);
  });
});

describe('starting on a file whose structure is damaged', () => {
  test('ends with a sentence that says how to put a backup in place', async () => {
    const server = await serve();
    await draws(person(server.url), 20);
    await server.close();
    const file = path.join(server.folder, 'gesso.db');
    copyFileSync(file, `${file}.kept`);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 2, 4096 * 8);
    writeFileSync(file, bytes);
    const refused = spawnServer({ DATA_DIR: server.folder });
    expect(await refused.exit).toEqual({ code: 1, signal: null });
    expect(refused.output()).toContain('npm run gesso -- restore');
  });
});

describe('the list of boards', () => {
  test('shows every board, for people and for programs', async () => {
    const server = await serve();
    const board = await draws(person(server.url), 2);
    const shown = await gesso(['boards'], { DATA_DIR: server.folder });
    expect(shown.out).toContain(board);
    expect(shown.out).toContain('Plan');
    const [row] = JSON.parse((await gesso(['boards', '--json'], { DATA_DIR: server.folder })).out);
    expect(row).toMatchObject({ id: board, title: 'Plan', deletedAt: null, links: 2 });
    expect(row.bytes).toBeGreaterThan(0);
  });

  test('gives one to somebody else: to whom a guest who signed out had it', async () => {
    const server = await serve();
    const env = { DATA_DIR: server.folder };
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const ben = person(server.url);
    const { id: benId } = (await ben.get('/api/session')).body;
    expect((await ann.delete('/api/session')).status).toBe(204);
    expect((await ben.get(`/api/boards/${id}`)).status).toBe(404);
    const given = await gesso(['boards', 'give', id, benId], env);
    expect([given.code, given.out.split('\n')[0]]).toEqual([0, `The board ${id} belongs to ${benId} now.`]);
    expect((await ben.get(`/api/boards/${id}`)).body.role).toBe('owner');
    const { events } = JSON.parse((await ben.get(`/api/boards/${id}/audit`)).text);
    expect(events[0]).toMatchObject({ event: 'board.give', person: 'operator', facts: { to: benId } });
    expect((await gesso(['boards', 'give', 'nothing', benId], env)).code).toBe(1);
    expect((await gesso(['boards', 'give', id], env)).code).toBe(2);
    expect((await gesso(['boards'], env)).out).toContain(benId);
  });
});

describe('links from the command line', () => {
  test('open the board, and turned off close its sockets', async () => {
    const server = await serve();
    const env = { DATA_DIR: server.folder, PUBLIC_URL: server.url };
    const { id } = await person(server.url).makesBoard();
    const made = await gesso(['links', id, 'make', 'editor', '--label', 'Workshop', '--expires', '7d'], env);
    expect(made.code).toBe(0);
    const [, key = ''] = /#k=(\S+)/.exec(made.out) ?? [];
    const ben = person(server.url);
    const opened = await ben.opens({ id: '', role: 'editor', url: made.out.trim(), key });
    expect(opened.body.role).toBe('editor');
    const line = await ben.connects(id);
    await line.hears('step1');

    const listed = await gesso(['links', id], env);
    const [, link = ''] = /^(\S+) +editor.*Workshop$/m.exec(listed.out) ?? [];
    expect((await gesso(['links', id, 'revoke', link], env)).code).toBe(0);
    expect(await line.closed).toEqual({ code: 4403, reason: 'REVOKED' });
    expect((await ben.opens({ id: '', role: 'editor', url: made.out.trim(), key })).status).toBe(404);
  });

  test('take ids that begin with a dash, as one in 64 does', async () => {
    const server = await serve();
    const env = { DATA_DIR: server.folder };
    await person(server.url).makesBoard();
    await server.close();
    tamper(
      path.join(server.folder, 'gesso.db'),
      `PRAGMA foreign_keys = OFF; UPDATE boards SET id = '-a-board'; UPDATE links SET board = '-a-board';
       UPDATE links SET id = '-a-link' WHERE role = 'viewer'`,
    );
    const made = await gesso(['links', '-a-board', 'make', 'viewer', '--label', 'Desk'], env);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await gesso(['links', '-a-board'], env)).out).toContain('Desk');
    expect(await gesso(['links', '-a-board', 'revoke', '-a-link'], env)).toMatchObject({ code: 0, err: '' });
    expect((await gesso(['links', '-a-board', 'make', 'viewer', '--lable', 'Desk'], env)).code).toBe(2);
  });

  test('take a password from the input, where no list of processes shows it', async () => {
    const server = await serve();
    const env = { DATA_DIR: server.folder, PUBLIC_URL: server.url };
    const { id } = await person(server.url).makesBoard();
    const made = await gesso(['links', id, 'make', 'viewer', '--password'], env, { input: 'open sesame\n' });
    const [, key = ''] = /#k=(\S+)/.exec(made.out) ?? [];
    const link = { id: '', role: 'viewer' as const, url: made.out.trim(), key };
    expect((await person(server.url).opens(link)).body.code).toBe('PASSWORD_REQUIRED');
    expect((await person(server.url).opens(link, 'open sesame')).status).toBe(200);
  });
});

describe('a command that was mistyped', () => {
  test.each([[['restor']], [['restore']], [['verify', '--all']], [['links', 'x', 'give', 'all', 'y']], [[]]])(
    '%j shows its use and changes nothing',
    async (args) => {
      const folder = newFolder();
      const ended = await gesso(args, { DATA_DIR: folder });
      expect(ended.code).toBe(2);
      expect(ended.err).not.toContain('    at ');
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test('names what is not there', async () => {
    const server = await serve();
    const env = { DATA_DIR: server.folder };
    expect((await gesso(['links', 'nosuchboard'], env)).err).toBe('There is no board nosuchboard.\n');
  });
});

describe('the documentation of backing up and restoring', () => {
  test('can be followed step by step on a clean folder', async () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const [, steps = ''] = /Step by step[^`]*```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const cwd = newFolder();
    const env = { DATA_DIR: path.join(cwd, 'data') };
    let server = await serve(env);
    await server.close();
    let board = '';
    let link = '';
    let ran = 0;
    for (const step of steps.trim().split('\n')) {
      if (step === '# start the server') {
        server = await serve(env);
        if (board === '') board = await draws(person(server.url), 2);
      } else if (step === '# stop the server') await server.close();
      else {
        const [, args = ''] = /^npm run gesso -- (.*)$/.exec(step) ?? [];
        const ended = await gesso(args.replace('<board>', board).replace('<link>', link).split(' '), env, { cwd });
        expect([step, ended.code, ended.err]).toEqual([step, 0, '']);
        link = /^(\S+) +viewer.*Visitors$/m.exec(ended.out)?.[1] ?? link;
        ran++;
      }
    }
    expect(ran).toBe(9);
    expect((await gesso(['boards'], env)).out).toContain(board);
  });
});
