const PARTS = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;

/** Whether Go's `time.ParseDuration` takes a text. @see https://pkg.go.dev/time#ParseDuration */
export function isGoDuration(text: string): boolean {
  return PARTS.test(text) || /^[+-]?0$/.test(text);
}
