// What the server gives a page.

export const dataIn = (page) => JSON.parse(page.getElementById("page-data")?.textContent ?? null);

// `url`: where it came from in the end.
export async function fetchPage(address, form) {
  const response = await fetch(address, form && { method: "POST", body: form });
  return { url: response.url, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}
