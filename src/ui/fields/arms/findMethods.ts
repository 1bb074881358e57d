import type { Method } from '../../../methods/method.ts';

/** The methods that have every word of a query in what their cards say, or in their names. All, where it is empty. */
export function findMethods(methods: readonly Method[], query: string): Method[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return methods.filter(({ name, title, summary, isolates, family, source, status }) => {
    const text = [name, title, summary, isolates, family, source, status].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
