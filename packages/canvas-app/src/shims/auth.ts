/** A refusal of Gesso's server is the code it closes the socket with: it sends no message of y-websocket's kind about it. */
export const readAuthMessage = (): void => undefined;
