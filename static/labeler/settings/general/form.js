// The fields of Settings, General, as values of a project: reading them, writing them, and saying what is wrong with them.

import { plural, sharesOf, SPLITS } from "base/words";
import { percentOf } from "settings/general/changes";
import { clear, offer } from "settings/offer";

const WORDS = { name: "name", guidelines: "guidelines", license: "license", split_ratios: "shares", split_seed: "seed", closed: "who sees it", window: "brightness" };
const ENDS = ["from", "to"]; // of the window
export const NO_SHARES = { train: NaN }; // what was typed adds up to nothing: no project has it

export class GeneralForm {
  constructor(form) {
    this.form = form;
    this.fields = form.elements;
  }

  values() {
    const { deal, closed, name, guidelines, license, split_seed: seed } = this.fields;
    return {
      name: name.value,
      guidelines: guidelines.value,
      license: license.value,
      split_ratios: deal.checked ? (this.shares() ?? NO_SHARES) : null,
      split_seed: seed.value,
      closed: closed.value === "yes",
      window: this.#window(),
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
    else if (name === "split_ratios") this.#writeShares(value);
    else if (name === "window") for (const end of ENDS) this.fields[`window_${end}`].value = value?.[end] ?? "";
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
  words = (name) => WORDS[name];
  isRefused = (name) => !this.#box(name).hidden;
  focus = (name) => this.#marked(name)[0]?.focus();

  // Somebody else's value, in words.
  told(name, value) {
    if (name === "closed") return value ? "closed" : "open";
    if (name === "split_ratios") return value ? SPLITS.map((each) => `${percentOf(value[each])}% ${each}`).join(", ") : "no splits";
    if (name === "guidelines") return value ? `${plural(value.length, "character")}: ${value.slice(0, 300)}${value.length > 300 ? "…" : ""}` : "empty";
    if (name === "window") return value ? `${value.from} to ${value.to}` : "each over what it holds";
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
