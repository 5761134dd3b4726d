import { type BoardClient, connect } from '../board-client.ts';
import { answerLines, type Methods, Refused } from './json-rpc.ts';
import { toolList, useTool } from './tools.ts';

/**
 * A server of the Model Context Protocol (https://modelcontextprotocol.io) for one board, over stdin and stdout: an assistant reads the
 * board and draws on it, as one more person there. `docs/mcp.md` says how to start it.
 */

/** Versions of the protocol in which all that is used here is the same, the newest first. */
const versions = ['2025-06-18', '2025-03-26', '2024-11-05'] as const;

const { argv, env, stdin, stdout, stderr } = process;
const link = argv[2] ?? env['BOARD_LINK'] ?? '';
const password = env['BOARD_PASSWORD'];
const name = env['BOARD_NAME'] ?? 'Assistant';

let opened: Promise<BoardClient> | undefined;

/** The board as it was opened, or opened anew where that failed or this is let in no more: a link may be made or changed meanwhile. */
async function reopened(earlier: Promise<BoardClient> | undefined): Promise<BoardClient> {
  const client = await earlier?.catch(() => undefined);
  if (client !== undefined && client.refusal === undefined) return client;
  client?.close();
  return connect(link, { name, ...(password === undefined ? {} : { password }) });
}

/** The board, opened when it is first needed: what hinders that is told to who asks. */
const open = (): Promise<BoardClient> => {
  opened = reopened(opened);
  return opened;
};

const property = (value: unknown, of: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[of] : undefined;

const methods: Methods = {
  initialize: (params) => ({
    protocolVersion: versions.find((version) => version === property(params, 'protocolVersion')) ?? versions[0],
    capabilities: { tools: {} },
    serverInfo: { name: 'gesso', title: 'Gesso board', version: '0.1.0' },
    instructions:
      'A whiteboard that people draw on at the same time. Read it before you change it, and keep off what is theirs.',
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: toolList }),
  async 'tools/call'(params) {
    const used = await useTool(open, property(params, 'name'), property(params, 'arguments'));
    if (used === undefined) throw new Refused('params', 'There is no such tool. tools/list names them.');
    return used;
  },
};

if (link === '') {
  stderr.write('Give the link of a board: as an argument, or as BOARD_LINK.\n');
  process.exit(2);
}
// Who has started it is gone: there is nobody to answer.
stdout.on('error', () => process.exit(0));
const isRead = async () => stdout.writableNeedDrain && (await new Promise((resolve) => stdout.once('drain', resolve)));
await answerLines(stdin.setEncoding('utf8'), (line) => void stdout.write(`${line}\n`), methods, isRead);
(await opened?.catch(() => undefined))?.close();
