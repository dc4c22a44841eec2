import { Unknown } from '../../policy/unknown.ts';
import type { StepData } from './pipeline.ts';

/** This tool as a command, with or without what fetches it, and as an action. */
const AUDIT = /^(?:(?:npx|bunx|pnpm (?:exec|dlx)|yarn (?:exec|dlx)) (?:-\S+ )*)?pinky-audit(?:@\S+)?(?: |$)/;
const AUDIT_ACTION = /^[^/]+\/pinky-audit(?:@|$)/;

/** What it takes to get to what is audited, and to tell of what was found. */
const AROUND = [
  /^(?:terraform|tofu) (?:-\S+ )*(?:init|plan|show|version)(?: |$)/,
  /^gcloud (?:(?:alpha|beta) )?(?:asset|storage cp)(?: |$)/,
  /^(?:npm|pnpm|yarn|bun) (?:ci|install)(?: |$)/,
  /^gh pr comment(?: |$)/,
  /^(?:mkdir|echo|printf|cd|set|export|true|:)(?: |$)/,
];
const AROUND_ACTION =
  /^(?:actions\/(?:checkout|setup-node|cache|upload-artifact|download-artifact)|google-github-actions\/(?:auth|setup-gcloud)|hashicorp\/setup-terraform|opentofu\/setup-opentofu|github\/codeql-action\/upload-sarif)(?:@|$)/;

/**
 * Whether a file's steps do nothing but audit with this tool, as the gates do that `init` writes: it guards the
 * repository and delivers nothing. A step that is not understood may do more.
 */
export function isOwnGate(steps: readonly StepData[]): boolean {
  let audits = false;
  const isIn = (text: string, own: RegExp, around: readonly RegExp[]): boolean => {
    const isAudit = own.test(text);
    audits ||= isAudit;
    return isAudit || around.some((one) => one.test(text));
  };
  const all = steps.every(({ run, uses }) => {
    if (run instanceof Unknown) return false;
    if (run !== undefined && run.length > 0) return run.every(({ line }) => isIn(line, AUDIT, AROUND));
    return uses !== undefined && isIn(uses, AUDIT_ACTION, [AROUND_ACTION]);
  });
  return all && audits;
}
