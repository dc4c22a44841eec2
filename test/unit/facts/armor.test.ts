import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownRules, rateLimits, wafFamilies } from '#facts';
import { type Asset, Unknown } from '#policy';

type Policy = Asset<'compute.googleapis.com/SecurityPolicy'>;
const policy = (rules: object[]) => ({ data: { rules }, id: 'x' }) as unknown as Policy;
const deny = (expression: string, more: object = {}) => ({
  priority: 100,
  action: 'deny(403)',
  match: { expr: { expression } },
  ...more,
});
const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };
const families = (rules: object[]) => wafFamilies(policy(rules), () => {});

describe('wafFamilies', () => {
  it.each<[string, string, string[]]>([
    ['one call', "evaluatePreconfiguredWaf('sqli-v33-stable')", ['sqli']],
    [
      'double alternatives',
      "evaluatePreconfiguredWaf('sqli-v33-stable') || evaluatePreconfiguredExpr('xss-canary')",
      ['sqli', 'xss'],
    ],
    [
      'parentheses around all',
      "(evaluatePreconfiguredWaf('rce-v33-stable') || (evaluatePreconfiguredWaf('lfi-stable')))",
      ['rce', 'lfi'],
    ],
    [
      'an operator inside a string',
      "evaluatePreconfiguredWaf('sqli-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['a || b && c']})",
      ['sqli'],
    ],
    ['a condition narrows', "evaluatePreconfiguredWaf('sqli-stable') && origin.region_code == 'US'", []],
    [
      'only one alternative is narrowed',
      "evaluatePreconfiguredWaf('xss-stable') || (evaluatePreconfiguredWaf('sqli-stable') && request.path == '/x')",
      ['xss'],
    ],
    ['sensitivity 0', "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 0})", []],
    [
      'sensitivity 0 with opted-in rules',
      "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 0, 'opt_in_rule_ids': ['r']})",
      ['sqli'],
    ],
    ['a JSON rule set', "evaluatePreconfiguredWaf('json-sqli-canary')", ['sqli']],
    ['a rule without any WAF call', "origin.region_code == 'XX'", []],
  ])('%s', (_name, expression, expected) => {
    expect(families([deny(expression)])).toEqual(expected);
  });

  it('leaves out what is in preview, what does not deny, and what no request reaches', () => {
    const call = "evaluatePreconfiguredWaf('sqli-stable')";
    expect(families([deny(call, { preview: true })])).toEqual([]);
    expect(families([deny(call, { action: 'allow' })])).toEqual([]);
    expect(families([deny(call), { priority: 1, action: 'allow', match: everybody }])).toEqual([]);
    expect(families([deny(call), { priority: 1, action: 'allow', preview: true, match: everybody }])).toEqual(
      ['sqli'],
    );
    expect(
      families([
        deny(call),
        {
          priority: 1,
          action: 'deny(403)',
          match: { ...everybody, config: { srcIpRanges: ['10.0.0.0/8'] } },
        },
      ]),
    ).toEqual(['sqli']);
    expect(
      families([
        deny(call),
        { priority: 1, action: 'allow', match: { config: { srcIpRanges: ['0.0.0.0/0', '::/0'] } } },
      ]),
    ).toEqual([]);
  });

  it('gives an Unknown for a WAF expression it does not understand, beside the families it does', () => {
    const found = families([
      deny("evaluatePreconfiguredWaf('xss-stable')"),
      deny('!evaluatePreconfiguredWaf(x)', { priority: 200 }),
    ]);
    expect(found[0]).toBe('xss');
    expect(found[1]).toBeInstanceOf(Unknown);
  });

  it('never throws on any text', () => {
    const text = fc
      .array(
        fc.constantFrom("evaluatePreconfiguredWaf('sqli')", '(', ')', '||', '&&', "'", '"', '\\', ' ', 'x'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (expression) => {
        for (const one of families([deny(expression)]))
          expect(one === 'sqli' || one instanceof Unknown).toBe(true);
      }),
    );
  });
});

describe('rateLimits', () => {
  const limit = (more: object = {}, options: object = {}) => ({
    priority: 1000,
    action: 'throttle',
    match: everybody,
    rateLimitOptions: {
      rateLimitThreshold: { count: 100, intervalSec: 10 },
      exceedAction: 'deny(429)',
      enforceOnKey: 'IP',
      ...options,
    },
    ...more,
  });

  it('counts by the minute, whatever the interval', () => {
    expect(rateLimits(policy([limit()]))).toMatchObject([
      { everyRequest: true, perClient: true, perMinute: 600, exceedAction: 'deny(429)' },
    ]);
  });

  it.each<[string, object, boolean]>([
    ['ALL is one bucket', { enforceOnKey: 'ALL' }, false],
    ['no key is one bucket', { enforceOnKey: undefined }, false],
    ['a region is not a client', { enforceOnKey: 'REGION_CODE' }, false],
    ['a cookie is', { enforceOnKey: 'HTTP_COOKIE' }, true],
    [
      'one key of several is enough',
      {
        enforceOnKey: undefined,
        enforceOnKeyConfigs: [{ enforceOnKeyType: 'HTTP_PATH' }, { enforceOnKeyType: 'IP' }],
      },
      true,
    ],
  ])('%s', (_name, options, perClient) => {
    expect(rateLimits(policy([limit({}, options)]))[0]).toMatchObject({ perClient });
  });

  it('leaves out preview rules and those below a rule for everybody', () => {
    expect(rateLimits(policy([limit({ preview: true })]))).toEqual([]);
    expect(rateLimits(policy([limit(), { priority: 5, action: 'allow', match: everybody }]))).toEqual([]);
  });
});

describe('ownRules', () => {
  it('does not count the default rule, whose priority an export may hold as text', () => {
    expect(ownRules(policy([{ priority: 2147483647 }]))).toBe(0);
    expect(ownRules(policy([{ priority: '2147483647' }, { priority: 1 }]))).toBe(1);
  });
});
