// Marks approved images as known: labelers are asked about them now and then.

import { post } from "base/http";
import { plural } from "base/words";

// Resolves to what became of it, in words.
export async function markKnown(api, ids) {
  const { changed, already, refused } = await post(`${api}gold/`, { asset_ids: ids });
  return [
    `${plural(changed, "image")} marked as known`,
    already && `${already} were before`,
    refused && `${refused} are not approved`,
  ].filter(Boolean).join(", ");
}
