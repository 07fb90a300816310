import { exp, ln, pow } from './elementary.js';
import { type RandomStream, randomStream } from './random.js';
import { symmetricEigen } from './symmetric-eigen.js';

export interface CmaEsOptions {
  /** Candidates of a generation; by default 4 + floor(3 ln n). */
  readonly population?: number;
  readonly seed: string;
}

/** Candidates that {@link CmaEs} asks for unless told otherwise. */
export function defaultPopulation(dimensions: number): number {
  return 4 + Math.floor(3 * ln(dimensions));
}

/** Weights and learning rates, as in table 1 of the source, without negative weights. */
class Rates {
  readonly weights: Float64Array;
  /** Variance-effective selection mass. */
  readonly mass: number;
  readonly stepPath: number;
  readonly shapePath: number;
  readonly rankOne: number;
  readonly rankMany: number;
  readonly damping: number;
  /** Expected length of a standard normal vector. */
  readonly expectedLength: number;

  constructor(n: number, population: number) {
    const parents = Math.floor(population / 2);
    const raw = Float64Array.from({ length: parents }, (_, rank) => ln((population + 1) / 2) - ln(rank + 1));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    this.weights = raw.map((weight) => weight / sum);
    const mass = 1 / this.weights.reduce((total, weight) => total + weight * weight, 0);
    this.mass = mass;
    this.stepPath = (mass + 2) / (n + mass + 5);
    this.shapePath = (4 + mass / n) / (n + 4 + (2 * mass) / n);
    this.rankOne = 2 / ((n + 1.3) * (n + 1.3) + mass);
    this.rankMany = Math.min(1 - this.rankOne, (2 * (mass - 2 + 1 / mass)) / ((n + 2) * (n + 2) + mass));
    this.damping = 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + this.stepPath;
    this.expectedLength = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  }
}

/**
 * Minimises a function of n numbers by covariance matrix adaptation: {@link ask} for candidates, {@link tell} their
 * values, and so on. Only the order of the values counts, so infinite ones (failures) are in order too. The same
 * options and values give the same candidates to the bit: a search is resumed by telling it the values again.
 *
 * Source: N. Hansen, The CMA evolution strategy: a tutorial, arXiv:1604.00772 (2016).
 */
export class CmaEs {
  readonly population: number;
  private readonly n: number;
  private readonly rates: Rates;
  private readonly draws: RandomStream;
  private readonly mean: Float64Array;
  private readonly covariance: Float64Array;
  private readonly stepPath: Float64Array;
  private readonly shapePath: Float64Array;
  private vectors: Float64Array;
  /** Square roots of the eigenvalues of the covariance. */
  private scales: Float64Array;
  private generation = 0;
  /** Steps of this generation's candidates from the mean, in units of `step`. */
  private moves: Float64Array[] = [];

  constructor(
    start: ArrayLike<number>,
    private step: number,
    options: CmaEsOptions,
  ) {
    const n = start.length;
    this.n = n;
    this.population = options.population ?? defaultPopulation(n);
    if (!(this.population >= 4)) throw new RangeError(`${this.population} candidates: at least 4 are needed`);
    this.rates = new Rates(n, this.population);
    this.draws = randomStream('philox', options.seed, 'cma-es');
    this.mean = Float64Array.from(start);
    this.covariance = new Float64Array(n * n);
    for (let i = 0; i < n; i++) this.covariance[i * n + i] = 1;
    this.vectors = this.covariance.slice();
    this.scales = new Float64Array(n).fill(1);
    this.stepPath = new Float64Array(n);
    this.shapePath = new Float64Array(n);
  }

  /** Largest standard deviation of the distribution from which candidates are drawn. */
  get spread(): number {
    return this.step * Math.max(...this.scales);
  }

  /** The candidates of this generation. */
  ask(): Float64Array[] {
    const { n, vectors, scales } = this;
    const normal = new Float64Array(n);
    this.moves = Array.from({ length: this.population }, (_, candidate) => {
      this.draws.normals(candidate, this.generation, normal, 0, n);
      const move = new Float64Array(n);
      for (let row = 0; row < n; row++)
        for (let column = 0; column < n; column++)
          move[row] += vectors[row * n + column] * scales[column] * normal[column];
      return move;
    });
    return this.moves.map((move) => move.map((value, i) => this.mean[i] + this.step * value));
  }

  /** The function's values at the candidates of the last {@link ask}, in their order; NaN counts as infinite. */
  tell(values: ArrayLike<number>): void {
    const { n, rates } = this;
    const rank = (candidate: number) =>
      Number.isNaN(values[candidate]) ? Number.POSITIVE_INFINITY : values[candidate];
    const order = this.moves.map((_, candidate) => candidate);
    order.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a - b));
    const best = Array.from(rates.weights, (_, place) => this.moves[order[place]]);
    const move = new Float64Array(n);
    for (const [place, each] of best.entries())
      for (let i = 0; i < n; i++) move[i] += rates.weights[place] * each[i];
    for (let i = 0; i < n; i++) this.mean[i] += this.step * move[i];
    this.generation++;
    const stalled = this.advancePaths(move);
    this.adaptCovariance(best, stalled);
    this.step *= exp(
      Math.min(1, (rates.stepPath / rates.damping) * (length(this.stepPath) / rates.expectedLength - 1)),
    );
    this.decompose();
  }

  /** Moves both paths; true if the path of the shape stands still because the step grows too fast. */
  private advancePaths(move: Float64Array): boolean {
    const { n, rates, vectors, scales } = this;
    const { stepPath: rate, shapePath: shapeRate, mass } = rates;
    // C^(-1/2) move = B D^(-1) B' move
    const turned = new Float64Array(n);
    for (let column = 0; column < n; column++) {
      for (let row = 0; row < n; row++) turned[column] += vectors[row * n + column] * move[row];
      turned[column] /= scales[column];
    }
    for (let row = 0; row < n; row++) {
      let whitened = 0;
      for (let column = 0; column < n; column++) whitened += vectors[row * n + column] * turned[column];
      this.stepPath[row] = (1 - rate) * this.stepPath[row] + Math.sqrt(rate * (2 - rate) * mass) * whitened;
    }
    const settled = Math.sqrt(1 - pow(1 - rate, 2 * this.generation));
    const stalled = length(this.stepPath) / settled / rates.expectedLength >= 1.4 + 2 / (n + 1);
    for (let i = 0; i < n; i++)
      this.shapePath[i] =
        (1 - shapeRate) * this.shapePath[i] +
        (stalled ? 0 : Math.sqrt(shapeRate * (2 - shapeRate) * mass) * move[i]);
    return stalled;
  }

  private adaptCovariance(best: readonly Float64Array[], stalled: boolean): void {
    const { n, rates, covariance, shapePath } = this;
    const { rankOne, rankMany, shapePath: rate, weights } = rates;
    const kept = 1 - rankOne - rankMany + (stalled ? rankOne * rate * (2 - rate) : 0);
    for (let row = 0; row < n; row++)
      for (let column = 0; column <= row; column++) {
        let many = 0;
        for (const [place, move] of best.entries()) many += weights[place] * move[row] * move[column];
        const entry =
          kept * covariance[row * n + column] +
          rankOne * shapePath[row] * shapePath[column] +
          rankMany * many;
        covariance[row * n + column] = entry;
        covariance[column * n + row] = entry;
      }
  }

  private decompose(): void {
    const { values, vectors } = symmetricEigen(this.covariance, this.n);
    const floor = Math.max(...values) * 1e-20;
    this.vectors = vectors;
    this.scales = values.map((value) => Math.sqrt(Math.max(value, floor)));
  }
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
