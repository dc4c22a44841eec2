import { optionOf } from './line.ts';
import type { Use } from './uses.ts';

/** Severities in rising order; npm says moderate where scanners say medium. */
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** The severities that fail a check whose lowest one is named; all where none is. */
function from(lowest: string | undefined): readonly string[] {
  const name = lowest?.toLowerCase().replace('moderate', 'medium');
  if (name === 'none') return [];
  const at = (SEVERITIES as readonly (string | undefined)[]).indexOf(name);
  return SEVERITIES.slice(Math.max(at, 0));
}

const listed = (text: string | undefined): readonly string[] =>
  text === undefined
    ? SEVERITIES
    : text
        .toLowerCase()
        .split(',')
        .map((one) => one.trim());

/** A check by the severities that make it fail. */
export interface Gate {
  readonly catches: readonly string[];
}

/** An audit of dependencies. Sources: the manuals of npm, yarn, pnpm, osv-scanner, snyk and audit-ci. */
export function dependencyAudit({ words, action, with: inputs }: Use): Gate | undefined {
  if (action !== undefined) {
    if (/^google\/osv-scanner/.test(action)) return { catches: SEVERITIES };
    if (/^snyk\/actions\/(?!docker)/.test(action))
      return { catches: from(/--severity-threshold=(\w+)/.exec(inputs['args'] ?? '')?.[1]) };
    if (action === 'actions/dependency-review-action') return { catches: from(inputs['fail-on-severity']) };
    return undefined;
  }
  const [name, verb, next] = words;
  const isYarn = name === 'yarn' && verb === 'npm' && next === 'audit';
  if (isYarn || (/^(npm|yarn|pnpm|bun)$/.test(name ?? '') && verb === 'audit')) {
    if (next === 'fix' || next === 'signatures') return undefined;
    return { catches: from(optionOf(words, '--audit-level', '--level', '--severity')) };
  }
  if (name === 'osv-scanner') return { catches: SEVERITIES };
  if (name === 'snyk' && verb === 'test') return { catches: from(optionOf(words, '--severity-threshold')) };
  if (name === 'audit-ci') {
    const level = SEVERITIES.find((one) => words.includes(`--${one}`) || words.includes(`-${one[0]}`));
    return { catches: words.includes('--moderate') ? from('moderate') : from(level ?? 'low') };
  }
  return undefined;
}

/** A scan of a container image. Sources: the manuals of trivy, grype, gcloud, snyk and their actions. */
export function imageScan({ words, action, with: inputs }: Use): Gate | undefined {
  if (action !== undefined) {
    if (action === 'aquasecurity/trivy-action') {
      if (!/^(image)?$/.test(inputs['scan-type'] ?? '')) return undefined;
      return { catches: /^[1-9]/.test(inputs['exit-code'] ?? '') ? listed(inputs['severity']) : [] };
    }
    if (action === 'anchore/scan-action')
      return { catches: inputs['fail-build'] === 'false' ? [] : from(inputs['severity-cutoff'] ?? 'medium') };
    if (action === 'snyk/actions/docker')
      return { catches: from(/--severity-threshold=(\w+)/.exec(inputs['args'] ?? '')?.[1]) };
    return undefined;
  }
  const [name, verb] = words;
  if (name === 'trivy' && (verb === 'image' || verb === 'i')) {
    const code = optionOf(words, '--exit-code');
    return { catches: code === undefined || code === '0' ? [] : listed(optionOf(words, '--severity', '-s')) };
  }
  if (name === 'grype') {
    const level = optionOf(words, '--fail-on', '-f');
    return { catches: level === undefined ? [] : from(level) };
  }
  if (name === 'snyk' && verb === 'container')
    return { catches: from(optionOf(words, '--severity-threshold')) };
  const asked = words.join(' ');
  // The list itself never fails; what looks for a severity in it, and exits, is the gate.
  if (/^gcloud (beta )?artifacts docker images scan\b/.test(asked)) return { catches: [] };
  if (name === 'grep' && /\b(CRITICAL|HIGH)\b/.test(asked))
    return { catches: SEVERITIES.filter((one) => asked.includes(one.toUpperCase())) };
  return undefined;
}

/** A check of source code, by what it checks. Sources: the manuals of eslint, biome, oxlint, prettier and tsc. */
export interface QualityCheck {
  readonly lint: boolean;
  readonly format: boolean;
  readonly types: boolean;
}

/** What a command checks of source code; undefined where it checks nothing. */
export function qualityCheck({ words }: Use): QualityCheck | undefined {
  const [name = '', verb = ''] = words;
  const has = (...options: readonly string[]) => options.some((one) => words.includes(one));
  const isBiome = name === 'biome' && !has('--write', '--fix', '--apply');
  const lint = /^(eslint|oxlint|standard|xo)$/.test(name) || (name === 'next' && verb === 'lint');
  const format = name === 'prettier' && has('--check', '-c', '--list-different', '-l');
  const found = {
    lint: lint || (isBiome && /^(check|ci|lint)$/.test(verb)),
    format: format || (isBiome && /^(check|ci|format)$/.test(verb)),
    types: /^(tsc|vue-tsc|svelte-check)$/.test(name) && !has('--version', '-v', '--init'),
  };
  return found.lint || found.format || found.types ? found : undefined;
}

/** A run of tests. */
export interface TestRun {
  readonly kind: 'unit' | 'integration';
  readonly coverage: boolean;
}

const RUNNERS = /^(vitest|jest|mocha|ava|tap|jasmine|karma|uvu)$/;
const END_TO_END = /^(playwright|cypress|newman|testcafe|wdio|nightwatch|cucumber-js)$/;

/** The tests a command runs; undefined where it runs none. Integration tests are told by their tool, path or step. */
export function testRun({ words, step }: Use): TestRun | undefined {
  const wrapped = /^(c8|nyc)$/.test(words[0] ?? '');
  const own = wrapped ? words.slice(words.findIndex((one, i) => i > 0 && !one.startsWith('-'))) : words;
  const [name = '', verb = ''] = own;
  const isTest =
    RUNNERS.test(name) ||
    (END_TO_END.test(name) && !/^(install|open|show-report)$/.test(verb)) ||
    (name === 'node' && own.includes('--test')) ||
    (name === 'react-scripts' && verb === 'test');
  if (!isTest) return undefined;
  const told = `${own.join(' ')} ${step.id ?? ''}`;
  const isIntegration = END_TO_END.test(name) || /integration|e2e|end-to-end/i.test(told);
  const coverage = wrapped || own.some((one) => /^--(experimental-test-)?coverage(?!=false)/.test(one));
  return { kind: isIntegration ? 'integration' : 'unit', coverage };
}

/** Whether a command or an action puts load on a service. Sources: the manuals of k6, artillery, locust and Lighthouse. */
export function loadTest({ words, action }: Use): { readonly target: string } | undefined {
  if (action !== undefined) {
    return /^(grafana\/(k6-action|run-k6-action)|artilleryio\/action-cli|treosh\/lighthouse-ci-action)$/.test(
      action,
    )
      ? { target: action }
      : undefined;
  }
  const [name = '', verb = ''] = words;
  const isLoad =
    (name === 'k6' && verb === 'run') ||
    (name === 'artillery' && /^(run|quick)/.test(verb)) ||
    /^(locust|lighthouse|lhci|autocannon|vegeta|hey|wrk|ab|jmeter)$/.test(name);
  return isLoad ? { target: words.join(' ') } : undefined;
}
