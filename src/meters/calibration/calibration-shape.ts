import type { Calibration, CalibrationPoint, ChipsFit, Fitted, LoadFit } from './calibration.ts';

/** Whether a value read from a file is a whole calibration: a hand may have been at it. */
export function isCalibration(value: unknown): value is Calibration {
  if (!isObject(value)) return false;
  const { id, madeAt, method, meter, gain, machine, byLoad, byChips, idle, points } = value;
  return (
    [id, madeAt, method, meter].every((text) => typeof text === 'string') &&
    isNumber(gain) &&
    isObject(machine) &&
    typeof machine['cpu'] === 'string' &&
    [machine['sockets'], machine['threads'], machine['ramBytes']].every(isNumber) &&
    Array.isArray(machine['gpus']) &&
    isLoadFit(byLoad) &&
    (byChips === undefined || isChipsFit(byChips)) &&
    isObject(idle) &&
    Object.values(idle).every((one) => isFitted(one) && typeof one['method'] === 'string') &&
    Array.isArray(points) &&
    points.every(isPoint)
  );
}

function isLoadFit(value: unknown): value is LoadFit {
  if (!isObject(value)) return false;
  const { idleW, fullW, bendW, covariance, misfit } = value;
  return (
    isFitted(idleW) &&
    isFitted(fullW) &&
    isFitted(bendW) &&
    Number(idleW['value']) > 0 &&
    Number(fullW['value']) > Number(idleW['value']) &&
    Array.isArray(covariance) &&
    covariance.length === 9 &&
    covariance.every(isNumber) &&
    isNumber(misfit)
  );
}

function isChipsFit(value: unknown): value is ChipsFit {
  if (!isObject(value)) return false;
  const { baseW, efficiency, channels } = value;
  return (
    isFitted(baseW) &&
    isFitted(efficiency) &&
    Number(efficiency['value']) > 0 &&
    ['centreW', 'centreSdW', 'slopeSd', 'misfit', 'ramPart'].every((key) => isNumber(value[key])) &&
    Array.isArray(channels)
  );
}

function isPoint(value: unknown): value is CalibrationPoint {
  return isObject(value) && ['load', 'wallW', 'step'].every((key) => isNumber(value[key]));
}

function isFitted(value: unknown): value is Fitted & Record<string, unknown> {
  return isObject(value) && isNumber(value['value']) && isNumber(value['sd']) && value['sd'] >= 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
