import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldsTable } from './documentation.ts';

it('stands in the README as the table of fields has it', () => {
  expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(fieldsTable());
});
