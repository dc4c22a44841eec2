import { type Asset, attempt, each, located, Unknown, type World } from '#policy';
import type { AlertPolicy } from './policy.ts';

/** Someone an alert policy tells. */
export interface Recipient {
  /** `email`, `sms`, `pagerduty`: a channel descriptor's type; there is none for a voice call. */
  readonly type: string | undefined;
  readonly enabled: boolean;
  /** False where the channel awaits its verification code, and delivers nothing until then. */
  readonly verified: boolean;
}

/**
 * The channels an alert policy notifies; a channel that was not read (it may live in another project) is an Unknown.
 * Source: Monitoring API v3, NotificationChannel.
 */
export const channelsOf = (policy: AlertPolicy, world: World): (Recipient | Unknown)[] =>
  each(policy.data.notificationChannels, (reference) => {
    const channel = world.get('monitoring.googleapis.com/NotificationChannel', reference, policy);
    const { type, enabled, verificationStatus } = channel.data;
    const verified = verificationStatus !== 'UNVERIFIED';
    const paths = { type: 'type', enabled: 'enabled', verified: 'verificationStatus' };
    return located({ type, enabled: enabled !== false, verified }, channel, paths);
  });

/**
 * Names of the channels in a project that a new alert policy may notify: enabled, verified, of one of the types.
 * @throws Unknown where channels were not read, or none fits: a person must make one first.
 */
export function recipients(project: string | undefined, types: readonly string[], world: World): string[] {
  const channels = world.of('monitoring.googleapis.com/NotificationChannel', { project });
  const names = channels.flatMap((channel: Asset<'monitoring.googleapis.com/NotificationChannel'>) => {
    const fits = attempt(() => {
      const { type, enabled, verificationStatus, name } = channel.data;
      const delivers = enabled !== false && verificationStatus !== 'UNVERIFIED';
      return delivers && types.includes(type ?? '') ? name : undefined;
    });
    return typeof fits === 'string' ? [fits] : [];
  });
  if (names.length > 0) return names;
  throw new Unknown('missing', `no notification channel of type ${types.join(' or ')} delivers`, {
    needs: `create and verify a notification channel of type ${types.join(' or ')} first`,
  });
}
