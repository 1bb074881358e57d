/** The settings as a link. */
import { useState } from 'react';
import { hashOf } from '../store/browser.ts';
import { useLab } from '../store/lab.ts';
import { copyText } from '../store/services.ts';

export function CopyLink() {
  const draft = useLab((state) => state.draft);
  const notify = useLab((state) => state.notify);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const link = `${location.origin}${location.pathname}${location.search}${hashOf(draft)}`;
    if (await copyText(link)) {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } else notify('The browser did not allow copying. The link:', [link]);
  };
  return <button type="button" className="header-copy" onClick={() => void copy()} title="The settings, as a link">{copied ? 'Link copied' : 'Copy link'}</button>;
}
