/** What is said of the others. */
export const strings = {
  goTo: (name: string) => `Go to ${name}`,
  beyond: 'People out of sight',
  whereIs: (name: string) => `Show where ${name} points`,
  goOrFollow: (name: string) => `Go to ${name}; press again or hold to follow`,
  following: (name: string) => `Following ${name}`,
  stop: 'Stop',
  followYou: (name: string, others: number) =>
    others === 0 ? `${name} follows you` : `${name} and ${others === 1 ? 'one other' : `${others} others`} follow you`,
  followsAlready: (name: string) => `${name} follows you already.`,
  cannotFollow: (name: string) => `${name} cannot be followed.`,
  hasLeft: (name: string) => `${name} has left.`,
  whom: 'Follow whom?',
  nobody: 'Nobody else is here.',
  nobodyHears: 'You are not connected: nobody can be asked to come.',
  called: 'The others were asked to come here.',
  calls: (name: string) => `${name} asks everyone to come.`,
  goThere: 'Go there',
} as const;
