/** The build as its service worker knows it: `../../service-worker.ts` makes it of the folder with what was built. */
declare module 'offline:build' {
  export const version: string;
  export const files: readonly string[];
  export const first: readonly string[];
}
