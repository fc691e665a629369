import type { IConstruct } from 'constructs';
import type { CustomObject } from '../../kube/kube-object';
import type { Manifest } from '../../manifest/manifest';
import type { RoutedRequest } from '../interpreters/routed-request';
import type { Shares } from '../interpreters/shares';
import type { ResolvedRoute } from '../route/resolved-route';
import type { Preview } from '../route/route-preview';
import type { RouteTimeouts } from '../route/route-timeouts';
import type { Sticky } from '../route/sticky';
import type { Traffic } from '../route/traffic';

/** One object of a route. */
export interface RouteObject {
  /** Construct id below the route; `Resource` for the main one. */
  readonly id: string;
  readonly manifest: CustomObject;
}

/**
 * A router: what it supports, as types, and how it is configured, as functions.
 *
 * The lists are both the compiler's and the runtime's source: a preview that is not listed does not compile, and is refused when
 * plain JavaScript asks for it. A further router is one file with one such object.
 */
export interface Router<
  P extends Preview['kind'] = Preview['kind'],
  T extends keyof RouteTimeouts = keyof RouteTimeouts,
  A extends Traffic['kind'] = Traffic['kind'],
  S extends Sticky['kind'] = Sticky['kind'],
> {
  /** For messages: `Gateway API`. */
  readonly title: string;
  /** The previews that it supports. */
  readonly previews: readonly P[];
  /** The timeouts that it supports. */
  readonly timeouts: readonly T[];
  /** The ways of sharing traffic that it supports. */
  readonly traffics: readonly A[];
  /** The sticky sessions that it supports and that a switch moves. */
  readonly stickies: readonly S[];
  /** Constructs that must be delivered before the route. */
  readonly after: readonly IConstruct[];
  /** Set if the router tells the pods of the colors apart by a label, behind one Service that selects both. */
  readonly pods?: { readonly selector: Readonly<Record<string, string>>; readonly colorLabel: string };
  /** What a reviewer should know about this choice. */
  readonly warning?: { readonly code: string; readonly what: string; readonly fix: string };
  /** Refuses what this router does not support and the compiler cannot see. */
  assertSupported(where: string, spec: ResolvedRoute): void;
  /** The objects, as plain data. Pure: the same route gives the same objects. */
  objects(spec: ResolvedRoute): readonly RouteObject[];
  /** Whether this router reads an object, ours or not: it has a kind of the router and names the same Gateway or class. */
  reads(manifest: Manifest, namespace: string | undefined): boolean;
  /** Where a request goes, read from the manifests that this router reads. */
  shares(manifests: readonly Manifest[], request: RoutedRequest): Shares;
  /** Where copies of a request go, in percent of all such requests. Left out: the router makes none. */
  copies?(manifests: readonly Manifest[], request: RoutedRequest): Shares;
}

/** The previews that a router supports. */
export type PreviewThrough<R extends Router> = Extract<Preview, { kind: 'none' | R['previews'][number] }>;

/** The timeouts that a router supports. */
export type TimeoutsThrough<R extends Router> = Pick<RouteTimeouts, R['timeouts'][number]> & {
  readonly [Other in Exclude<keyof RouteTimeouts, R['timeouts'][number]>]?: undefined;
};

/** The ways of sharing traffic that a router supports. */
export type TrafficThrough<R extends Router> = Extract<Traffic, { kind: R['traffics'][number] }>;

/** The sticky sessions that a router supports. */
export type StickyThrough<R extends Router> = Extract<Sticky, { kind: 'none' | R['stickies'][number] }>;
