/** Options that several commands share. */
import { type Command, InvalidArgumentError } from 'commander';

function collect(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

export function wholeNumber(smallest: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < smallest || !Number.isSafeInteger(value))
      throw new InvalidArgumentError(`expected a whole number from ${smallest}.`);
    return value;
  };
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
