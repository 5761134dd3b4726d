// Runs before the app, in any browser, and speaks only when the app cannot start: an old browser, or a file that did not come.
(() => {
  function tell() {
    var host = document.getElementById('app');
    if (!host || host.firstChild || document.getElementById('unready')) return;
    var words = document.createElement('p');
    words.id = 'unready';
    words.setAttribute('role', 'alert');
    words.textContent =
      'Gesso could not start here. Reload the page; if that does not help, this browser may be too old: ' +
      'Chrome or Edge 109, Firefox 115 and Safari 16.4 or newer run it.';
    document.body.appendChild(words);
  }
  function look() {
    setTimeout(tell, 0);
  }
  window.addEventListener('error', look, true);
  window.addEventListener('unhandledrejection', look);
  if (!('noModule' in document.createElement('script'))) window.addEventListener('load', look);
})();
