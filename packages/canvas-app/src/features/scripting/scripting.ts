import { Failure, type FailureCode, plainEdits, type Role, toPlain } from '@gesso/crdt-schema';
import { type Camera, clampZoom } from '../../editor/camera.ts';
import { type ToolId, toolIds } from '../../editor/tool-id.ts';
import type { SyncState } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';

/** What `exportBlob` takes. `background` true is the theme's ground; `ids` leaves everything else out. */
export interface ExportOptions {
  readonly format?: 'png' | 'jpeg' | 'webp' | 'svg' | 'pdf' | 'gesso';
  readonly scale?: number;
  readonly background?: boolean | string;
  readonly theme?: 'light' | 'dark';
  readonly padding?: number;
  readonly ids?: readonly string[];
  /** Puts the elements into a picture, so that it can be opened as a board again. */
  readonly keepBoard?: boolean;
}

/** `window.gesso`: the board from the console, from scripts and from outside tests. */
export interface Scripting {
  /** Resolves when the board is open: loaded from this device and, when it can be reached, from the server. */
  readonly ready: Promise<void>;
  readonly board: {
    elements(): unknown[];
    add(elements: unknown): string[];
    patch(id: string, props: unknown): void;
    remove(ids: string | readonly string[]): void;
    undo(): void;
    redo(): void;
  };
  undo(): void;
  redo(): void;
  select(ids: readonly string[]): void;
  tool(name: string): void;
  readonly camera: { get(): Camera; set(camera: Partial<Camera>): void; fit(): void };
  /** Resolves when everything due is painted. */
  settled(): Promise<void>;
  status(): {
    readonly sync: SyncState;
    readonly reason?: FailureCode;
    readonly role: Role;
    readonly peers: number;
    readonly unsaved: number;
  };
  exportBlob(options?: ExportOptions): Promise<Blob>;
  /** Adds what a file holds; gives the ids of what was added. */
  import(blob: Blob, name: string): Promise<string[]>;
  stats(): {
    readonly elements: number;
    readonly tiles: number;
    readonly frameMs: number;
    readonly documentBytes: number;
  };
}

/** What makes pictures and files of elements; `main.tsx` passes in how the export is fetched. */
export interface Exporting {
  exportForScript(app: Pick<App, 'editor' | 'pictures' | 'session'>, options: ExportOptions): Promise<Blob>;
}

/** Adds what a file holds; `main.tsx` passes it in. Resolves with the ids of its elements, rejects with `Failure`. */
export type BringFile = (file: Blob, name: string) => Promise<string[]>;

const finite = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

/** Makes the scripting API. What a viewer may not do throws `Failure` here as it would at the server. */
export const createScripting = (app: App, loadExporting: () => Promise<Exporting>, bringFile: BringFile): Scripting => {
  const { editor, session, scene } = app;
  const { board } = editor;
  const mayWrite = () => {
    if (!editor.canEdit.peek()) throw new Failure('FORBIDDEN');
  };
  const undo = () => void editor.undo();
  const redo = () => void editor.redo();

  return {
    ready: session.opened,
    board: {
      elements: () => board.all().map(toPlain),
      ...plainEdits(board, mayWrite),
      undo,
      redo,
    },
    undo,
    redo,
    select(ids) {
      editor.setTool('select');
      editor.select(ids);
    },
    tool(name) {
      if (!(toolIds as readonly string[]).includes(name)) {
        throw new Failure('MALFORMED', `no tool "${name}"; there are ${toolIds.join(', ')}`);
      }
      editor.setTool(name as ToolId);
    },
    camera: {
      get: () => editor.camera.peek(),
      set(camera) {
        const now = editor.camera.peek();
        const zoom = finite(camera.zoom, now.zoom);
        editor.setCamera({ x: finite(camera.x, now.x), y: finite(camera.y, now.y), zoom: clampZoom(zoom) });
      },
      fit: () => editor.zoomTo('all'),
    },
    settled: scene.settled,
    status: () => ({ ...session.status.peek(), role: editor.role.peek(), peers: editor.peers.peek().length }),
    exportBlob: async (options = {}) => (await loadExporting()).exportForScript(app, options),
    import: bringFile,
    stats: () => ({ elements: board.size, ...scene.stats(), documentBytes: board.bytes() }),
  };
};

declare global {
  interface Window {
    gesso?: Scripting;
  }
}
