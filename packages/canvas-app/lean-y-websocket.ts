import type { Plugin } from 'vite';

/** What joins tabs over a BroadcastChannel: connections are made with `disableBc`, and tabs are joined by `src/network/tab-channel.ts`. */
const joins = /^ {2}connectBc \(\) \{\n[\s\S]*?^ {2}\}\n/m;

/** Leaves out of y-websocket what joins tabs: 0.1 kB of the first download. */
export const leanYWebsocket = (): Plugin => ({
  name: 'lean-y-websocket',
  apply: 'build',
  transform: {
    filter: { id: /\/y-websocket\/src\/y-websocket\.js$/ },
    handler(code) {
      if (!joins.test(code)) throw new Error('y-websocket joins tabs elsewhere now: see lean-y-websocket.ts');
      return { code: code.replace(joins, '  connectBc () {}\n'), map: null };
    },
  },
});
