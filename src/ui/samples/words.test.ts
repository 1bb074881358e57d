import { describe, expect, it } from 'vitest';
import { encode } from '../../world/words.ts';
import { promptText, shownResponse } from './words.ts';

describe('a response as it is shown', () => {
  const prompt = encode('garden bread :');

  it('has a kind for each word, content as seen from the prompt', () => {
    const { words, ended } = shownResponse(prompt, encode('sure soil with pawn then garden ! EOS'));
    expect(words.map(({ text, kind }) => `${text}/${kind}`)).toEqual([
      'sure/style', 'soil/on', 'with/connective', 'pawn/off', 'then/connective', 'garden/topic', '!/style',
    ]);
    expect(ended).toBe(true);
  });

  it('says where it was cut off', () => {
    expect(shownResponse(prompt, encode('soil soil'))).toMatchObject({ ended: false, words: [{ text: 'soil' }, { text: 'soil' }] });
    expect(promptText(prompt)).toBe('garden, bread');
  });
});
