// Starts small-worker.ts in a thread; see src/worker.boot.mjs.
import { register } from 'tsx/esm/api';

register();
await import('./small-worker.ts');
