// Figures the table shows for comparison. They are given, not measured here: floors are the fewest APDUs the card's
// own rules allow, peers are other programs timed once with the same modelled card (8 ms per APDU, 30 µs per byte,
// 300 ms per private-key operation). Limits are what this project promises.
export const given = {
  status: { limit: { apdus: 15 }, peer: "23 · 228 ms" },
  fill: { limit: { apdus: 5, overheadMs: 20 }, floor: "3", peer: "10 · 104 ms" },
  "sign cold": { limit: { apdus: 8, overheadMs: 20 } },
  "sign warm": {
    limit: { apdus: 6, ms: 415, overheadMs: 20 },
    floor: "4 · 400 ms",
    peer: "17 · 522 ms (OpenSC, bare: 60-89 · 1,094-1,365 ms)",
  },
  "each further document": { limit: { apdus: 1 }, floor: "1" },
  "PIN change": { limit: { apdus: 6, overheadMs: 20 }, peer: "4, unguarded" },
  "portal mode 01": { limit: { apdus: 6, overheadMs: 20 } },
  "portal mode 02, 3 digests": { limit: { apdus: 8, overheadMs: 20 } },
  "portal mode 02, 20 digests": { limit: { apdus: 25 } },
  "portal mode 04": { limit: { apdus: 5, overheadMs: 20 } },
  "portal mode 04, new card": { limit: { apdus: 7, overheadMs: 20 } },
  "start to hello": { limit: { ms: 8 }, floor: "1.9 ms, an empty program" },
  "memory idle": { limit: { mb: 12 }, floor: "5.2 MB", peer: "7.5 MB (OpenSC 8.6)" },
  "memory while signing 10 MB": { limit: { aboveIdleMb: 16 }, floor: "streamed", peer: "48.8 MB (OpenSC 10.9)" },
};
