/** The icon of an author, apart from those that are part of the first download. */
export { UserRound as authorIcon } from 'lucide';
