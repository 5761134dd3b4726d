import { describe, expect, test } from 'vitest';
import { fences } from './fences.mjs';
import { root } from './prepare.mjs';
import { allTrespasses, trespasses, unusedGrants } from './trespasses.mjs';

/** Imports that must not get through: the folder, and what it asks for. */
const planted = [
  ['crdt-schema/src', '@gesso/drawing'],
  ['crdt-schema/src', 'node:fs'],
  ['crdt-schema/src/points', '../elements/elements.ts'],
  ['crdt-schema/src/elements', 'yjs'],
  ['crdt-schema/src/elements/props', '../kinds/registry.ts'],
  ['crdt-schema/src/elements/kinds', '../codec/decode.ts'],
  ['crdt-schema/src/elements/codec', 'konva/lib/Core.js'],
  ['crdt-schema/src/yjs', '../board/board.ts'],
  ['crdt-schema/src/yjs/update/reading', '../measuring/work.ts'],
  ['crdt-schema/src/yjs/update/measuring', '../checking/check.ts'],
  ['crdt-schema/src/yjs/update/checking', '../../../board/board.ts'],
  ['crdt-schema/src/yjs/update/rewriting', '../checking/check.ts'],
  ['crdt-schema/src/protocol', '../yjs/roots.ts'],
  ['drawing/src', 'yjs'],
  ['drawing/src/elements', 'konva'],
  ['drawing/src', '@gesso/server'],
  ['drawing/src/geometry', '../paint.ts'],
  ['server/src', '@gesso/canvas-app'],
  ['server/src', '@gesso/crdt-schema/src/limits.ts'],
  ['server/src/rooms', 'fastify'],
  ['server/src/rooms/lifecycle', '../presence/presence.ts'],
  ['server/src/rooms/outgoing', '../updates/publication.ts'],
  ['server/src/rooms/presence', '../replica/replica.ts'],
  ['server/src/rooms/replica', '../updates/judge.ts'],
  ['server/src/rooms/updates', '../presence/presence.ts'],
  ['server/src/rooms', '../routes/boards.ts'],
  ['server/src/rooms', '../stores/sqlite/log.ts'],
  ['server/src/rooms', '../config/config.ts'],
  ['server/src/config', '../services/services.ts'],
  ['server/src/services', 'fastify'],
  ['server/src/http', '../rooms/rooms.ts'],
  ['server/src/observe', '../rooms/rooms.ts'],
  ['server/src/quotas', '../rooms/rooms.ts'],
  ['server/src/engine', '../rooms/rooms.ts'],
  ['server/src/maintenance', 'fastify'],
  ['server/src/auth', 'fastify'],
  ['server/src/commands', '../server.ts'],
  ['server/src/routes', '../stores/sqlite/log.ts'],
  ['server/src/bus', '../rooms/room.ts'],
  ['server/src/workers', '../rooms/updates/slicing.ts'],
  ['server/src/stores', '../rooms/room.ts'],
  ['server/src/stores', 'fastify'],
  ['canvas-app/src', 'konva'],
  ['canvas-app/src', 'yjs'],
  ['canvas-app/src', '@gesso/server'],
  ['canvas-app/src', '../../server/src/app.ts'],
  ['canvas-app/src/editor', '../tools/tool.ts'],
  ['canvas-app/src/editor', 'preact'],
  ['canvas-app/src/editor', '../input/input.ts'],
  ['canvas-app/src/gestures', '../tools/tool.ts'],
  ['canvas-app/src/gestures', '../input/input.ts'],
  ['canvas-app/src/input', '../tools/tool.ts'],
  ['canvas-app/src/input', '../gestures/draw-box.ts'],
  ['canvas-app/src/tools', '../commands/table.ts'],
  ['canvas-app/src/commands', '../ui/App.tsx'],
  ['canvas-app/src/commands', '../workers/pack-elements.ts'],
  ['canvas-app/src/render', '../network/connect.ts'],
  ['canvas-app/src/render', 'yjs'],
  ['canvas-app/src/render/layers', 'konva'],
  ['canvas-app/src/features', './share/links.ts'],
  ['canvas-app/src/features/share', '../export/pictures.ts'],
  ['canvas-app/src/features/share', '../../render/scene.ts'],
  ['canvas-app/src/features/share', '../../network/connect.ts'],
  ['canvas-app/src/features/export', '../../render/scene.ts'],
  ['canvas-app/src/features/export', 'uqr'],
  ['canvas-app/src/features/a-new-one', 'konva'],
  ['canvas-app/src/ui', '../features/share/panel.tsx'],
  ['canvas-app/src/ui', '../features/feature.ts'],
  ['canvas-app/src/workers', '../render/scene.ts'],
  ['canvas-app/src/workers', 'yjs'],
  ['canvas-app/src/network', '../editor/editor.ts'],
  ['canvas-app/src/network', 'yjs'],
  ['canvas-app/src/session', '../ui/strings.ts'],
  ['canvas-app/src/session', '../features/feature.ts'],
  ['canvas-app/src/ui', '../render/scene.ts'],
  ['canvas-app/src/ui', '../workers/pack-elements.ts'],
  ['canvas-app/src/ui/text-editor', '../../network/connect.ts'],
  ['canvas-app/src/ui/parts', '../../network/connect.ts'],
  ['canvas-app/src/a-new-room', '../editor/editor.ts'],
];

describe('what a folder may import', () => {
  test('is all that it imports', () => {
    expect(allTrespasses(root)).toEqual([]);
  });

  test('is no more than it needs', () => {
    expect(unusedGrants(root)).toEqual([]);
  });

  test.each(planted)('in %s is not %s', (folder, specifier) => {
    for (const source of [
      `import { x } from '${specifier}';`,
      `import type { X } from '${specifier}';`,
      `export * from '${specifier}';`,
      `const x = await import('${specifier}');`,
      `import '${specifier}';`,
    ])
      expect(trespasses(`${folder}/planted.ts`, source)).toHaveLength(1);
  });

  test('leads in one direction: no two folders import each other, but for a room and its own inside', () => {
    const names = Object.keys(fences);
    const asks = (folder, other) => {
      const [at = ''] = folder.match(/^[^/]+\/src/) ?? [];
      return other.startsWith(`${at}/`) && fences[folder].includes(other.slice(at.length + 1));
    };
    const circles = names.flatMap((a) =>
      names.filter((b) => a < b && asks(a, b) && asks(b, a) && !b.startsWith(`${a}/`)).map((b) => `${a} ⇄ ${b}`),
    );
    expect(circles).toEqual([]);
  });
});
