/** From files as people write them to an experiment in which everything is said. */
import { dateOfTick, tickOfDate } from '../maths/calendar.js';
import { ArmReader } from './arms.js';
import type { ResolvedCalibration } from './calibration.js';
import type { Catalogue } from './catalogue.js';
import { type ResolvedClaim, readClaim } from './claims/claim.js';
import { DesignReader, expand } from './design-reader.js';
import type { Path } from './document.js';
import { loadFormulas, type ReadFormula } from './formula.js';
import { FormulasNeeded } from './formula-source.js';
import { type FileSource, type Layer, readLayers } from './layer.js';
import { MetricReader } from './metric-reader.js';
import { readOverride } from './overrides.js';
import type { GivenParameter } from './parameter-values.js';
import { type Position, Problems } from './problem.js';
import { readRecording } from './recording.js';
import type { ResolvedArm, ResolvedExperiment, ResolvedMetric, ResolvedParameter } from './resolved.js';
import { NOTHING_SET, ScheduleReader } from './schedule.js';
import type { ResolvedSensitivity } from './sensitivity.js';
import type { FileStructure } from './structure.js';
import { readCalibration, readSensitivity } from './studies.js';
import type { Time } from './time.js';

export interface ExperimentSource extends FileSource {
  /** `path=value`, in order. */
  readonly set?: readonly string[];
  /** Replaces the seeds of the file. */
  readonly seeds?: readonly string[];
  /** Reads formulas; without it a formula throws `FormulasNeeded`. */
  readonly formulas?: ReadFormula;
}

export interface Resolution {
  readonly experiment: ResolvedExperiment;
  /** What is allowed but perhaps not meant. */
  readonly notes: readonly string[];
  /** What `rqe sensitivity` and `rqe calibrate` do; a plain run leaves them alone. */
  readonly sensitivity?: ResolvedSensitivity;
  readonly calibration?: ResolvedCalibration;
  /** What `rqe claims` tests. */
  readonly claim?: ResolvedClaim;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
}

/** Whether these are a file and all that it extends. */
function isChain(files: readonly Layer[], file: string): boolean {
  const [foundation, ...others] = files;
  return (
    foundation?.structure.extends === undefined &&
    others.every(({ structure }) => structure.extends !== undefined) &&
    files.at(-1)?.document.file === file
  );
}

class Resolver {
  private problems = new Problems();
  /** Something is wrong already: what is missing may be missing for that, and is not said. */
  private isBroken = false;
  private readonly notes: string[] = [];
  private layers: Layer[] = [];

  constructor(
    private readonly source: ExperimentSource,
    private readonly catalogue: Catalogue,
  ) {}

  resolve(): Resolution {
    const { source, catalogue, problems } = this;
    const files = readLayers(source, catalogue, problems, this.notes);
    const overrides = (source.set ?? []).map((option) => readOverride(option, catalogue, problems));
    this.layers = [...files, ...overrides.filter((layer) => layer !== undefined)];
    const isWhole = this.layers.length === overrides.length + files.length && isChain(files, source.file);
    if (problems.list.length > 0 && isWhole) this.findMoreProblems();
    problems.throwIfAny();
    this.requireFoundation();
    const experiment = this.experiment();
    problems.throwIfAny();
    const studies = this.studies(experiment, this.own());
    problems.throwIfAny();
    return { experiment, notes: this.notes, ...studies };
  }

  /**
   * What else is wrong in files in which something is, so that one reading reports it too. A check that stumbles over
   * what is wrong has said all it can.
   */
  private findMoreProblems(): void {
    const { problems } = this;
    this.problems = new Problems();
    this.isBroken = true;
    try {
      this.experiment();
    } catch (error) {
      if (error instanceof FormulasNeeded) throw error;
    }
    for (const { message, ...at } of this.problems.list)
      if (message !== NOTHING_SET) problems.add(at, message);
    this.problems = problems;
  }

  private experiment(): ResolvedExperiment {
    const { source, catalogue, problems } = this;
    const start = this.start();
    const ticks = this.required('ticks') ?? 1;
    const ticksPerYear = this.required('calendar')?.ticksPerYear ?? 252;
    const time = { start, ticksPerYear, ticks };
    const schedules = new ScheduleReader(time, catalogue, problems, this.noteOfUser, source.formulas);
    const own = this.own();
    const seeds = this.seeds();
    const changes = this.layers.findLast((layer) => layer.schedule !== undefined)?.schedule ?? [];
    const armReader = new ArmReader(this.layers, schedules, problems, changes.length);
    const arms = this.arms(armReader, seeds.length);
    const forkAt = this.forkAt(armReader, arms.design?.arms ?? arms.arms, time);
    return {
      name: this.last('name', own)?.value ?? baseName(source.file),
      ...this.model(),
      ...this.texts(own),
      start,
      ticks,
      ticksPerYear,
      seeds,
      generator: this.required('generator') ?? 'philox',
      parameters: this.parameters(),
      schedule: schedules.read(changes),
      ...arms,
      ...this.record(ticksPerYear),
      metrics: this.metrics(time),
      ...(forkAt !== undefined && { forkAt }),
    };
  }

  /** Notes on what the user wrote or named: what is at the end of a chain of `extends` is the same in every run. */
  private readonly noteOfUser = ({ file, line }: Position, message: string): void => {
    const { source, layers } = this;
    const isFoundation = file === layers[0].document.file;
    const isShipped = file.startsWith(`${source.library}/`);
    if (!isShipped || (file === source.file && !isFoundation)) this.notes.push(`${file}:${line}: ${message}`);
  };

  /** Not inherited: they speak of the arms and metrics of their file. */
  private studies(experiment: ResolvedExperiment, own: readonly Layer[]) {
    const { catalogue, problems } = this;
    const sensitivity = this.last('sensitivity', own);
    const calibration = this.last('calibration', own);
    for (const found of [sensitivity, calibration])
      if (found !== undefined && experiment.design !== undefined)
        problems.add(
          found.document.positionOf([]),
          'a study chooses its points itself; leave out the design',
        );
    const about = { experiment, catalogue, problems };
    const claim = this.last('claim', own);
    return {
      ...(claim !== undefined && {
        claim: readClaim(claim.value, { document: claim.document, experiment, problems }),
      }),
      ...(sensitivity !== undefined && {
        sensitivity: readSensitivity(sensitivity.value, {
          ...about,
          document: sensitivity.document,
          key: 'sensitivity',
        }),
      }),
      ...(calibration !== undefined && {
        calibration: readCalibration(calibration.value, {
          ...about,
          document: calibration.document,
          key: 'calibration',
        }),
      }),
    };
  }

  /** The file itself and what options say of it: names and texts are not inherited. */
  private own(): Layer[] {
    return this.layers.filter((layer) => layer.isOverride || layer.document.file === this.source.file);
  }

  private last<K extends keyof FileStructure>(key: K, layers: readonly Layer[] = this.layers) {
    const layer = layers.findLast(({ structure }) => structure[key] !== undefined);
    return layer === undefined
      ? undefined
      : { value: layer.structure[key] as NonNullable<FileStructure[K]>, document: layer.document };
  }

  /** A file that extends nothing and says little has forgotten to: one problem, not one for each name. */
  private requireFoundation(): void {
    const { parameters } = this.catalogue;
    const isGiven = ({ name }: { name: string }) => this.layers.some((layer) => layer.parameters.has(name));
    const missing = parameters.filter((parameter) => !isGiven(parameter)).length;
    if (this.catalogue.model !== undefined || 2 * missing < parameters.length) return;
    const said = `${parameters.length - missing} of ${parameters.length} parameters have a value`;
    this.problems.add(this.root, `${said}; add 'extends: base', which says the rest`);
    this.problems.throwIfAny();
  }

  /** Top of the file that extends nothing: what nobody says is missing there. */
  private get root(): Position {
    return this.layers[0].document.positionOf([]);
  }

  private required<K extends keyof FileStructure>(key: K): NonNullable<FileStructure[K]> | undefined {
    const found = this.last(key);
    if (found === undefined && !this.isBroken) this.problems.add(this.root, `${key}: is required`);
    return found?.value;
  }

  /** What the names of parameters mean depends on the model: the catalogue must be its own. */
  private model(): Pick<ResolvedExperiment, 'model'> {
    const found = this.last('model');
    const { model } = this.catalogue;
    if (found?.value !== model)
      this.problems.add(
        found?.document.positionOf(['model']) ?? this.root,
        `model: is ${found?.value ?? 'the economy'}, read as ${model ?? 'the economy'}`,
      );
    return model === undefined ? {} : { model };
  }

  private start(): string {
    const found = this.last('start');
    const start = this.required('start') ?? '2000-01-03';
    try {
      dateOfTick(0, start, 252);
      return start;
    } catch (error) {
      this.problems.add(
        found?.document.positionOf(['start']) ?? this.root,
        `start: ${(error as Error).message}`,
      );
      return '2000-01-03';
    }
  }

  private texts(own: readonly Layer[]): Pick<ResolvedExperiment, 'title' | 'question' | 'expectation'> {
    const texts: Record<string, string> = {};
    for (const key of ['title', 'question', 'expectation'] as const) {
      const found = this.last(key, own);
      if (found !== undefined) texts[key] = found.value.trim();
    }
    return texts;
  }

  private seeds(): string[] {
    const given = this.source.seeds ?? this.required('seeds') ?? ['1'];
    const seeds =
      'count' in given
        ? Array.from({ length: given.count }, (_, index) => `${given.base}/${index + 1}`)
        : given.map(String);
    const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
    const option = this.source.seeds && { file: '--seed', line: 0, column: 0 };
    const at = option ?? this.last('seeds')?.document.positionOf(['seeds']) ?? this.root;
    if (seeds.some((seed) => seed.trim() === ''))
      this.problems.add(at, 'seeds: one is empty; expected a number or a name');
    if (new Set(seeds).size < seeds.length) this.problems.add(at, `seeds: '${twice}' stands there twice`);
    return seeds;
  }

  private parameters(): Record<string, ResolvedParameter> {
    const parameters: Record<string, ResolvedParameter> = {};
    const missing: string[] = [];
    for (const { name, unit } of this.catalogue.parameters) {
      const given = this.layers
        .map((layer) => layer.parameters.get(name))
        .filter((entry) => entry !== undefined);
      const final = given.at(-1);
      if (final === undefined) {
        missing.push(name);
        continue;
      }
      const range = given.findLast((entry) => entry.range !== undefined)?.range;
      const source = final.source ?? (given.length > 1 ? setIn(final) : undefined);
      parameters[name] = {
        value: final.value,
        unit,
        ...(source !== undefined && { source }),
        ...(range !== undefined && { range }),
      };
    }
    const { document } = this.layers[0];
    const at = document.node(['parameters']) === undefined ? this.root : document.keyPosition(['parameters']);
    for (const name of this.isBroken ? [] : missing)
      this.problems.add(at, `${name}: has no value here, and this file extends no other`);
    return parameters;
  }

  private record(ticksPerYear: number): Pick<ResolvedExperiment, 'record' | 'parquet'> {
    const given = Object.assign({}, ...this.layers.map(({ structure }) => structure.record ?? {}));
    const record = readRecording(
      given,
      (key, index) => {
        const layer = this.layers.findLast(({ structure }) => structure.record?.[key] !== undefined);
        return (
          layer?.document.positionOf(['record', key, ...(index === undefined ? [] : [index])]) ?? this.root
        );
      },
      {
        ticksPerYear,
        at: this.last('calendar')?.document.positionOf(['calendar', 'ticksPerYear']) ?? this.root,
      },
      this.catalogue,
      this.problems,
    );
    return { record, ...(given.parquet === true && { parquet: true }) };
  }

  /** The arms that run, and the design that has multiplied them. */
  private arms(reader: ArmReader, seeds: number): Pick<ResolvedExperiment, 'arms' | 'design'> {
    const arms = reader.read();
    const found = this.last('design');
    if (found === undefined)
      return { arms: arms.length > 0 ? arms : [{ name: 'base', parameters: {}, schedule: [] }] };
    const { document, value } = found;
    const positionOf = (...path: Path) => document.positionOf(['design', ...path]);
    const designs = new DesignReader(this.catalogue, this.problems, positionOf);
    const points = designs.read(value, Math.max(arms.length, 1) * seeds);
    if (points === undefined) return { arms };
    this.refuseBesideDesign(points.names, arms, reader);
    return expand(points, arms);
  }

  /** What a design varies has no other value that it would overrule. */
  private refuseBesideDesign(
    names: readonly string[],
    arms: readonly ResolvedArm[],
    reader: ArmReader,
  ): void {
    const options = this.layers.filter(({ isOverride }) => isOverride).map(({ parameters }) => parameters);
    for (const given of [...options, ...arms.map(({ name }) => reader.parametersOf(name))])
      for (const [name, { at }] of given)
        if (names.includes(name)) this.problems.add(at, `${name}: the design gives its values`);
  }

  private forkAt(reader: ArmReader, arms: readonly ResolvedArm[], time: Time): number | undefined {
    const found = this.last('fork');
    if (found === undefined) return undefined;
    const at = found.document.positionOf(['fork', 'at']);
    const written = found.value.at;
    try {
      const { start, ticksPerYear, ticks } = time;
      const tick = typeof written === 'number' ? written : tickOfDate(written, start, ticksPerYear);
      if (tick < 2 || tick > ticks)
        this.problems.add(at, `fork.at: tick ${tick} leaves nothing to share; expected 2 to ${ticks}`);
      else reader.checkFork(tick, arms);
      return tick;
    } catch (error) {
      this.problems.add(at, `fork.at: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** The file with the last word replaces the metrics of those it extends: they are its hypotheses. */
  private metrics(time: Time): ResolvedMetric[] {
    const { catalogue, problems, source } = this;
    const found = this.last('metrics');
    if (found === undefined) return [];
    return new MetricReader(found.document, catalogue, time, problems, source.formulas).read(found.value);
  }
}

function setIn(parameter: GivenParameter): string {
  const { file } = parameter.at;
  return file.startsWith('--set ') ? 'set by option' : `set in ${baseName(file)}`;
}

/**
 * Resolves an experiment: reads it and what it extends, applies options, checks every name, unit, range and
 * date. Throws an `ExperimentError` with all problems found.
 */
export function resolveExperiment(source: ExperimentSource, catalogue: Catalogue): Resolution {
  return new Resolver(source, catalogue).resolve();
}

/** `resolveExperiment`, with formulas: what reads them is loaded if there is one. */
export async function resolveWithFormulas(
  source: ExperimentSource,
  catalogue: Catalogue,
): Promise<Resolution> {
  try {
    return resolveExperiment(source, catalogue);
  } catch (error) {
    if (!(error instanceof FormulasNeeded)) throw error;
  }
  return resolveExperiment({ ...source, formulas: await loadFormulas() }, catalogue);
}
