import { App, Chart } from 'cdk8s';
import { RulePolicies, type RulePoliciesProps } from '../../src/check/policy/rule-policies';
import { renderApp } from '../../src/render/render-app';
import { fieldsAt } from '../../src/schema/plain-access';
import type { AnyObject } from '../../src/schema/validate-object';
import type { Answer, ApiServer } from './api-server';

/** Only objects with this label are seen by policies of the tests: others may use the same server. */
const LABEL = { 'policies.example.com/run': `run-${process.pid}` };

/** An object that the policies of the tests see. */
export function seen(object: AnyObject): AnyObject {
  const metadata = fieldsAt(object, 'metadata');
  return { ...object, metadata: { ...metadata, labels: { ...fieldsAt(metadata, 'labels'), ...LABEL } } };
}

/** Policies in a cluster, until they are removed. */
export class InstalledPolicies {
  private readonly stored: AnyObject[] = [];

  private constructor(
    private readonly server: ApiServer,
    readonly name: string,
  ) {}

  /** Stores the policies of a `RulePolicies`; returns when each of `probes`, objects that break a rule, has met its policy. */
  static async of(
    server: ApiServer,
    id: string,
    props: RulePoliciesProps,
    probes: Readonly<Record<string, AnyObject>>,
  ): Promise<InstalledPolicies> {
    const installed = new InstalledPolicies(server, `${id}-${process.pid}`);
    const app = new App();
    new RulePolicies(new Chart(app, 'cluster'), installed.name, props);
    for (const { manifest } of [...renderApp(app).charts.values()].flat()) await installed.store({ ...manifest });
    await Promise.all(Object.entries(probes).map(([code, probe]) => installed.awaitPolicy(code, seen(probe))));
    return installed;
  }

  /** The codes of the rules that an answer tells of. */
  codesOf({ warnings, message }: Answer): readonly string[] {
    const told = [...warnings, message].flatMap((text) => /ValidatingAdmissionPolicy '([^']+)' with binding/.exec(text)?.[1] ?? []);
    const own = told.filter((policy) => policy.startsWith(`${this.name}.`));
    return [...new Set(own.map((policy) => policy.slice(this.name.length + 1)))].sort();
  }

  async remove(): Promise<void> {
    for (const object of this.stored) await this.server.delete(object);
  }

  private async store(manifest: AnyObject): Promise<void> {
    const isBinding = manifest.kind === 'ValidatingAdmissionPolicyBinding';
    const matchResources = { ...fieldsAt(manifest, 'spec', 'matchResources'), objectSelector: { matchLabels: LABEL } };
    const object = isBinding ? { ...manifest, spec: { ...fieldsAt(manifest, 'spec'), matchResources } } : manifest;
    const { status, message } = await this.server.apply(object);
    if (status >= 300) throw new Error(message);
    this.stored.push(object);
  }

  /** The server takes a moment to read a policy that is stored. */
  private async awaitPolicy(code: string, probe: AnyObject): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const answer = await this.server.dryRun(probe, 'default');
      if (answer !== undefined && this.codesOf(answer).includes(code)) return;
    }
    throw new Error(`the server did not take up the policy of ${code}`);
  }
}
