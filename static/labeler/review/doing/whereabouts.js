// Where somebody is on the page: remembered when it is left, brought back when it is come back to.

import { placeLeft, placeNow, rememberPlace, rightOf } from "review/remembered-place";

export class Whereabouts {
  constructor(choosing) {
    Object.assign(this, { choosing });
  }

  // Images by their ids: another time others may stand around them.
  view() {
    const { grid, oneClass, selection } = this.choosing;
    const ids = (places) => places.map((place) => grid.image(place)?.id);
    const { decided = [], isApproved = false } = oneClass?.state ?? {};
    return { selected: ids(selection.places), focused: grid.image(selection.focus)?.id, decided: ids(decided), isApproved };
  }

  show({ selected, focused, decided, isApproved }) {
    const { grid, oneClass, selection } = this.choosing;
    const places = (ids) => ids.map((id) => grid.placeOf(id)).filter((place) => place >= 0);
    oneClass?.restore({ decided: places(decided), isApproved });
    this.choosing.choose(() => selection.set(places(selected), Math.max(0, grid.placeOf(focused))));
  }

  // Where a step was made, or taken back; what was decided since, on the labeling page, stays decided.
  showStep(page, side) {
    const known = page[side === "before" ? "after" : "before"].decided;
    const meanwhile = this.view().decided.filter((id) => !known.includes(id));
    const { selected, decided } = page[side];
    this.show({ ...page[side], decided: [...decided, ...meanwhile], selected: selected.filter((id) => !meanwhile.includes(id)) });
  }

  start(scroll) {
    const { grid, looking, oneClass, selection } = this.choosing;
    addEventListener("pagehide", () => {
      const shown = grid.images.map(({ id, revision }, place) => [id, revision, looking.isSeen(place), looking.isTouched(place)]);
      rememberPlace({ ...this.view(), shown, top: scroll?.scrollTop });
    });
    // As it was kept in memory it may be out of date.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    if (!grid.count) return;
    const left = placeLeft();
    if (!left) return this.show({ selected: oneClass ? rightOf(grid.images) : [], decided: [], isApproved: false });
    const now = placeNow(left, grid.images, Boolean(oneClass));
    this.show(now);
    for (const id of now.touched) looking.touch(grid.placeOf(id));
    for (const id of now.seen) looking.see(grid.placeOf(id));
    scroll.scrollTop = left.top ?? 0;
    if (now.focused !== left.focused) grid.cell(selection.focus).scrollIntoView({ block: "nearest" });
  }
}
