import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallConfiguration } from '../engine/economy.js';
import { KERNEL as COMPILED } from '../market/compiled-kernel.js';
import { findChromium } from '../report/chromium.js';
import { runHash } from './run-hash.js';

const CHROMIUM = findChromium();
const KERNEL = join(import.meta.dirname, '../../dist/src/market/market-kernel.wasm');

/** What the page does: hands a configuration and the kernel to a worker, waits for its hashes. */
const PAGE = `<!doctype html><title>run</title><script>
  window.runHashes = async (configuration) => {
    const kernel = await (await fetch('/kernel.wasm')).arrayBuffer();
    return new Promise((done, fail) => {
      const worker = new Worker('/worker.js');
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = ({ message }) => fail(new Error(message));
      worker.postMessage({ configuration, kernel });
    });
  };
</script>`;

async function bundledWorker(): Promise<string> {
  const entry = join(import.meta.dirname, 'worker.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

function serve(worker: string): Promise<Server> {
  const files: Readonly<Record<string, [type: string, body: string | Buffer]>> = {
    '/': ['text/html', PAGE],
    '/worker.js': ['text/javascript', worker],
    '/kernel.wasm': ['application/wasm', readFileSync(KERNEL)],
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.[0] ?? 'text/plain' });
    response.end(file?.[1] ?? '');
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

describe.skipIf(CHROMIUM === undefined)('a run in a worker of a browser (needs Chromium)', () => {
  let server: Server | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    server = await serve(await bundledWorker());
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('has the hash of the run in Node, with either kernel', async () => {
    const configuration = smallConfiguration({ ticks: 20 });
    const page = await (browser as Browser).newPage();
    await page.goto(`http://127.0.0.1:${((server as Server).address() as AddressInfo).port}/`);
    const hashes = await page.evaluate(
      (value) => (globalThis as unknown as { runHashes(v: unknown): Promise<string[]> }).runHashes(value),
      configuration as unknown as object,
    );
    const here = runHash(configuration);
    expect(runHash(configuration, COMPILED)).toBe(here);
    expect(hashes).toEqual([here, here]);
    expect(runHash(smallConfiguration({ ticks: 20, seed: '2' }))).not.toBe(here);
  });
});
