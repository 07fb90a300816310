/** The CMA evolution strategy as its tutorial writes it (arXiv:1604.00772, figure 6), in matrices of plain arrays. */

type Matrix = number[][];

function times(a: Matrix, v: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, value, i) => sum + value * v[i], 0));
}

function outer(v: readonly number[]): Matrix {
  return v.map((x) => v.map((y) => x * y));
}

function norm(v: readonly number[]): number {
  return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
}

function inverse(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    const pivot = work[i][i];
    work[i] = work[i].map((value) => value / pivot);
    for (let k = 0; k < n; k++) {
      const factor = k === i ? 0 : work[k][i];
      work[k] = work[k].map((value, j) => value - factor * work[i][j]);
    }
  }
  return work.map((row) => row.slice(n));
}

/** C^(-1/2) by Denman and Beavers' iteration, which needs no eigenvectors. */
function inverseRoot(c: Matrix): Matrix {
  let y = c;
  let z: Matrix = c.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let step = 0; step < 60; step++) {
    const [yInverse, zInverse] = [inverse(y), inverse(z)];
    const half = (a: Matrix, b: Matrix) => a.map((row, i) => row.map((value, j) => (value + b[i][j]) / 2));
    [y, z] = [half(y, zInverse), half(z, yInverse)];
  }
  return z;
}

export class SlowCmaEs {
  mean: number[];
  covariance: Matrix;
  private pathStep: number[];
  private pathShape: number[];
  private generation = 0;

  constructor(
    start: readonly number[],
    public step: number,
  ) {
    this.mean = [...start];
    this.covariance = start.map((_, i) => start.map((_, j) => (i === j ? 1 : 0)));
    this.pathStep = start.map(() => 0);
    this.pathShape = start.map(() => 0);
  }

  /** Candidates in the order of their values, best first. */
  update(ranked: readonly (readonly number[])[]): void {
    const n = this.mean.length;
    const lambda = ranked.length;
    const mu = Math.floor(lambda / 2);
    const raw = Array.from({ length: mu }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1));
    const w = raw.map((value) => value / raw.reduce((a, b) => a + b));
    const muEff = 1 / w.reduce((sum, value) => sum + value ** 2, 0);
    const cSigma = (muEff + 2) / (n + muEff + 5);
    const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma;
    const cC = (4 + muEff / n) / (n + 4 + (2 * muEff) / n);
    const c1 = 2 / ((n + 1.3) ** 2 + muEff);
    const cMu = Math.min(1 - c1, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) ** 2 + muEff));
    const chi = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n ** 2));
    const y = ranked.slice(0, mu).map((x) => x.map((value, i) => (value - this.mean[i]) / this.step));
    const yW = this.mean.map((_, i) => y.reduce((sum, each, k) => sum + w[k] * each[i], 0));
    const whitened = times(inverseRoot(this.covariance), yW);
    this.mean = this.mean.map((value, i) => value + this.step * yW[i]);
    this.generation++;
    this.pathStep = this.pathStep.map(
      (value, i) => (1 - cSigma) * value + Math.sqrt(cSigma * (2 - cSigma) * muEff) * whitened[i],
    );
    const settled = Math.sqrt(1 - (1 - cSigma) ** (2 * this.generation));
    const h = norm(this.pathStep) / settled < (1.4 + 2 / (n + 1)) * chi ? 1 : 0;
    this.pathShape = this.pathShape.map(
      (value, i) => (1 - cC) * value + h * Math.sqrt(cC * (2 - cC) * muEff) * yW[i],
    );
    const one = outer(this.pathShape);
    const many = y.map(outer);
    this.covariance = this.covariance.map((row, i) =>
      row.map(
        (value, j) =>
          (1 + c1 * (1 - h) * cC * (2 - cC) - c1 - cMu) * value +
          c1 * one[i][j] +
          cMu * many.reduce((sum, each, k) => sum + w[k] * each[i][j], 0),
      ),
    );
    this.step *= Math.exp((cSigma / dSigma) * (norm(this.pathStep) / chi - 1));
  }

  /** (x - mean)' C^-1 (x - mean) / step^2: the squared length of the standard normal vector that made x. */
  squaredDistance(x: ArrayLike<number>): number {
    const move = this.mean.map((value, i) => (x[i] - value) / this.step);
    return times(inverse(this.covariance), move).reduce((sum, value, i) => sum + value * move[i], 0);
  }
}
