import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigMap, DataVolume, Environment, GitRef, GitRepository, MLService } from '../../src/index';
import { SERVER } from './sound-parts';

/** An app with what constructs ask for by itself: charts, services, a volume, a source. */
export class FuzzApp {
  readonly app = new App();
  readonly environment = new Environment(this.app, 'prod', { kubernetes: '1.36' });
  readonly chart = new Chart(this.environment, 'chart', { namespace: 'team' });
  readonly delivery = new Chart(this.environment, 'delivery', { namespace: 'delivery' });

  constructor() {
    new ConfigMap(this.chart, 'settings', { data: { a: 'b' } });
  }

  /** A color, or what is pooled. */
  service(name: string): MLService {
    return new MLService(this.chart, name, { name, app: 'server', version: name, podLabels: { color: name }, ...SERVER });
  }

  volume(): DataVolume {
    return new DataVolume(this.chart, 'volume', { size: SERVER.memory, accessMode: 'ReadWriteMany' });
  }

  source(): GitRepository {
    return new GitRepository(this.delivery, 'source', { url: 'https://git.example.com/a', ref: GitRef.branch('main') });
  }
}

/** Sound props of a construct in a fuzz, and where it stands there. */
export interface Sample {
  /** The class, and what is special. */
  readonly title: string;
  readonly construct: string;
  readonly props: (fuzz: FuzzApp) => object;
  readonly make: (fuzz: FuzzApp, props: unknown) => unknown;
}

export type Class<P> = new (scope: Construct, id: string, props: P) => unknown;
type Scope = (fuzz: FuzzApp) => Construct;

/** A sample whose props the compiler has seen; what is made of them later, it has not. */
export function sample<P extends object>(
  construct: Class<P>,
  props: (fuzz: FuzzApp) => P,
  title = '',
  scope: Scope = ({ chart }) => chart,
): Sample {
  return {
    title: title === '' ? construct.name : `${construct.name} ${title}`,
    construct: construct.name,
    props,
    make: (fuzz, changed) => new construct(scope(fuzz), 'thing', changed as P),
  };
}
