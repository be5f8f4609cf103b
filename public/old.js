// For browsers that know no modules and therefore never run boot.js. Plain words of 2009, on purpose.
var shown = document.getElementById("cannot-run");
var root = document.getElementById("app");
if (shown && root) {
  root.innerHTML = shown.innerHTML;
}
