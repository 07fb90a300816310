/** Options that several commands share. */
import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from './usage-error.js';

function collect(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

export function wholeNumber(smallest: number, largest?: number) {
  const expected = `from ${smallest}${largest === undefined ? '' : ` to ${largest}`}`;
  return (text: string): number => {
    const value = Number(text);
    const isWithin = value >= smallest && value <= (largest ?? Number.MAX_SAFE_INTEGER);
    if (!/^\d+$/.test(text) || !isWithin)
      throw new InvalidArgumentError(`expected a whole number ${expected}.`);
    return value;
  };
}

/** As many as `seeds.count` of a file may be. */
const MAXIMUM_SEEDS = 1_000_000;

export function seedCount(smallest = 1) {
  return wholeNumber(smallest, MAXIMUM_SEEDS);
}

/** `--seed` names the seeds, and nothing else says how many there are. */
export function refuseBesideSeed(
  seed: readonly string[] | undefined,
  others: Readonly<Record<string, unknown>>,
): void {
  if (seed === undefined) return;
  const beside = Object.keys(others).find((option) => others[option] !== undefined);
  if (beside !== undefined) throw new UsageError(`--seed names all seeds: it does not go with ${beside}`);
}

/** `--set`, repeatable. */
export function setOption(command: Command): Command {
  return command.option(
    '--set <path=value>',
    'change a parameter or a key of the file (repeatable)',
    collect,
  );
}

/** `--seed` and `--set`, both repeatable. */
export function experimentOptions(command: Command): Command {
  return setOption(
    command.option('--seed <seed>', 'run with this seed instead of those of the file (repeatable)', collect),
  );
}

export function jsonOption(command: Command): Command {
  return command.option('--json', 'print JSON instead of a table');
}
