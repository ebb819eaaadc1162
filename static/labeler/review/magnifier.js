// The image in focus, large over the grid. All keys go on meaning what they mean: the grid is still there behind it.

import { element } from "base/markup";
import { fileName } from "parts/file-name";

export class Magnifier {
  #box;
  #pictures;

  // `pictures`: the address of the API's assets. The box is hidden until it is asked for. `onChange()` hears when another
  // picture is there, or none.
  constructor(box, pictures, onChange) {
    this.#box = box;
    this.#pictures = pictures;
    this.onChange = onChange;
    box?.addEventListener("click", () => this.close());
  }

  get isOpen() {
    return Boolean(this.#box) && !this.#box.hidden;
  }

  // Large, or small again; `cell` is the one in focus.
  toggle(cell) {
    if (!this.#box || !cell) return;
    this.#box.hidden = !this.#box.hidden;
    this.follow(cell);
    this.onChange();
  }

  close() {
    if (this.#box) this.#box.hidden = true;
    this.onChange();
  }

  // Whether this is the picture, and it is there.
  shows(cell) {
    return this.isOpen && this.#box.firstElementChild.dataset.id === cell.dataset.id && [...this.#box.querySelectorAll("img")].some(({ naturalWidth }) => naturalWidth);
  }

  // The focus moved, or what the cell says changed.
  follow(cell) {
    if (!this.isOpen || !cell) return;
    const [picture, words] = this.#box.children;
    const small = cell.querySelector("img");
    if (picture.dataset.id !== cell.dataset.id) {
      picture.dataset.id = cell.dataset.id;
      picture.replaceChildren(...(small ? this.#pictureOf(small, cell) : [cell.querySelector(".failed").cloneNode(true)]));
    }
    this.#box.classList.toggle("is-selected", cell.matches('[aria-selected="true"]'));
    const name = fileName(small?.alt ?? "");
    name.classList.add("muted");
    const shown = cell.dataset.shown ? [element("span", { class: "muted" }, cell.dataset.shown)] : [];
    words.replaceChildren(...[...cell.querySelector(".cap").children].map((each) => each.cloneNode(true)), name, ...shown);
    this.#fetchNext(cell.nextElementSibling);
  }

  // The small one stands in until the large one is there.
  #pictureOf(small, cell) {
    const large = element("img", { alt: small.alt, src: this.#addressOf(cell) });
    const standIn = element("img", { alt: "", src: small.src });
    large.addEventListener("load", () => {
      standIn.remove();
      this.onChange();
    });
    large.addEventListener("error", () => large.remove());
    return [standIn, large];
  }

  #fetchNext(cell) {
    if (cell) new Image().src = this.#addressOf(cell);
  }

  #addressOf({ dataset: { id, ending = "" } }) {
    return `${this.#pictures}${id}/display${ending}`;
  }
}
