/** Runs examples for Observable in a page of Chromium, with the libraries that a notebook gives them. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'observable-libraries.mjs')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

export interface Drawing {
  /** Words and numbers of the picture. */
  readonly texts: readonly string[];
  /** Paths with an area or a line of some length. */
  readonly paths: number;
  readonly problems: readonly string[];
}

export class ObservablePage {
  private constructor(
    private readonly browser: Browser,
    private readonly libraries: string,
  ) {}

  static async open(executablePath: string): Promise<ObservablePage> {
    const libraries = await bundled();
    return new ObservablePage(await chromium.launch({ executablePath, args: ['--no-sandbox'] }), libraries);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /**
   * @param variable of the example: what it draws, an element or the promise of one
   * @param files attachments by name: text, or the rows of a Parquet file
   */
  async draw(example: string, variable: string, files: Readonly<Record<string, unknown>>): Promise<Drawing> {
    const page = await this.browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('request', (request) => problems.push(request.url()));
    try {
      await page.setContent('<div id="figure"></div>');
      await page.addScriptTag({ content: this.libraries });
      await page.evaluate((given) => Object.assign(globalThis, { files: given }), files);
      await page.evaluate(`(async () => {
        const FileAttachment = attached(files);
        ${example}
        if (${variable} instanceof Element) document.querySelector('#figure').append(${variable});
      })()`);
      const texts = await page.locator('svg text').allTextContents();
      const paths = await page.evaluate(
        `[...document.querySelectorAll('svg path')].filter((path) => path.getTotalLength() > 50).length`,
      );
      return { texts, paths: Number(paths), problems };
    } finally {
      await page.close();
    }
  }
}
