import type { FunctionComponent } from 'preact';
import { object } from '../../network/api.ts';
import { linkMemory, openedBy } from '../../network/link-memory.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import './recent.css';

/** Boards that are named. */
const most = 3;

interface RecentBoard {
  readonly path: string;
  readonly title: string;
  readonly createdAt: unknown;
}

/** What the server lists, but for this board, with the way that this browser knows. */
export function recentOf(answer: unknown, { id, storage }: Pick<App['session'], 'id' | 'storage'>): RecentBoard[] {
  const boards = object(answer)['boards'];
  return (Array.isArray(boards) ? boards.map(object) : [])
    .filter((board) => typeof board['id'] === 'string' && board['id'] !== id.peek())
    .slice(0, most)
    .map((board) => ({
      path: linkMemory(storage, String(board['id'])).urlOf(openedBy) ?? `/b/${board['id']}`,
      title: String(board['title'] ?? ''),
      createdAt: board['createdAt'],
    }));
}

/** A way to the templates. */
function Template() {
  const { shell } = useApp();
  return (
    <button type="button" onClick={() => shell.openPanel('templates')}>
      {say('recent.template')}
    </button>
  );
}

/** A way to the templates, and links to the boards a person was on last. */
export async function linksToRecent(session: App['session']): Promise<FunctionComponent> {
  // Without an answer there are none to go on with.
  const boards = await session.api.call('GET', `/api/boards?limit=20`).then(
    (answer) => recentOf(answer, session),
    () => [],
  );
  const links = () => (
    <nav aria-label={say('recent.goOn')}>
      <p aria-hidden="true">{say('recent.goOn')}</p>
      <ul>
        {boards.map(({ path, title, createdAt }) => (
          <li key={path}>
            <a href={path} dir="auto">
              {title || say('recent.untitled', { when: momentOf(new Date(String(createdAt))) })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
  return () => (
    <div class="recent">
      <Template />
      {boards.length === 0 ? null : links()}
    </div>
  );
}
