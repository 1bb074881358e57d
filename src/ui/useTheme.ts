import { useEffect } from 'react';
import { useLab } from '../store/lab.ts';
import { mediaMatches, onMediaChange } from '../store/services.ts';

const DARK = '(prefers-color-scheme: dark)';

/** Gives the document the theme of the page's state; that of the system where the visitor chose none. */
export function useTheme(): void {
  const theme = useLab((state) => state.theme);
  useEffect(() => {
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (mediaMatches(DARK) ? 'dark' : 'light') : theme;
    };
    apply();
    return onMediaChange(DARK, apply);
  }, [theme]);
}
