// The keys of categories by their place, as projects/models.py gives them: 1 to 9 and 0, then Q1 to Y0.

const DIGITS = "1234567890";
const TENS = ["", ..."QWETY"];

export function keyAt(place) {
  const ten = TENS[Math.floor(place / 10)];
  return ten === undefined ? "" : ten + DIGITS[place % 10];
}
