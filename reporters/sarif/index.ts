import type { Run } from 'sarif';
import { categoryOf, inertJson, type Report, type ReporterOptions } from '#report';
import { invocation } from './invocation.ts';
import { cut } from './limits.ts';
import { resultsOf } from './results.ts';
import { rulesOf } from './rules.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The failures as SARIF 2.1.0 that code scanning keeps: an alert for each place in the repository where a promise is
 * broken, no alert for anything else, and nothing in it that differs between two runs on the same input. What could
 * not be judged is told in the notifications; it is never an alert.
 */
export function* sarif(report: Report, options: ReporterOptions = {}): Generator<string> {
  const { tool } = report;
  const rules = rulesOf(report, options);
  const results = resultsOf(report, options, rules);
  const { kept, said } = cut(results, (result) => written(result()));
  if (said !== undefined) options.told?.(`sarif: ${said}`);
  const head: Partial<Run> = {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        ...(options.homepage !== undefined && { informationUri: options.homepage }),
        rules,
      },
    },
    automationDetails: { id: `pinky-audit/${categoryOf(report, options)}/` },
    columnKind: 'utf16CodeUnits',
  };
  yield `{\n"$schema": "${SCHEMA}",\n"version": "2.1.0",\n"runs": [{\n`;
  for (const [name, value] of Object.entries(head)) yield `"${name}": ${written(value)},\n`;
  yield '"results": [';
  for (const [i, result] of kept.entries()) yield `${i === 0 ? '' : ','}\n${result}`;
  yield `${kept.length === 0 ? '' : '\n'}],\n`;
  yield `"invocations": [${written(invocation(report, options, said))}]\n}]\n}\n`;
}

const written = (value: unknown): string => inertJson(JSON.stringify(value));
