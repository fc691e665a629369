/**
 * The parts of Traefik's custom kinds that are rendered and read here, written by hand: all of them would be 4,000 lines.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/
 */
export interface TraefikBackend {
  readonly name: string;
  /** Default: `Service`. */
  readonly kind?: 'Service' | 'TraefikService';
  readonly namespace?: string;
  readonly port?: number | string;
  /** 1 when left out. */
  readonly weight?: number;
  readonly sticky?: TraefikSticky;
}

export interface TraefikSticky {
  readonly cookie?: { readonly name?: string; readonly maxAge?: number; readonly httpOnly?: boolean };
}

/** Exactly one of the fields. `sticky` belongs inside of `weighted`: beside it, it is accepted and has no effect. */
export interface TraefikServiceSpec {
  readonly weighted?: { readonly services?: readonly TraefikBackend[]; readonly sticky?: TraefikSticky };
  readonly mirroring?: TraefikBackend & { readonly mirrors?: readonly (TraefikBackend & { readonly percent?: number })[] };
}

export interface IngressRouteSpec {
  readonly entryPoints?: readonly string[];
  readonly routes: readonly TraefikRoute[];
  readonly tls?: { readonly secretName?: string };
}

export interface TraefikRoute {
  readonly kind?: 'Rule';
  /** An expression: ``Host(`a.example.com`) && PathPrefix(`/v1/`)``. */
  readonly match: string;
  /** The greater one wins; the length of the expression when left out. */
  readonly priority?: number;
  readonly services?: readonly TraefikBackend[];
}
