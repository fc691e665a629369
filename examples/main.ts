import { batch } from './batch/app';
import { blueGreen } from './blue-green/app';
import { dataPipeline } from './data-pipeline/app';
import { platform } from './platform/app';
import { routers } from './routers/app';
import { serving } from './serving/app';
import { tenants } from './tenants/app';

for (const example of [batch, blueGreen, dataPipeline, platform, routers, serving, tenants]) example().synth();
