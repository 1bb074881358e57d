import { encodeLink } from '../src/settings/link.ts';
import { findPreset, presetConfig } from '../src/settings/presets.ts';
import { figuresOf } from '../src/bench/visit/figures.ts';
import { countTraffic } from '../src/bench/visit/traffic.ts';
import { makeVisit, runOf } from '../src/bench/visit/visit.ts';
import { expect, test } from './fixtures.ts';

/** What `bench --page` does, on the smallest run. */
test('a visit is watched from its first byte to the end of its run', async ({ browser, server }) => {
  const traffic = await countTraffic(server.address);
  try {
    const visit = await makeVisit(browser, traffic, `#${encodeLink('tiny', presetConfig(findPreset('tiny')!))}`, () => undefined);
    expect(visit.seen.end).toMatchObject({ how: 'finished' });
    expect(runOf('tiny', visit.seen)).toMatchObject({ preset: 'tiny', steps: presetConfig(findPreset('tiny')!).steps });
    const { bytes, layoutShift, messages, run } = figuresOf(visit);
    expect(bytes.firstStep.worker.requests).toBeGreaterThan(0);
    expect(messages.received).toBeGreaterThan(0);
    expect(run.movements).toBeGreaterThan(0);
    // From the last panel, with all that changes above it. Panels that collapsed at the press of Run made it .8.
    expect(layoutShift.run).toBeLessThan(0.25);
    expect(run.firstStepMs).toBeLessThan(run.endMs);
  } finally {
    await traffic.close();
  }
});
