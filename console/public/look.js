// Runs before anything is painted, so that a dark page never flashes white. The policy of the
// server allows no script inside the page, so it is a file of its own.
;(function () {
  var kept = null
  try {
    kept = localStorage.getItem('liushui.look')
  } catch {
    // A browser that keeps nothing follows the system.
  }
  var dark =
    kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.look = dark ? 'dark' : 'light'
})()
