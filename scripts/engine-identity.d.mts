/** @param root a folder with `package.json`, `dist` and `node_modules` */
export function engineFingerprint(root: string): Promise<string>;
export function stampEngine(root: string): Promise<void>;
