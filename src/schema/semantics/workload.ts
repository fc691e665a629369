import { TEXT_FORMATS } from '../formats';
import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import type { ValuePath } from '../schema-finding';
import { isEmptySelector, labelSelectorSemantics, selects } from './label-selector';
import { isPercentZero } from './percent';
import type { Report, Semantics } from './semantics';
import { claimSpecSemantics } from './storage';

/** Selector, template and update of the kinds that keep pods running. */
export const workloadSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const selector = fieldsAt(spec, 'selector');
  labelSelectorSemantics(['spec', 'selector'], selector, report);
  if (isEmptySelector(selector))
    report(['spec', 'selector'], 'is empty, and would select every pod', 'set matchLabels to the labels of the template');
  else if (!selects(selector, fieldsAt(spec, 'template', 'metadata', 'labels'))) {
    report(
      ['spec', 'template', 'metadata', 'labels'],
      'do not fit spec.selector, so the pods would never be found',
      'give the template the labels of the selector',
    );
  }
  const restart = textAt(spec, 'template', 'spec', 'restartPolicy');
  if (restart !== undefined && restart !== 'Always')
    report(
      ['spec', 'template', 'spec', 'restartPolicy'],
      `is ${restart}, and ${object.kind} keeps pods running`,
      'write Always, or use a Job',
    );
  if (valueAt(spec, 'template', 'spec', 'activeDeadlineSeconds') !== undefined) {
    report(['spec', 'template', 'spec', 'activeDeadlineSeconds'], `may not stand in a ${object.kind}`, 'remove it, or use a Job');
  }
  update(object, report);
  for (const [index, claim] of listAt(spec, 'volumeClaimTemplates').entries()) {
    claimName(['spec', 'volumeClaimTemplates', index, 'metadata', 'name'], textAt(claim, 'metadata', 'name') ?? '', report);
    claimSpecSemantics(['spec', 'volumeClaimTemplates', index, 'spec'], fieldsAt(claim, 'spec'), report);
  }
};

/** A claim of a StatefulSet becomes a volume, whose name is a label. */
function claimName(path: ValuePath, name: string, report: Report): void {
  const format = TEXT_FORMATS['dns-label'];
  if (format?.test(name) === false)
    report(path, name === '' ? 'is missing' : `is "${name}", and it names a volume`, `write ${format.title}`);
}

function update(object: Readonly<Record<string, unknown>>, report: Report): void {
  const field = object.kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const strategy = fieldsAt(object, 'spec', field);
  const rolling = fieldsAt(strategy, 'rollingUpdate');
  const path = ['spec', field, 'rollingUpdate'];
  if (strategy.type !== undefined && strategy.type !== 'RollingUpdate' && strategy.rollingUpdate)
    report(path, `may not stand beside type ${strategy.type}`, 'remove it');
  if (object.kind === 'StatefulSet') return;
  if (
    isPercentZero(rolling.maxUnavailable) &&
    (object.kind === 'DaemonSet' ? isPercentZero(rolling.maxSurge ?? 0) : isPercentZero(rolling.maxSurge))
  ) {
    report([...path, 'maxUnavailable'], 'is 0, and so is maxSurge: no pod could ever be replaced', 'set maxSurge: 1');
  }
  if (object.kind === 'DaemonSet' && !isPercentZero(rolling.maxSurge ?? 0) && !isPercentZero(rolling.maxUnavailable ?? 1)) {
    report([...path, 'maxSurge'], 'may not stand beside maxUnavailable', 'set maxUnavailable: 0');
  }
  const [deadline, ready] = [numberAt(object, 'spec', 'progressDeadlineSeconds') ?? 600, numberAt(object, 'spec', 'minReadySeconds') ?? 0];
  if (object.kind === 'Deployment' && deadline <= ready) {
    report(
      ['spec', 'progressDeadlineSeconds'],
      `is ${deadline}, and must be more than minReadySeconds (${ready})`,
      `write more than ${ready}`,
    );
  }
}
