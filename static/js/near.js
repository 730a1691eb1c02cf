// Near: what is far down the page is begun once somebody comes near it.

const AHEAD = 64; // pixels above and below the window

/** Do some work once, as soon as an element is in the window or near it. */
export function onceNear(element, work) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      work();
    },
    { rootMargin: `${AHEAD}px 0px` },
  );
  observer.observe(element);
}
