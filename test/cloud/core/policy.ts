/** An IAM policy as Resource Manager's getIamPolicy gives it. */
export interface Policy {
  version?: number;
  bindings?: Binding[];
  /** Canonical base64. */
  etag?: string;
  auditConfigs?: { service: string; auditLogConfigs: { logType: string; exemptedMembers?: string[] }[] }[];
}

/** One role given to members. */
export interface Binding {
  role: string;
  members: string[];
  condition?: { expression: string; title?: string; description?: string };
}
