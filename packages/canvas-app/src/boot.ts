/** The first that runs: asks for what takes longest, and then has the app fetched. */
import './network/asked.ts';
import './ui/app.css';

// Not awaited: the app shares modules with this file, which has to have ended before the app can begin.
void import('./main.tsx');
