import { gatewayApi } from './gateway-api';
import { nginx } from './nginx';

/**
 * Which router carries the route. The rest of the route stays as it is when this changes, as far as the new router can do it.
 *
 * Gateway API is what to choose; nginx is for clusters that still run the retired ingress-nginx.
 */
export const Via = {
  /** Gateway API v1: one HTTPRoute. Previews by header and by host name. */
  gatewayApi,
  /** ingress-nginx: Ingresses with canary annotations. Previews by header, cookie and host name. Warns: `BGR-NGINX-RETIRED`. */
  nginx,
} as const;
