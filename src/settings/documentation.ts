/** The table of fields as Markdown, for the README; a test holds the README to it. */
import { fieldKeys, fields, type Field, type FieldKey } from '../config/fields.ts';
import { allowedOf } from '../config/fieldValues.ts';
import { formatValue } from './values.ts';
import { defaultConfig } from './schema.ts';

const EFFECTS: Readonly<Record<Field['effect'], string>> = {
  step: 'at the next step', run: 'new run', head: 'new head', labels: 'new labels', trunk: 'new trunk', policy: 'new SFT',
};

function row(key: FieldKey): string {
  const field: Field = fields[key];
  const name = field.symbol ? `${field.label}, ${field.symbol}` : field.label;
  const cells = [`\`${key}\``, name, formatValue(key, defaultConfig[key]), field.paper ?? '', allowedOf(field), EFFECTS[field.effect]];
  return `| ${cells.join(' | ')} |`;
}

export function fieldsTable(): string {
  const header = ['| field | meaning | default | paper | allowed | a change takes effect |', '| --- | --- | --- | --- | --- | --- |'];
  return [...header, ...fieldKeys.map(row)].join('\n');
}
