/** Who is asking. */
export interface Principal {
  /** As a member of a policy: `serviceAccount:a@p.iam.gserviceaccount.com`, `user:a@example.com`. */
  readonly member: string;
  readonly kind: 'serviceAccount' | 'user' | 'anonymous';
  /** The project that calls are billed to where no `x-goog-user-project` is sent: a service account's own. */
  readonly project: string | undefined;
}

/** The caller of a request without credentials, on routes that need none. */
export const ANONYMOUS: Principal = { member: 'allUsers', kind: 'anonymous', project: undefined };
