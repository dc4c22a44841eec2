import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { PinkyError } from '../errors.ts';
import { isZip } from '../inventory/bytes.ts';
import { sniff } from '../inventory/encoding.ts';
import { findPlan, MAKE, type PlanDocument } from '../inventory/plan/document.ts';

/** A plan that was given. */
export interface GivenPlan {
  readonly uri: string;
  readonly document: PlanDocument;
  /** The binary plan that it was shown from, which carries its source. */
  readonly binary?: string | undefined;
}

/** The largest plan that is read: JSON of some hundred thousand resources. */
const LARGEST = 1 << 30;

/** Programs that can show a binary plan, in the order they are tried. */
const PROGRAMS = ['terraform', 'tofu'] as const;

/**
 * Reads a plan: what `terraform show -json` prints, in any encoding, or the binary plan, where a program that can show
 * it is installed.
 * @throws PinkyError E_PLAN_… that says what else the file is, or the command that makes a plan of it
 */
export async function readPlanFile(path: string): Promise<GivenPlan> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw noPlan(path, cause);
  }
  if (isZip(bytes)) return { uri: path, document: findPlan(await show(path), path), binary: path };
  return { uri: path, document: findPlan(textOf(bytes, path), path) };
}

function noPlan(path: string, cause: unknown): PinkyError {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  const [message, hint] =
    path === '-'
      ? [
          'a plan is read from a file',
          'standard input is for snapshots: write the plan to a file and give that',
        ]
      : code === 'EISDIR'
        ? ['is a folder, not a plan', `${MAKE}, and the folder as --plan-sources ${path}`]
        : [code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`, MAKE];
  return new PinkyError('E_INPUT_NOT_FOUND', message, { place: { uri: path }, hint, cause });
}

function textOf(bytes: Buffer, uri: string): string {
  const encoding = sniff(bytes);
  if (encoding === 'utf-16le') return bytes.toString('utf16le').replace(/^\uFEFF/, '');
  if (encoding === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
      .replace(/^\uFEFF/, '');
  if (encoding === 'utf-8') return bytes.toString('utf8').replace(/^\uFEFF/, '');
  throw new PinkyError('E_PLAN_OTHER', `is packed or written as ${encoding}`, {
    place: { uri },
    hint: 'give the plan as `terraform show -json` writes it',
  });
}

/** Has terraform, or tofu, show a binary plan. Nothing goes through a shell. */
async function show(path: string): Promise<string> {
  const cwd = dirname(path);
  const file = basename(path);
  const command = `terraform -chdir=${cwd} show -json ${file} > plan.json`;
  for (const program of PROGRAMS) {
    try {
      const shown = await promisify(execFile)(program, ['show', '-json', file], { cwd, maxBuffer: LARGEST });
      return shown.stdout;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') continue;
      // What the program says may quote values of the plan.
      throw new PinkyError('E_PLAN_SHOW', `${program} could not show the binary plan`, {
        place: { uri: path },
        hint: `run \`${command}\` where the plan was made, and give plan.json with --plan-sources ${path}`,
      });
    }
  }
  throw new PinkyError(
    'E_PLAN_BINARY',
    'is a binary Terraform plan, and neither terraform nor tofu is installed',
    {
      place: { uri: path },
      hint: `run \`${command}\`, and give plan.json with --plan-sources ${path}`,
    },
  );
}
