/** What a service worker is given (W3C Service Workers), as far as it is used: the types of a page do not know it. */

export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** What is answered from a cache before a worker is awake (W3C Service Workers, static routing). */
export interface Route {
  readonly condition: { readonly or: readonly { readonly urlPattern: { readonly pathname: string } }[] };
  readonly source: { readonly cacheName: string };
}

export interface InstallEvent extends LastingEvent {
  /** Missing but in Chromium from 123 on. */
  addRoutes?(routes: readonly Route[]): Promise<void>;
}

export interface FetchEvent extends LastingEvent {
  readonly request: Request;
  /** What the browser has begun to fetch before this worker was awake. */
  readonly preloadResponse?: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}

/** A page that is open. */
export interface OpenPage {
  readonly id: string;
}

export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: { readonly origin: string };
  readonly navigator: { readonly onLine: boolean; readonly storage?: Pick<StorageManager, 'estimate'> };
  readonly registration: { readonly navigationPreload?: { enable(): Promise<void> } };
  readonly clients: {
    matchAll(options: { readonly type: 'window'; readonly includeUncontrolled: true }): Promise<readonly OpenPage[]>;
    claim(): Promise<void>;
  };
  fetch(request: Request | string, init?: RequestInit): Promise<Response>;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: InstallEvent) => void): void;
  addEventListener(type: 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent & LastingEvent) => void): void;
}
