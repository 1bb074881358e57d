/** All fields in their groups, behind one fold with a search. The knobs stand above, once; here they are only pointed at. */
import { useState } from 'react';
import { fieldKeys, type FieldKey, type Group } from '../../config/fields.ts';
import { knobOf, type Knob } from '../../settings/knobs.ts';
import { fieldOf } from '../../settings/values.ts';
import { useLab } from '../../store/lab.ts';
import { FieldControl } from './FieldControl.tsx';
import { searchFields } from './search.ts';

const OPEN_AT_FIRST: readonly Group[] = ['Comparison'];
const GROUPS: readonly Group[] = [...new Set(fieldKeys.map((key) => fieldOf(key).group))];

interface Props {
  readonly changed: readonly FieldKey[];
  readonly runActive: boolean;
}

export function AllFields({ changed, runActive }: Props) {
  const [open, setOpen] = useState(true);
  const [query, setQuery] = useState('');
  const searching = query.trim() !== '';
  const found = searchFields(query);
  return (
    <section className="all-fields">
      <h2>
        <button type="button" className="all-fields-toggle" aria-expanded={open} aria-controls="all-fields" onClick={() => setOpen(!open)}>
          All {fieldKeys.length} settings
        </button>
      </h2>
      {open && (
        <div id="all-fields" className="all-fields-groups">
          <div className="field-search" role="search">
            <input
              type="search" aria-label="Search the settings" placeholder="Search: name, symbol, word" autoComplete="off" value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setQuery('');
              }}
            />
            {query !== '' && <button type="button" className="quiet" onClick={() => setQuery('')}>Clear</button>}
            <p role="status">{searching && `${found.length} of ${fieldKeys.length} settings`}</p>
          </div>
          {GROUPS.map((group) => {
            const keys = found.filter((key) => fieldOf(key).group === group);
            if (keys.length === 0) return null;
            // A group of its own while searching, so that what was open before is open afterwards.
            return <FieldGroup key={`${group} ${searching}`} {...{ group, keys, changed, runActive }} openAtFirst={searching || OPEN_AT_FIRST.includes(group)} />;
          })}
        </div>
      )}
    </section>
  );
}

interface GroupProps extends Props {
  readonly group: Group;
  readonly keys: readonly FieldKey[];
  readonly openAtFirst: boolean;
}

function FieldGroup({ group, keys, changed, runActive, openAtFirst }: GroupProps) {
  const [open, setOpen] = useState(openAtFirst);
  const rejected = useLab((state) => state.draft.rejected);
  const wrong = keys.filter((key) => rejected[key]).length;
  const differing = keys.filter((key) => changed.includes(key)).length;
  return (
    <details className="field-group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{group}</h3>
        {differing > 0 && <span className="field-group-changed">{differing} changed</span>}
        {wrong > 0 && <span className="field-group-wrong">{wrong} to correct</span>}
      </summary>
      {open && keys.map((key) => {
        const knob = knobOf(key);
        return knob ? <KnobPointer key={key} knob={knob} /> : <FieldControl key={key} name={key} runActive={runActive} />;
      })}
    </details>
  );
}

/** Leads to a field that stands among the knobs. */
function KnobPointer({ knob: { key, title } }: { readonly knob: Knob }) {
  const { label } = fieldOf(key);
  return (
    <p className="field-pointer">
      <button type="button" className="quiet" onClick={() => document.getElementById(`field-${key}`)?.focus()}>{label}: above, under “{title}” ↑</button>
    </p>
  );
}
