// What a reader would stumble over on the page as it is drawn: a list of sentences, empty when
// there is nothing. The window must be as high as the page, so that nothing is hidden by scrolling.
() => {
  const faults = [];
  const say = (what, text) => faults.push(`${what}: ${text}`);
  const short = text => text.trim().replace(/\s+/g, ' ').slice(0, 60);

  for (const box of document.querySelectorAll('[data-testid=stException]'))
    say('exception', short(box.innerText));

  const main = document.querySelector('[data-testid=stMain]');
  for (const part of [document.documentElement, main])
    if (part.scrollWidth > part.clientWidth)
      say('scrolls sideways', `${part.scrollWidth} px of content in ${part.clientWidth} px`);

  // Every chart says what it shows to those who cannot see it.
  for (const chart of document.querySelectorAll('[data-testid=stPlotlyChart]'))
    if (!chart.closest('[aria-label]') && !chart.querySelector('[role=img][aria-label]'))
      say('chart without words', short(chart.innerText));

  const isSeen = element => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    // Text for screen readers only is cut to a pixel.
    for (let part = element; part && part !== document.body; part = part.parentElement) {
      const box = part.getBoundingClientRect();
      const cuts = getComputedStyle(part).overflow !== 'visible' && part.tagName !== 'svg';
      if (cuts && (box.width <= 1 || box.height <= 1)) return false;
    }
    return true;
  };
  const hasTooltip = element =>
    element.closest('[title], [aria-label], [data-testid=stTooltipHoverTarget]') !== null;

  // Lines of text as they are drawn: of HTML each line of a text node, of charts each label.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const isText = node.data.trim() && !element.closest('script, style, noscript, canvas, option');
    if (!isText || !isSeen(element)) continue;
    // An icon's name stands in its text; the font draws a sign instead.
    if (element.closest('[data-testid=stIconMaterial]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) lines.push({ node, element, box, text: node.data });
  }

  // Text that is cut off, unless it can be scrolled, or an ellipsis and a tooltip stand for it.
  const isCutBy = (line, part) => {
    const style = getComputedStyle(part);
    const outer = part.getBoundingClientRect();
    const isSvg = part.tagName === 'svg';
    const cuts = axis => isSvg ? style.overflow !== 'visible' : /hidden|clip/.test(style[axis]);
    const slack = isSvg ? 1.5 : 2.5;
    const sideways = cuts('overflowX')
      && (line.box.right > outer.right + slack || line.box.left < outer.left - slack);
    const down = cuts('overflowY')
      && (line.box.bottom > outer.bottom + line.box.height / 3
        || line.box.top < outer.top - line.box.height / 3);
    return { sideways, down, hasEllipsis: style.textOverflow === 'ellipsis'
      || style.webkitLineClamp !== 'none' };
  };
  const told = new Set();
  for (const line of lines) {
    for (let part = line.element; part && part !== document.body; part = part.parentElement) {
      const style = getComputedStyle(part);
      if (/auto|scroll/.test(style.overflowX + style.overflowY) && part !== main) break;
      const { sideways, down, hasEllipsis } = isCutBy(line, part);
      if (!sideways && !down) continue;
      line.isCut = true;
      if (!(hasEllipsis && hasTooltip(line.element)) && !told.has(line.node))
        say(hasEllipsis ? 'cut without a tooltip' : 'cut off', short(line.text));
      told.add(line.node);
      break;
    }
  }

  // Text over text, or so near that two words read as one. A line's box is higher than its letters, so it is made lower by a fifth.
  const gap = node => node.parentElement.closest('svg') ? 1.5 : -0.5;
  const drawn = lines.filter(line => !line.isCut).map(({ node, box, text }) => ({
    node, text, left: box.left - gap(node), right: box.right + gap(node),
    top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2,
  })).sort((one, other) => one.top - other.top);
  drawn.forEach((one, place) => {
    for (const other of drawn.slice(place + 1)) {
      if (other.top >= one.bottom) break;
      if (one.node !== other.node && one.left < other.right && other.left < one.right)
        say('text over text', `"${short(one.text)}" and "${short(other.text)}"`);
    }
  });
  return faults;
}
