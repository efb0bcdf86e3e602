"use strict";
// What can be scrolled sideways can be reached and scrolled by keyboard.
addEventListener("load", () => {
  for (const part of document.querySelectorAll("pre, .table-wrapper"))
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
});
