/** The compiled WebAssembly kernel, as `npm run build` leaves it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FileError, withFile } from './file-error.js';

/** Reads and compiles the kernel; worker threads share what it returns. Throws a `FileError` if it is not there. */
export function loadKernel(file: URL): WebAssembly.Module {
  const path = fileURLToPath(file);
  if (!existsSync(path))
    throw new FileError(
      path,
      'the WebAssembly kernel has not been built: `npm run build` does it; `--kernel typescript` goes without',
    );
  return new WebAssembly.Module(withFile(path, () => readFileSync(path)));
}
