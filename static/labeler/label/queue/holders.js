// Who has an image, in words. Pure.

// { one, many, mine } of a holder of images: oneself in another window, or somebody else.
export function said({ one, many = one, mine }, { mine: isMine, username }, count = 1) {
  return (isMine ? mine : count === 1 ? one : many).replace("{n}", count).replace("{who}", () => username);
}
