import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesOf, run, temporaryFolder } from './small-run.js';

const TEXT = `name: small
extends: base
ticks: 3
seeds: [a]
design: { type: grid, parameters: { funds.leverage: [1, 3], fed.standingRepo: [on, off] } }
arms:
  calm:
  calls: { against: calm, schedule: [{ from: 2, set: { funds.callRate: 300 } }] }
`;

it('a design says in design.csv what its arms stand for, and its resolved file gives the same bytes', async () => {
  const folder = temporaryFolder();
  try {
    await run(join(folder, 'one'), { text: TEXT });
    const files = filesOf(join(folder, 'one'));
    expect(files['design.csv'].split('\n').slice(0, 4)).toEqual([
      'arm,point,fileArm,funds.leverage,fed.standingRepo',
      'p001-calm,p001,calm,1,true',
      'p001-calls,p001,calls,1,true',
      'p002-calm,p002,calm,1,false',
    ]);
    const runs = files['runs.csv'].trim().split('\n').slice(1);
    expect(runs.map((row) => row.split(',')[1])).toEqual(
      files['design.csv']
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',')[0]),
    );
    expect(JSON.parse(files['manifest.json']).files).toHaveProperty(['design.csv']);
    expect(
      JSON.parse(files['datapackage.json']).resources.map(({ name }: { name: string }) => name),
    ).toContain('design');
    await run(join(folder, 'two'), { text: files['configuration.yaml'] });
    expect(filesOf(join(folder, 'two'))).toEqual(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
