// What keys without Ctrl are for: nobody is typing, and the person has not switched them off.

const TYPING =
  "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable=true], dialog";

export const typing = (target) => target.closest?.(TYPING);
export const single = () => "singleKeys" in document.body.dataset;
