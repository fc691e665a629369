import { plainJobManifest } from './job/plain-job-manifest';
import type { RenderedJob } from './job-basics';
import { jobSetManifest } from './job-set/job-set-manifest';
import { rayJobManifest } from './ray/ray-job-manifest';
import type { ResolvedJob } from './resolve-job';
import { sparkManifest } from './spark/spark-manifest';
import { trainJobManifest } from './train-job/train-job-manifest';
import { volcanoManifest } from './volcano/volcano-manifest';

/** The object of a job, by its engine. */
export function jobManifest(job: ResolvedJob): RenderedJob {
  switch (job.engine) {
    case 'none':
      return plainJobManifest(job);
    case 'jobSet':
      return jobSetManifest(job);
    case 'trainJob':
      return trainJobManifest(job);
    case 'ray':
      return rayJobManifest(job);
    case 'spark':
      return sparkManifest(job);
    case 'volcano':
      return volcanoManifest(job);
  }
}
