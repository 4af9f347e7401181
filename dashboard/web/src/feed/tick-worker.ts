/** Ticks for the page: a browser holds back the timers of a tab that nobody looks at, and a feed that dies meanwhile must be heard all the same. Those of a worker go on. */
setInterval(() => postMessage(null), 1_000)
