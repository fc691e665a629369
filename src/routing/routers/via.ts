import { checkedFactories } from '../../base/validate-props';
import { gatewayApi } from './gateway-api-router';
import { haproxyIngress } from './haproxy-ingress-router';
import { haproxyTech } from './haproxy-tech-router';
import { istio } from './istio-router';
import { nginx } from './nginx-router';
import { traefik } from './traefik-router';

/**
 * Which router carries the route. The rest of the route stays as it is when this changes, as far as the new router can do it.
 *
 * Gateway API is what to choose; nginx is for clusters that still run the retired ingress-nginx.
 */
export const Via = checkedFactories('Via', {
  /** Gateway API v1: one HTTPRoute. Previews by header and by host name; mirrors where the implementation has them. */
  gatewayApi,
  /** ingress-nginx: Ingresses with canary annotations. Previews by header, cookie and host name, sticky users. Warns: `BGR-NGINX-RETIRED`. */
  nginx,
  /** Traefik's own kinds: a TraefikService with the weights behind an IngressRoute. Previews by header and host name, mirrors, sticky users. */
  traefik,
  /** Istio: one VirtualService. Previews by header, cookie and host name, mirrors. */
  istio,
  /** haproxy-ingress (jcmoraisjr): shares by pod label behind one Service. Previews by header and host name. */
  haproxyIngress,
  /** HAProxy Technologies' controller: the backend's name. Previews by host name. Not to be confused with the other HAProxy. */
  haproxyTech,
});
