/** What a reaction may be. It travels as the index of one of these, never as text: so a new one goes to the end. */
export const reactions = ['👍', '❤️', '😂', '🎉', '😮', '🤔', '👏', '👋'] as const;

export type Reaction = (typeof reactions)[number];
