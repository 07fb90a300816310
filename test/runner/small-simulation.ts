/**
 * An engine of a few lines: a number goes from tick to tick, `funds.callRate` may be scheduled.
 * Parameters tell it to misbehave: `funds.count` 13 fails as a model does, 14 dies as a thread does, 15 finds the disk
 * full, 16 dies the first time; `funds.callRate` 1313 fails; above 30, `funds.notice` makes every tick take that much longer;
 * from 10,000 on a file says that a tick has begun.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { WorldSnapshot } from '../../src/engine/snapshot.js';
import { dateOfTick } from '../../src/maths/calendar.js';
import { FileError } from '../../src/runner/file-error.js';
import type { Simulation } from '../../src/runner/run-job.js';
import { tickMark } from './tick-mark.js';

const SERIES = ['index.broad', 'price.crypto'];

/** True, false, true, … for each seed of this process, whichever thread asks. */
function isFirstTime(seed: string): boolean {
  const path = join(tmpdir(), `rqe-died-${process.pid}-${seed}`);
  const isFirst = !existsSync(path);
  if (isFirst) writeFileSync(path, '');
  else rmSync(path);
  return isFirst;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function callRate({ parameters, schedule }: RunConfiguration, tick: number): number {
  const changes = schedule.filter(({ from = 1, set }) => from <= tick && 'funds.callRate' in set);
  return Number((changes.at(-1)?.set ?? parameters)['funds.callRate']);
}

function worldOf(state: number, tick: number): WorldSnapshot {
  const header = { columns: [{ name: 'state', length: 1 }] };
  return { engine: '0', tick, state: { header, bytes: Float64Array.of(state).buffer }, streams: [] };
}

export const simulation: Simulation = function* (configuration, sink, { signal, onTick, from, snapshot }) {
  const { parameters, ticks, seed, start, ticksPerYear, record } = configuration;
  const count = parameters['funds.count'];
  let state = [...seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7);
  if (from !== undefined) state = new Float64Array(from.state.bytes)[0];
  sink.header(SERIES);
  const wait = Number(parameters['funds.notice']) - 30;
  for (let tick = (from?.tick ?? 0) + 1; tick <= ticks; tick++) {
    if (signal.aborted) return { ticksDone: tick - 1, interrupted: true };
    if (count === 13 && tick === 5) throw new Error(`tick 5: no price, "quoted", clears\nthe market`);
    if (count === 14 && tick === 5) process.exit(3);
    if (count === 16 && tick === 5 && isFirstTime(seed)) process.exit(3);
    if (count === 15 && tick === 5) throw new FileError('series.csv', 'the disk is full');
    if (callRate(configuration, tick) === 1313) throw new Error(`tick ${tick}: no more calls`);
    if (wait > 9000) writeFileSync(tickMark(process.pid), '');
    if (wait > 0) sleep(wait);
    state = (state * 167 + 13) % 9973;
    const date = dateOfTick(tick, start, ticksPerYear);
    const broad = 1 + state / 99730 - callRate(configuration, tick) / 1e5;
    const values = Float64Array.of(broad, 0.1 + 0.2 * state);
    if (tick % record.seriesEvery === 0 || tick === ticks) sink.series(tick, date, values);
    sink.watch?.(
      tick,
      Float64Array.from(sink.watched ?? [], (name) => values[SERIES.indexOf(name)]),
    );
    sink.event({ tick, type: 'call', kind: 'funds', row: 1, subject: 'a,b', amount: state / 3 }, date);
    if (tick % record.balanceEvery === 0) {
      sink.balance({
        tick,
        kind: 'funds',
        instrument: 'crypto',
        opening: 1,
        postings: 0.5,
        revaluation: 0.25,
        closing: 1.75,
      });
      sink.flow({ tick, flow: 'trade', kind: 'funds', instrument: 'crypto', amount: 0.5 });
    }
    if (tick % record.attributionEvery === 0) {
      sink.attribution({
        tick,
        asset: 'crypto',
        kind: 'funds',
        cause: 'capitalCalls',
        lnPrice: -state / 1e5,
      });
      sink.attribution({ tick, asset: 'crypto', kind: 'retail', cause: 'trend', lnPrice: 0.02 });
      sink.attribution({ tick, asset: 'crypto', kind: 'fed', cause: 'policy', lnPrice: 0 });
      sink.attribution({ tick, asset: 'crypto', kind: 'all', cause: 'remainder', lnPrice: 0.001 });
    }
    onTick(tick);
    if (tick === snapshot?.after) snapshot.take(worldOf(state, tick));
    if (tick === snapshot?.after && snapshot.end) return { ticksDone: tick, interrupted: false };
    yield;
  }
  return { ticksDone: ticks, interrupted: false };
};
