import { type Asset, each, located, Unknown } from '#policy';

type Policy = Asset<'compute.googleapis.com/SecurityPolicy'>;
type Rule = NonNullable<Policy['data']['rules']>[number];

/** Whether a rule concerns every request: any source address, or the expression `true`. */
function matchesAll({ match }: Rule): boolean {
  const ranges = match?.config?.srcIpRanges ?? [];
  if (match?.expr?.expression !== undefined) return match.expr.expression.trim() === 'true';
  return ranges.includes('*') || (ranges.includes('0.0.0.0/0') && ranges.includes('::/0'));
}

/** The rules in the order Cloud Armor evaluates them: lowest priority number first, each with its place in the list. */
function ordered(policy: Policy): { rule: Rule; index: number }[] {
  return (policy.data.rules ?? [])
    .map((rule, index) => ({ rule, index }))
    .sort((a, b) => Number(a.rule.priority) - Number(b.rule.priority));
}

/**
 * The enforced rules that some request can still reach. The first match wins, and a request that conforms to a
 * throttle is allowed, so nothing below a rule that matches everything is evaluated
 * (https://cloud.google.com/armor/docs/rate-limiting-overview).
 */
function reachable(policy: Policy): { rule: Rule; index: number }[] {
  const enforced = ordered(policy).filter(({ rule }) => !rule.preview);
  const last = enforced.findIndex(({ rule }) => matchesAll(rule));
  return last < 0 ? enforced : enforced.slice(0, last + 1);
}

/** The priority of the rule that every security policy ends with (Compute API, SecurityPolicyRule.priority). */
const DEFAULT_RULE = 2147483647;

/** How many rules a policy has beside its default rule. */
export function ownRules(policy: Policy): number {
  return (policy.data.rules ?? []).filter(({ priority }) => Number(priority) !== DEFAULT_RULE).length;
}

/** Keys that tell one client from another; `ALL` (or none) is one bucket for everybody, which one client can empty. */
const CLIENT_KEYS: ReadonlySet<string> = new Set([
  'IP',
  'XFF_IP',
  'USER_IP',
  'HTTP_COOKIE',
  'HTTP_HEADER',
  'TLS_JA3_FINGERPRINT',
  'TLS_JA4_FINGERPRINT',
]);

/** One rate limit of a security policy. */
export interface RateLimit {
  /** It concerns every request. */
  readonly everyRequest: boolean;
  /** It counts each client apart. */
  readonly perClient: boolean;
  /** Requests a client may make in a minute before the rule acts. */
  readonly perMinute: number;
  /** What happens beyond it: `deny(429)`, `redirect`, … */
  readonly exceedAction: string | undefined;
}

/**
 * The rate limits that are enforced and reached, in order of evaluation; preview rules and those below a rule that
 * already decides every request are left out. Source: Compute API, SecurityPolicyRuleRateLimitOptions.
 */
export function rateLimits(policy: Policy): (RateLimit | Unknown)[] {
  return each(reachable(policy), ({ rule, index }) => {
    if (rule.action !== 'throttle' && rule.action !== 'rate_based_ban') return undefined;
    const options = rule.rateLimitOptions;
    const threshold = options?.rateLimitThreshold;
    const keys = options?.enforceOnKeyConfigs?.map(({ enforceOnKeyType }) => enforceOnKeyType) ?? [];
    const counted = keys.length > 0 ? keys : [options?.enforceOnKey];
    return located(
      {
        everyRequest: matchesAll(rule),
        perClient: counted.some((key) => key !== undefined && CLIENT_KEYS.has(key)),
        perMinute: (Number(threshold?.count) * 60) / Number(threshold?.intervalSec),
        exceedAction: options?.exceedAction,
      },
      policy,
      {
        everyRequest: `rules[${index}].match`,
        perClient: `rules[${index}].rateLimitOptions.enforceOnKey`,
        perMinute: `rules[${index}].rateLimitOptions.rateLimitThreshold.count`,
      },
    );
  });
}

const CALL = /^evaluatePreconfigured(?:Waf|Expr)\(\s*'([^']*)'\s*(?:,([\s\S]*))?\)$/;

/**
 * The families of preconfigured WAF rules (`sqli`, `xss`, …) that deny, enforced and for every request, wherever in
 * the order a request still reaches them. A condition beside the call (`&&`) narrows it and does not count; a WAF
 * expression of another form is Unknown. Rule sets are matched by family, whatever their version
 * (https://cloud.google.com/armor/docs/waf-rules); sensitivity 0 enables nothing unless rules are opted in. Fields that
 * a rule excludes are told through `note`.
 */
export function wafFamilies(policy: Policy, note: (text: string) => void): (string | Unknown)[] {
  return each(reachable(policy), ({ rule }) => {
    const expression = rule.match?.expr?.expression;
    if (!rule.action?.startsWith('deny') || !expression?.includes('evaluatePreconfigured')) return undefined;
    return alternativesOf(expression).flatMap((term) => {
      if (splitTop(term, '&&').length > 1) return [];
      const call = CALL.exec(term);
      if (!call) {
        const shown = expression.length > 80 ? `${expression.slice(0, 80)}…` : expression;
        throw new Unknown(
          'unrecognised',
          `the expression of rule ${rule.priority} was not understood: ${shown}`,
        );
      }
      const off =
        /'sensitivity'\s*:\s*0\b/.test(call[2] ?? '') &&
        !/'opt_in_rule_ids'\s*:\s*\[\s*'/.test(call[2] ?? '');
      if (off) return [];
      const family = familyOf(call[1] as string);
      const exclusions = rule.preconfiguredWafConfig?.exclusions?.length ?? 0;
      if (exclusions > 0) note(`rule ${rule.priority} excludes ${exclusions} request fields from ${family}`);
      return [family];
    });
  });
}

/** `sqli-v33-stable`, `sqli-stable` and `json-sqli-canary` all belong to the family `sqli`. */
function familyOf(ruleSet: string): string {
  const [first, second] = ruleSet.split('-');
  return (first === 'json' ? second : first) ?? ruleSet;
}

/** The terms of a top-level `a || b || c`, each without its outer parentheses. */
function alternativesOf(expression: string): string[] {
  const terms = splitTop(expression, '||');
  if (terms.length > 1) return terms.flatMap(alternativesOf);
  const term = (terms[0] as string).trim();
  return term.startsWith('(') && closes(term) ? alternativesOf(term.slice(1, -1)) : [term];
}

/** Whether the parenthesis that opens a text closes at its very end. */
function closes(text: string): boolean {
  let depth = 0;
  for (const { char, at } of outsideQuotes(text)) {
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}

function splitTop(text: string, operator: '||' | '&&'): string[] {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { char, at } of outsideQuotes(text)) {
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (depth === 0 && at >= start && text.startsWith(operator, at)) {
      out.push(text.slice(start, at));
      start = at + 2;
    }
  }
  out.push(text.slice(start));
  return out;
}

function* outsideQuotes(text: string): Generator<{ char: string; at: number }> {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else yield { char, at };
  }
}
