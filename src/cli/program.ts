/** The command line: parses, dispatches, and turns errors into messages and exit codes. */
import { Command, CommanderError, Option } from 'commander';
import { colors } from './colors.js';
import { COMMANDS } from './commands/index.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { UsageError } from './usage-error.js';

const EXAMPLES = `
Examples:
  rqe batch fed-rate-moves                       run an experiment that comes with the program
  rqe run mine.yaml --set ticks=60 --seed 7      change what it says
  rqe new mine                                   write a commented experiment to start from
  rqe explain results/mine --asset crypto --from 120 --to 180

Exit codes: 0 all well, 1 a run failed, 2 command or experiment wrong, 3 files, 130 interrupted.`;

/** Errors with a message for people; anything else is a fault of the program. */
const FOR_PEOPLE: Readonly<Record<string, number>> = {
  ExperimentError: EXIT.usage,
  UsageError: EXIT.usage,
  QueryError: EXIT.usage,
  FileError: EXIT.files,
};

function buildProgram(context: CliContext): Command {
  const program = new Command('rqe')
    .description('Simulates a financial market in which cash runs out.')
    .version(context.version)
    .option('--debug', 'print where in the program an error arose')
    .addOption(
      new Option(
        '--kernel <name>',
        'who computes demand: webassembly, or typescript for the same bytes, slower',
      )
        .choices(['webassembly', 'typescript'])
        .default('webassembly'),
    )
    .hook('preAction', (_, command) => {
      context.kernel = program.opts().kernel;
      for (const [name, value] of Object.entries(command.opts()))
        if (value === '') throw new UsageError(`--${name} is empty`);
    })
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(rqe --help shows all commands)')
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .exitOverride();
  for (const register of COMMANDS) register(program, context);
  return program;
}

function report(error: Error, debug: boolean, context: CliContext): number {
  const code = FOR_PEOPLE[error.name];
  const expected = code !== undefined;
  for (const line of error.message.split('\n')) context.stderr(`${colors.red('error:')} ${line}\n`);
  if (!expected && !debug) context.stderr('This is a fault of the program; --debug shows where.\n');
  if (debug) context.stderr(`${error.stack}\n`);
  return code ?? EXIT.failed;
}

/** Runs one command line (without node and script); sets the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<void> {
  const program = buildProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) context.setExitCode(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
    else context.setExitCode(report(error as Error, program.opts().debug === true, context));
  }
}
