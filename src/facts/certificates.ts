import { type Asset, attempt, each, located, type Unknown, type World } from '#policy';

type Proxy = Asset<'compute.googleapis.com/TargetHttpsProxy'>;

/** One certificate that a proxy may serve; what is not known of it leaves the rest to be judged. */
export interface ServedCertificate {
  /** Google renews it: a managed certificate, classic or of Certificate Manager. */
  readonly managed: boolean | Unknown;
  /** `ACTIVE`, `PROVISIONING`, `RENEWAL_FAILED`, …; undefined for certificates that were uploaded. */
  readonly state: string | undefined | Unknown;
  readonly domains: readonly string[] | Unknown;
  /** When it ends, RFC 3339. */
  readonly notAfter: string | undefined | Unknown;
}

/**
 * The certificates of a proxy: those of its certificate map where it has one, which makes `sslCertificates` idle
 * (Compute API, TargetHttpsProxy.certificateMap), else those it lists, classic or of Certificate Manager.
 */
export function certificatesOf(proxy: Proxy, world: World): (ServedCertificate | Unknown)[] {
  const { certificateMap, sslCertificates } = proxy.data;
  if (certificateMap !== undefined) return mapped(proxy, certificateMap, world);
  return each(sslCertificates, (reference) =>
    reference.includes('certificatemanager.googleapis.com')
      ? ofManager(world.get('certificatemanager.googleapis.com/Certificate', reference, proxy))
      : classic(world.get('compute.googleapis.com/SslCertificate', reference, proxy)),
  );
}

function mapped(proxy: Proxy, reference: string, world: World): (ServedCertificate | Unknown)[] {
  const map = world.get('certificatemanager.googleapis.com/CertificateMap', reference, proxy);
  const entries = world
    .of('certificatemanager.googleapis.com/CertificateMapEntry', { project: map.project })
    .filter(({ id }) => id.startsWith(`${map.id}/`));
  return each(entries, (entry) =>
    each(entry.data.certificates, (name) =>
      ofManager(world.get('certificatemanager.googleapis.com/Certificate', name, entry)),
    ),
  );
}

/** Compute API, SslCertificate: `managed` holds status and domains, `expireTime` the end of its life. */
function classic(certificate: Asset<'compute.googleapis.com/SslCertificate'>): ServedCertificate {
  const { data } = certificate;
  return located(
    {
      managed: attempt(() => data.type === 'MANAGED'),
      state: attempt(() => data.managed?.status),
      domains: attempt(() => data.managed?.domains ?? data.subjectAlternativeNames ?? []),
      notAfter: attempt(() => data.expireTime),
    },
    certificate,
    { managed: 'type', state: 'managed.status', domains: 'managed.domains', notAfter: 'expireTime' },
  );
}

/** Certificate Manager API, Certificate: `managed` or `selfManaged`; `sanDnsnames` are the names it is valid for. */
function ofManager(certificate: Asset<'certificatemanager.googleapis.com/Certificate'>): ServedCertificate {
  const { data } = certificate;
  return located(
    {
      managed: attempt(() => data.managed !== undefined),
      state: attempt(() => data.managed?.state),
      domains: attempt(() => {
        const { sanDnsnames: names, managed } = data;
        return names && names.length > 0 ? names : (managed?.domains ?? []);
      }),
      notAfter: attempt(() => data.expireTime),
    },
    certificate,
    { managed: 'managed', state: 'managed.state', domains: 'sanDnsnames', notAfter: 'expireTime' },
  );
}
