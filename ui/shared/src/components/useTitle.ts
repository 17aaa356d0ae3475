import { useEffect } from 'react';

/** The tab's title: what is shown, then the product. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Atalaya`;
  }, [title]);
}
