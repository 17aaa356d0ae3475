import { type RefObject, useEffect, useState } from 'react';

const LEAVE_GRACE_MILLIS = { scrolledAway: 2_000, tabHidden: 8_000 };

/**
 * Whether somebody can see the element. A short look away does not count; a picture in picture
 * is seen even when its tab is not.
 */
export function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(() => !document.hidden);

  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    let intersects = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const inPicture = () => target.contains(document.pictureInPictureElement);

    const review = () => {
      clearTimeout(timer);
      const seen = inPicture() || (intersects && !document.hidden);
      const grace = document.hidden
        ? LEAVE_GRACE_MILLIS.tabHidden
        : LEAVE_GRACE_MILLIS.scrolledAway;
      if (seen) setInView(true);
      else timer = setTimeout(() => setInView(false), grace);
    };
    const observer = new IntersectionObserver(([entry]) => {
      intersects = entry?.isIntersecting ?? false;
      review();
    });
    observer.observe(target);
    document.addEventListener('visibilitychange', review);
    target.addEventListener('leavepictureinpicture', review, true);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', review);
      target.removeEventListener('leavepictureinpicture', review, true);
    };
  }, [element]);

  return inView;
}
