// Ids of 128 random bits: `crypto.randomUUID` is missing over plain HTTP.

export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
