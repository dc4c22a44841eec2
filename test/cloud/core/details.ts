import type { JsonObject } from './json.ts';

/**
 * The error details of google.rpc, as JSON with their `@type`
 * (https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto).
 */
const detail = (type: string, fields: JsonObject): JsonObject => ({
  '@type': `type.googleapis.com/google.rpc.${type}`,
  ...fields,
});

export const errorInfo = (reason: string, domain: string, metadata?: Record<string, string>): JsonObject =>
  detail('ErrorInfo', { reason, domain, ...(metadata ? { metadata } : {}) });

/** Seconds to wait before the next try. */
export const retryInfo = (seconds: number): JsonObject => detail('RetryInfo', { retryDelay: `${seconds}s` });

export const help = (description: string, url: string): JsonObject =>
  detail('Help', { links: [{ description, url }] });

export const localizedMessage = (message: string): JsonObject =>
  detail('LocalizedMessage', { locale: 'en-US', message });

export const quotaFailure = (subject: string, description: string): JsonObject =>
  detail('QuotaFailure', { violations: [{ subject, description }] });

/** The fields of a request that are wrong, in the order they were met; of the body itself no field is named. */
export const badRequest = (violations: readonly { field: string; description: string }[]): JsonObject =>
  detail('BadRequest', {
    fieldViolations: violations.map(({ field, description }) =>
      field === '' ? { description } : { field, description },
    ),
  });
