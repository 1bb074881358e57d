/** Connects the page's state to the address, the browser's memory, the shipped starting weights and the screen. */
import { decodeLink } from '../settings/link.ts';
import type { StartsReader } from '../experiment/starts.ts';
import { AddressWriter } from './address.ts';
import { browserKeep, hashOf, keepConfig } from './browser.ts';
import { linkProblems, type Draft } from './draft.ts';
import { useLab } from './lab.ts';
import { followReadySeeds, type KeptSeeds } from './ready.ts';
import { isActive } from './record.ts';
import { stayAwake } from './services.ts';

const addressOf = (draft: Draft) => `${location.pathname}${location.search}${hashOf(draft)}`;

/** Call once, when the page starts. */
export function connect(readStarts: StartsReader, keptSeeds: KeptSeeds): void {
  followReadySeeds(readStarts, keptSeeds);
  connectAddress();
  let sleep: (() => void) | null = null;
  useLab.subscribe(({ record }) => {
    if (record?.status === 'running') sleep ??= stayAwake();
    else {
      sleep?.();
      sleep = null;
    }
  });
}

/**
 * The address holds the configuration shown, from the start, wherever that came from. Edits replace it; another preset
 * is an entry of its own, so that Back leads to the settings before it.
 */
function connectAddress(): void {
  const writer = new AddressWriter({
    replaceState: (...entry) => history.replaceState(...entry),
    pushState: (...entry) => history.pushState(...entry),
  }, () => performance.now());
  /** The visitor's link is what the page shows: its entry is there already. */
  let opening = false;

  writer.show(addressOf(useLab.getState().draft));
  useLab.subscribe(({ draft }, before) => {
    if (draft.preset === before.draft.preset && draft.config === before.draft.config) return;
    keepConfig(draft, browserKeep);
    writer.show(addressOf(draft), { entry: draft.preset !== before.draft.preset && !opening });
  });
  // The last change of a visit, and that of a reload.
  window.addEventListener('pagehide', () => writer.flush());

  // Only a visitor changes the hash of an open page, by a link or by Back: the writer's calls fire no event.
  window.addEventListener('hashchange', () => {
    writer.changed();
    const { draft, record, replaceAll, notify } = useLab.getState();
    if (location.hash === hashOf(draft)) return;
    if (isActive(record)) {
      writer.show(addressOf(draft));
      return notify('The link was not opened, because a run is in progress. Reset ends the run; then open it again.');
    }
    const decoded = decodeLink(location.hash);
    opening = true;
    replaceAll(decoded.preset, decoded.config);
    opening = false;
    // Also where the settings are the same and only the link is written differently.
    writer.show(addressOf(useLab.getState().draft));
    const problems = linkProblems(decoded);
    if (problems.length > 0) notify('Part of the link could not be read; the preset’s values are used there.', problems);
  });
}
