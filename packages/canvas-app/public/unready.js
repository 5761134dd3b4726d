// Runs before the app, in any browser, and speaks only when the app cannot start: an old browser, or a file that did not come.
(() => {
  // What is said until the words of other languages have come, and where they do not.
  var english =
    'Gesso could not start here. Reload the page; if that does not help, this browser may be too old: ' +
    'Chrome or Edge 109, Firefox 115 and Safari 16.4 or newer run it.';
  var asked = false;
  function isReady() {
    var host = document.getElementById('app');
    return !host || host.firstChild || document.getElementById('unready');
  }
  function tell(text, language) {
    if (isReady()) return;
    var words = document.createElement('p');
    words.id = 'unready';
    words.lang = language;
    words.dir = 'auto';
    words.setAttribute('role', 'alert');
    words.textContent = text;
    document.body.appendChild(words);
  }
  function tellIn(table) {
    var wanted = navigator.languages || [navigator.language];
    var code;
    var i;
    for (i = 0; i < wanted.length; i += 1) {
      code = String(wanted[i]).toLowerCase().split('-')[0];
      if (typeof table[code] === 'string') return tell(table[code], code);
    }
    tell(english, 'en');
  }
  function ask() {
    if (asked || isReady()) return;
    asked = true;
    var request = new XMLHttpRequest();
    request.onloadend = () => {
      var table = {};
      try {
        table = JSON.parse(request.responseText);
      } catch (_error) {
        // The file has not come either.
      }
      tellIn(table);
    };
    request.timeout = 5000;
    request.open('GET', '/unready-words.json');
    request.send();
  }
  function look() {
    setTimeout(ask, 0);
  }
  window.addEventListener('error', look, true);
  window.addEventListener('unhandledrejection', look);
  if (!('noModule' in document.createElement('script'))) window.addEventListener('load', look);
})();
