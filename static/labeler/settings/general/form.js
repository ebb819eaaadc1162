// The fields of Settings, General, as values of a project: reading them, writing them, and saying what is wrong with them.

import { plural, sharesOf, SPLITS } from "base/words";
import { percentOf } from "settings/general/changes";
import { QUALITY } from "settings/general/quality";
import { clear, offer } from "settings/offer";

const WORDS = { name: "name", guidelines: "guidelines", license: "license", citation: "citation", split_ratios: "shares", split_seed: "seed", approve_mended: "approval of mended pictures", closed: "who sees it", window: "brightness", send_back_reasons: "reasons", second_share: "share that is labeled again", gold_share: "share of known pictures", gold_told: "word about known pictures" };
const NUMBERS = ["second_share", "gold_share"]; // in per cent
const ENDS = ["from", "to"]; // of the window
const linesOf = (text) => text.split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);
export const NO_SHARES = { train: NaN }; // what was typed adds up to nothing: no project has it

export class GeneralForm {
  constructor(form) {
    this.form = form;
    this.fields = form.elements;
  }

  values() {
    const { deal, closed, name, guidelines, license, citation, split_seed: seed, approve_mended: approves } = this.fields;
    return {
      name: name.value,
      guidelines: guidelines.value,
      license: license.value,
      citation: citation.value,
      split_ratios: deal.checked ? (this.shares() ?? NO_SHARES) : null,
      split_seed: seed.value,
      approve_mended: approves.checked,
      closed: closed.value === "yes",
      window: this.#window(),
      send_back_reasons: linesOf(this.fields.send_back_reasons.value),
      ...Object.fromEntries(Object.entries(QUALITY).map(([name, { read }]) => [name, read(this.fields)])),
      ...Object.fromEntries(NUMBERS.map((each) => [each, numberIn(this.fields[each].value)])),
      gold_told: this.fields.gold_told.checked,
    };
  }

  shares() {
    return sharesOf(this.#typed());
  }

  // What the shares add up to as they are typed, or null when one is no number.
  sum() {
    const numbers = Object.values(this.#typed()).map((text) => (text.trim() ? Number(text) : 0));
    return numbers.some((number) => !(number >= 0)) ? null : Number(numbers.reduce((sum, number) => sum + number, 0).toFixed(2));
  }

  write(name, value) {
    if (name === "closed") this.fields.closed.value = value ? "yes" : "no";
    else if (name === "approve_mended") this.fields.approve_mended.checked = value;
    else if (name in QUALITY) QUALITY[name].write(this.fields, value);
    else if (name === "split_ratios") this.#writeShares(value);
    else if (name === "send_back_reasons") this.fields[name].value = value.join("\n");
    else if (name === "window") for (const end of ENDS) this.fields[`window_${end}`].value = value?.[end] ?? "";
    else if (name === "gold_told") this.fields.gold_told.checked = value;
    else this.fields[name].value = value;
  }

  // Says it beside the field.
  refuse(name, sentence, choices) {
    this.#marked(name).forEach((field) => field.setAttribute("aria-invalid", "true"));
    offer(this.#box(name), sentence, choices);
  }

  accept(name) {
    this.#marked(name).forEach((field) => field.removeAttribute("aria-invalid"));
    clear(this.#box(name));
  }

  has = (name) => Boolean(this.#box(name));
  words = (name) => WORDS[name] ?? QUALITY[name].words;
  isRefused = (name) => !this.#box(name).hidden;
  focus = (name) => this.#marked(name)[0]?.focus();

  // Somebody else's value, in words.
  told(name, value) {
    if (name === "closed") return value ? "closed" : "open";
    if (name === "approve_mended") return value ? "on" : "off";
    if (name in QUALITY) return QUALITY[name].told(value);
    if (name === "split_ratios") return value ? SPLITS.map((each) => `${percentOf(value[each])}% ${each}`).join(", ") : "no splits";
    if (name === "guidelines") return value ? `${plural(value.length, "character")}: ${value.slice(0, 300)}${value.length > 300 ? "…" : ""}` : "empty";
    if (name === "gold_told") return value ? "said at once" : "not said";
    if (NUMBERS.includes(name)) return `${value}%`;
    if (name === "window") return value ? `${value.from} to ${value.to}` : "each over what it holds";
    if (name === "send_back_reasons") return value.length ? value.map((each) => `“${each}”`).join(", ") : "empty";
    return value ? `“${value}”` : "nothing";
  }

  #typed = () => Object.fromEntries(SPLITS.map((name) => [name, this.fields[name].value]));
  #box = (name) => document.getElementById(`error-${name}`);

  #marked(name) {
    if (name === "split_ratios") return SPLITS.map((each) => this.fields[each]);
    if (name === "window") return ENDS.map((end) => this.fields[`window_${end}`]);
    return name === "closed" ? [...this.fields.closed] : [this.fields[name]];
  }

  // The numbers among what was typed; the server says what is missing.
  #window() {
    const typed = ENDS.map((end) => [end, this.fields[`window_${end}`].value.trim().replace(",", ".")]).filter(([, text]) => text);
    return typed.length ? Object.fromEntries(typed.map(([end, text]) => [end, Number(text)]).filter(([, number]) => Number.isFinite(number))) : null;
  }

  #writeShares(value) {
    this.fields.deal.checked = Boolean(value);
    for (const name of value ? SPLITS : []) this.fields[name].value = percentOf(value[name]);
  }
}

// What is no number is sent as it was typed: the server says what is wrong with it.
function numberIn(text) {
  const typed = text.trim();
  return /^\d+$/.test(typed) ? Number(typed) : typed;
}
