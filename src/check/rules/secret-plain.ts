import { fieldsAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** A secret that everybody who reads the repository knows. */
export const secretPlain: Rule = {
  code: 'secret.plain',
  severity: 'error',
  title: 'a Secret with its values in Git',
  reason: 'base64 hides nothing: the value is in every clone, and stays in the history when the file is gone',
  fix: 'encrypt the file with SOPS, or let External Secrets fetch the value; and change the secret, which is known now',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets',
  kinds: ['/Secret'],
  *check({ manifest }) {
    for (const field of ['data', 'stringData']) {
      const keys = Object.entries(fieldsAt(manifest, field)).filter(([, value]) => value !== '' && value !== null);
      // Names only: a report is read by more people than the file.
      if (keys.length > 0) yield { path: [field], what: `holds ${keys.map(([key]) => key).join(', ')}` };
    }
  },
};
