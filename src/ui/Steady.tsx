/** A part of the page that gets no lower while a run goes on, so that what lies below it stays where it is. */
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { quietly } from '../store/services.ts';

interface Props {
  /** Whether it may grow only. The height that it had before it became so is its least. */
  readonly still: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Steady({ still, className, children }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const held = useRef(still);

  useEffect(() => {
    if (!element.current) return;
    let width = element.current.offsetWidth;
    const measure = () => {
      if (!element.current) return;
      // At another width its content has another height.
      if (element.current.offsetWidth !== width) element.current.style.minHeight = '';
      width = element.current.offsetWidth;
      height.current = element.current.offsetHeight;
      if (held.current) element.current.style.minHeight = `${height.current}px`;
    };
    // Without one the page moves.
    const observer = quietly(() => new ResizeObserver(measure), null);
    observer?.observe(element.current);
    return () => observer?.disconnect();
  }, []);

  // Before anything is painted: the observer has not yet seen what the run's start leaves out.
  useLayoutEffect(() => {
    held.current = still;
    if (element.current) element.current.style.minHeight = still ? `${height.current}px` : '';
  }, [still]);

  return <div ref={element} className={className}>{children}</div>;
}
