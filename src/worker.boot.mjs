// Starts worker.ts where sources run uncompiled (tsx, vitest): Node 20 does not hand a .ts file to a thread.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
