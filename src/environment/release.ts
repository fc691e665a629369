import { ConfigError } from '../base/config-error';
import { type ReleaseFile, type RouteRelease, readReleaseFile } from './release-file';

/**
 * What runs in one environment, read from its release file.
 *
 * People, bots and pull requests edit the file; the code only reads it. A name that the file does not have is refused: nothing falls back to
 * a default that nobody wrote.
 */
export class Release {
  /** Read when it is first asked for: an environment may do without a release file. */
  private content?: { readonly file: ReleaseFile | undefined };

  constructor(
    /** Path of the release file, relative to the working directory or absolute. */
    readonly path: string,
  ) {}

  /** The image called `name`: `ghcr.io/acme/scorer:1.4@sha256:…`. */
  image(name: string): string {
    return this.entry('images', (file) => file.images, name, `${name}: registry/repository:tag@sha256:<digest>`);
  }

  /** The model revision called `name`: a commit of 40 hexadecimal digits, an object version, or a digest. */
  model(name: string): string {
    return this.entry('models', (file) => file.models, name, `${name}: <commit, object version or digest>`);
  }

  /** The live color, and the weights if any, of the route called `name`. */
  route(name: string): RouteRelease {
    return this.entry('routes', (file) => file.routes, name, `${name}: {live: blue}`);
  }

  private entry<T>(section: string, valuesOf: (file: ReleaseFile) => Readonly<Record<string, T>>, name: string, example: string): T {
    this.content ??= { file: readReleaseFile(this.path) };
    const { file } = this.content;
    const values = file === undefined ? {} : valuesOf(file);
    if (Object.hasOwn(values, name)) return values[name] as T;
    const known = Object.keys(values);
    const missing = `${section} has no "${name}"${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`;
    throw new ConfigError(`release.${section}`, {
      where: this.path,
      what: file === undefined ? `the file does not exist, and "${name}" is read from its ${section}` : missing,
      fix: `${file === undefined ? 'create it, and ' : ''}add a line below ${section}: \`${example}\``,
    });
  }
}
