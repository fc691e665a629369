import { LABEL_DOMAIN, type LabelContext } from '../../src/kube/labels';

/** The label context of an app that sets nothing. */
export const LABEL_CONTEXT: LabelContext = { domain: LABEL_DOMAIN, costLabels: {} };
