import type { PolicyRow, Severity } from '#report';

/** The level of a result. Low is never an error: code scanning's own check fails on errors. */
export const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, string>;

/**
 * Scores in the middle of the ranges that GitHub calls critical (over 9.0), high (7.0), medium (4.0) and low (0.1):
 * docs.github.com, SARIF support for code scanning, security-severity.
 */
export const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

/** What stands in place of a score for a rule that is not about security. */
export const PROBLEMS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'recommendation',
};

/** Whether a policy proves something of the strategy's security: its section, or the heading its line stands under. */
export const isSecurity = ({ section, strategy }: PolicyRow): boolean =>
  section === 'security' || strategy.some(({ heading }) => /\bsecurity\b/i.test(heading));
