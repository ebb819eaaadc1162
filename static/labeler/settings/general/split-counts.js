// The shares of the splits: a bar, and how many answered images each side would have, while one types.

import { post } from "base/http";
import { thousands } from "base/markup";
import { plural, SPLITS } from "base/words";

const PAUSE = 300; // ms without typing before the images are counted again
const ANSWERED = ["labeled", "needs_review", "approved"];

export function wireSplits(fields, url) {
  const box = document.getElementById("shares");
  const anew = document.getElementById("deals-anew");
  let timer;
  let counted = ""; // what the counts are of
  let running = null;

  function show() {
    const { deal, split_seed: seed } = fields.fields;
    box.hidden = !deal.checked;
    const shares = fields.shares();
    if (shares) paintBar(shares);
    const wanted = deal.checked && shares ? JSON.stringify({ ratios: shares, seed: seed.value || undefined }) : "";
    if (wanted === counted) return;
    counted = wanted;
    running?.abort();
    clearTimeout(timer);
    paintCounts(null);
    anew.hidden = true;
    if (wanted) timer = setTimeout(count, PAUSE, wanted);
  }

  async function count(wanted) {
    running = new AbortController();
    const preview = await post(url, { statuses: ANSWERED, splits: JSON.parse(wanted) }, { signal: running.signal }).catch(() => null);
    if (!preview || wanted !== counted) return;
    paintCounts(preview.by_split);
    const { since } = preview;
    anew.hidden = !since?.deals_anew;
    anew.querySelector("span").textContent = since ? `Shares or seed are not those of v${since.version}: in versions to come, images may be on another side than there. Do not compare test results across.` : "";
  }

  function paintBar(shares) {
    for (const name of SPLITS) {
      const side = document.querySelector(`[data-share="${name}"]`);
      side.style.setProperty("--v", `${shares[name] / 100}%`);
      side.hidden = !shares[name];
    }
  }

  function paintCounts(bySplit) {
    SPLITS.forEach((name, place) => {
      const words = bySplit && (place ? thousands(bySplit[name]) : `${plural(bySplit[name], "answered image")}`);
      document.getElementById(`count-${name}`).textContent = words ?? "\u00a0";
    });
  }

  // Why the shares cannot be saved.
  function refuse() {
    const sum = fields.sum();
    fields.refuse("split_ratios", sum === null || sum === 100 ? "Train, validation and test are percent with two decimals at most." : `Train, validation and test are ${sum}% together. They have to add up to 100.`);
  }

  document.getElementById("general").addEventListener("change", ({ target }) => {
    if (SPLITS.includes(target.name) && fields.fields.deal.checked && !fields.shares() && SPLITS.every((name) => fields.fields[name].value.trim())) refuse();
  });

  return { show, refuse };
}
