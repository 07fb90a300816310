/** News on earning power (model section 5), drawn without clearing any market. */
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { drawNews } from '../../src/engine/news.js';
import { startWorld } from '../../src/engine/start.js';
import { economyConfiguration, type Values } from './small-economy.js';

const DAYS = 4000;

/** News on two assets and the common log volatility, day by day. */
function drawn(set: Values = {}) {
  const world = startWorld(economyConfiguration(1, { set, news: true }), AGENT_KINDS);
  const first = world.instrument('softwareEquity');
  const second = world.instrument('valueEquity');
  const a: number[] = [];
  const b: number[] = [];
  const volatility: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    world.tick += 1;
    drawNews(world);
    a.push(world.demand.earningsNews[first]);
    b.push(world.demand.earningsNews[second]);
    volatility.push(world.scalars.get('logVolatility'));
  }
  return { a, b, volatility, drift: world.demand.earnings[first] - a.reduce((sum, news) => sum + news, 0) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  return (
    product / Math.sqrt(mean(a.map((value) => (value - ma) ** 2)) * mean(b.map((value) => (value - mb) ** 2)))
  );
}

function kurtosis(values: readonly number[]): number {
  const m = mean(values);
  return mean(values.map((value) => (value - m) ** 4)) / mean(values.map((value) => (value - m) ** 2)) ** 2;
}

const steady = { 'news.logVolatilityDeviation': 0 };

describe('news on earning power', () => {
  it('is correlated over assets by a common factor', () => {
    const { a, b } = drawn(steady);
    expect(correlation(a, b)).toBeGreaterThan(0.2);
    const apart = drawn({ ...steady, 'news.marketVolatility': 0 });
    expect(Math.abs(correlation(apart.a, apart.b))).toBeLessThan(0.08);
  });

  it('has heavy tails, less heavy with more degrees of freedom, cut at the truncation', () => {
    const own = { ...steady, 'news.marketVolatility': 0 };
    const heavy = drawn(own).a;
    expect(kurtosis(heavy)).toBeGreaterThan(4);
    expect(kurtosis(drawn({ ...own, 'news.degreesOfFreedom': 30 }).a)).toBeLessThan(kurtosis(heavy) - 0.5);
    const cut = drawn({ ...own, 'news.truncation': 2 }).a.map(Math.abs);
    expect(Math.max(...cut)).toBeLessThan(Math.max(...heavy.map(Math.abs)));
  });

  it('has one common log volatility with its deviation and half-life', () => {
    const { volatility, a } = drawn();
    const deviation = Math.sqrt(mean(volatility.map((value) => value * value)));
    expect(Math.abs(deviation - 0.6)).toBeLessThan(0.2);
    const persistence = correlation(volatility.slice(0, -60), volatility.slice(60));
    expect(Math.abs(persistence - 0.5)).toBeLessThan(0.2);
    const sizes = a.map(Math.abs);
    expect(correlation(sizes.slice(0, -1), sizes.slice(1))).toBeGreaterThan(0.08);
    const still = drawn(steady);
    expect(Math.max(...still.volatility.map(Math.abs))).toBe(0);
    const calm = still.a.map(Math.abs);
    expect(Math.abs(correlation(calm.slice(0, -1), calm.slice(1)))).toBeLessThan(0.08);
  });

  it('is more alike in storms than in calm, unless own news is as stormy as common news', () => {
    const gained = (response: number): number => {
      const { a, b, volatility } = drawn({ 'news.ownVolatilityResponse': response });
      const median = volatility.toSorted((x, y) => x - y)[DAYS / 2];
      const within = (values: readonly number[], stormy: boolean) =>
        values.filter((_, day) => volatility[day] > median === stormy);
      return correlation(within(a, true), within(b, true)) - correlation(within(a, false), within(b, false));
    };
    expect(gained(0.4)).toBeGreaterThan(0.1);
    expect(Math.abs(gained(1))).toBeLessThan(0.06);
  });

  it('adds to a drift', () => {
    const drift = { 'news.drift.softwareEquity': 0.1 };
    expect(drawn(drift).drift - drawn({ 'news.drift.softwareEquity': 0 }).drift).toBeCloseTo(
      (0.1 * DAYS) / 252,
      9,
    );
  });

  it('is none at scale 0', () => {
    expect(Math.max(...drawn({ 'news.scale': 0 }).a.map(Math.abs))).toBe(0);
  });
});
